import { catalogue } from './catalogue.ts'

/** Texts of replies under cards and clusters. */
export const threadsText = catalogue({
  ja: {
    label: '返信',
    menu: { 0: '返信する', 1: '「なぜ?」に答える', 2: '「それは、なぜ?」に答える' },
    open: { 0: '返信', 1: 'なぜ?', 2: 'それは、なぜ?' },
    field: { 0: '返信を書く', 1: 'なぜ、それが起きるのでしょう?', 2: 'それは、なぜでしょう?' },
    prompt: {
      0: 'ひとことで',
      1: '人ではなく、仕組みと状況で',
      2: 'どんな仕組みなら、そうなりませんか?',
    },
    mark: { 0: '', 1: 'なぜ?', 2: 'それは、なぜ?' },
    mine: 'あなた',
    add: '書く',
    sending: '送信中',
    cancel: 'やめる',
    remove: (text: string) => `返信「${text}」を取り下げる`,
    left: '解いたまとめへの返信',
    over: (n: number) => `${n}文字オーバーしています`,
  },
  en: {
    label: 'Replies',
    menu: { 0: 'Reply', 1: 'Answer “why?”', 2: 'Answer “and why is that?”' },
    open: { 0: 'Reply', 1: 'Why?', 2: 'And why is that?' },
    field: { 0: 'Write a reply', 1: 'Why does this happen?', 2: 'And why is that?' },
    prompt: { 0: 'In a few words', 1: 'Think of setups, not of people', 2: 'What setup would prevent it?' },
    mark: { 0: '', 1: 'Why?', 2: 'And why?' },
    mine: 'You',
    add: 'Post',
    sending: 'Sending',
    cancel: 'Cancel',
    remove: (text) => `Withdraw the reply “${text}”`,
    left: 'Replies to dissolved clusters',
    over: (n) => `${n} characters too many`,
  },
})
