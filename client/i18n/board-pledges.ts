import { catalogue } from './catalogue.ts'

/** Texts of pledges on solutions, and of thanks. */
export const pledgesText = catalogue({
  ja: {
    label: 'この打ち手を',
    kind: { try: '試してみたい', teach: '教えられる' },
    hint: 'あなたの名前で、みんなに見えます。もう一度押すと取り消します',
    you: 'あなた',
    comma: '、',
    given: (kind: string, names: readonly string[], count: number) => {
      const others = count - names.length
      const rest = others === 0 ? [] : [names.length === 0 ? `${others}人` : `ほか${others}人`]
      return `${kind}: ${[...names, ...rest].join('、')}`
    },
    thanks: {
      give: '「助かった」を伝える(書いた人にだけ届きます)',
      takeBack: '「助かった」を取り消す',
      given: '助かった、と伝えました',
      told: '助かった',
      toldHint: 'このカードに「助かった」が届いています。あなただけに見えます',
      said: '書いた人に伝えました',
      tookBack: '取り消しました',
    },
  },
  en: {
    label: 'This solution',
    kind: { try: 'Want to try', teach: 'Can teach' },
    hint: 'Everyone sees it with your name. Press again to take it back',
    you: 'you',
    comma: ', ',
    given: (kind, names, count) => {
      const others = count - names.length
      const people = `${others} ${others === 1 ? 'person' : 'people'}`
      const rest = others === 0 ? [] : [names.length === 0 ? people : `${others} more`]
      return `${kind}: ${[...names, ...rest].join(', ')}`
    },
    thanks: {
      give: 'Say that it helped (its author alone learns of it)',
      takeBack: 'Take “that helped” back',
      given: 'You said that it helped',
      told: 'That helped',
      toldHint: 'Somebody says this card helped. Only you see this',
      said: 'Its author has been told',
      tookBack: 'Taken back',
    },
  },
})
