import { catalogue } from './catalogue.ts'

/** Texts where newcomers wait until a facilitator lets them in: on their side and on the facilitators'. */
export const knockText = catalogue({
  ja: {
    form: 'いまは、ファシリテーターが一人ずつ確認してから入っていただいています。',
    submit: '入室をお願いする',
    wait: {
      page: '入室のお願い',
      waiting: {
        title: '入室のお願いを送りました',
        text: 'ファシリテーターが確認しています。入れるようになると、この画面がそのまま部屋に変わります。閉じずにお待ちください。',
      },
      asking: { title: '入室をお願いしています', text: 'このままお待ちください。' },
      queued: {
        title: '順番を待っています',
        text: 'いま入室を待っている方が多く、お願いをまだ送れていません。このままお待ちください。場所が空きしだい送ります。',
      },
      declined: {
        title: '今回は入室できませんでした',
        text: 'お心当たりのある方は、案内をくれた人に、メールやチャットで声をかけてみてください。5分ほどたつと、もう一度お願いできます。',
      },
      refused: '少し待ってから、もう一度お試しください。',
      cut: 'いまサーバーにつながりません。つながりしだい続けます。',
      name: 'お名前',
      since: (clock: string) => `${clock}から待っています`,
      again: 'もう一度お願いする',
    },
    list: {
      title: (n: number) => `入室を待っている人 ${n}人`,
      nobody: '入室を待っている人は、いまいません。来た人はここに出ます。',
      since: (clock: string) => `${clock}から`,
      admit: '入れる',
      admitOf: (name: string) => `${name}さんを入れる`,
      decline: '断る',
      declineOf: (name: string) => `${name}さんを断る`,
      admitAll: '全員を入れる',
      many: '知らない名前が次々に来るときは、「新しい人を入れない」を選ぶと、この一覧は空になります。',
      came: (names: readonly string[], n: number) =>
        `${names.map((name) => `${name}さん`).join('、')}が入室を待っています。待っているのは${n}人です。`,
      cameMany: (more: number, n: number) => `${more}人が来ました。入室を待っているのは${n}人です。`,
      admitted: (n: number) => `${n}人を入れました。`,
      declined: (n: number) => `${n}人を断りました。`,
    },
  },
  en: {
    form: 'Right now a facilitator lets people in one by one.',
    submit: 'Ask to come in',
    wait: {
      page: 'Asking to come in',
      waiting: {
        title: 'You have asked to come in',
        text: 'A facilitator is having a look. This page turns into the room by itself as soon as you may come in. Please keep it open.',
      },
      asking: { title: 'Asking to come in', text: 'One moment, please.' },
      queued: {
        title: 'Waiting in line',
        text: 'Very many people wait to come in, so yours could not be passed on yet. Please keep this page open; it is sent as soon as there is room.',
      },
      declined: {
        title: 'You could not come in this time',
        text: 'If you were expected, please write to whoever invited you, by mail or chat. You can ask again in about five minutes.',
      },
      refused: 'Please try again in a little while.',
      cut: 'The server cannot be reached right now. This goes on as soon as it can.',
      name: 'Your name',
      since: (clock: string) => `waiting since ${clock}`,
      again: 'Ask again',
    },
    list: {
      title: (n: number) => `Waiting to come in: ${n}`,
      nobody: 'Nobody waits to come in right now. Whoever comes is shown here.',
      since: (clock: string) => `since ${clock}`,
      admit: 'Let in',
      admitOf: (name: string) => `Let in: ${name}`,
      decline: 'Decline',
      declineOf: (name: string) => `Decline: ${name}`,
      admitAll: 'Let all in',
      many: 'If one unknown name follows another, choose “Let nobody new in”: it empties this list.',
      came: (names: readonly string[], n: number) =>
        `${names.join(', ')} ${names.length === 1 ? 'asks' : 'ask'} to come in. ${n} waiting.`,
      cameMany: (more: number, n: number) => `${more} people came. ${n} waiting to come in.`,
      admitted: (n: number) => `${n} let in.`,
      declined: (n: number) => `${n} declined.`,
    },
  },
})
