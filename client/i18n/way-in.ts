import { catalogue } from './catalogue.ts'

/** Coming into a workshop, and falling out of it. */
export const wayInText = catalogue({
  ja: {
    entering: '部屋に入っています',
    outcome: 'アウトプット',
    consoleOf: (title: string) => `${title} · コンソール`,
    planOf: (title: string) => `計画: ${title}`,
    teamsOf: (title: string) => `${title} · チーム分け`,
    peopleOf: (title: string) => `参加者を取り込む: ${title}`,
    unknown: {
      title: 'このワークショップは見つかりません',
      text: 'リンクが途中で切れていないか、確かめてください。',
    },
    notFacilitator: {
      title: 'コンソールに入るには、ファシリテーターのリンクが要ります',
      text: '部屋をひらいたときのリンクを、このブラウザで開いてください。',
    },
    removed: {
      title: '席が外されました',
      text: 'まちがいかもしれません。もう一度参加するときは、コードを入れてください。',
    },
    left: {
      title: '席を離れました',
      text: 'ご参加ありがとうございました。また参加するときは、コードを入れてください。',
    },
    unauthorised: {
      title: '席を確かめられませんでした',
      text: '個人のリンクをもう一度開くか、コードから参加し直してください。',
    },
    elsewhere: {
      title: 'ほかの画面で開いています',
      text: '開いている画面が多いので、この画面は閉じました。読み込み直すと、こちらで使えます。',
    },
    outdated: {
      title: 'よりあいが新しくなりました',
      text: '読み込み直すと続けられます。送信待ちのものは残っています。',
    },
    unreachable: {
      title: 'サーバーにつながりません',
      text: 'つながりしだい、自動で入ります。通信も確かめてみてください。',
    },
    joinAgain: '参加し直す',
    toRoom: '部屋へ',
    failed: {
      title: '画面を表示できませんでした',
      text: '書いたものは失われていません。読み込み直してください。',
    },
    refusedLater: (reason: string) => `送信待ちだった操作は反映されませんでした。${reason}`,
    setBack: 'サーバーが前の状態に戻されました。そのあとの内容は、ここにはありません。',
    setBackKept: '届く前だった文章は、引き出しに残しました。',
    kept: (reason: string) => `${reason} 書いた文章は引き出しに残しました。`,
    lost: {
      title: 'ページが見つかりません',
      text: 'アドレスを確かめるか、トップから入り直してください。',
    },
  },
  en: {
    entering: 'Coming in',
    outcome: 'Outcome',
    consoleOf: (title) => `${title} · Console`,
    planOf: (title) => `Plan: ${title}`,
    teamsOf: (title) => `${title} · Teams`,
    peopleOf: (title) => `Bring people in: ${title}`,
    unknown: {
      title: 'There is no such workshop',
      text: 'Please check that the link is complete.',
    },
    notFacilitator: {
      title: 'The console needs the facilitator’s link',
      text: 'Open the link you got when the room was opened, in this browser.',
    },
    removed: {
      title: 'Your seat was taken away',
      text: 'This may be a mistake. To take part again, type the code.',
    },
    left: {
      title: 'You have left your seat',
      text: 'Thank you for taking part. To come back, type the code.',
    },
    unauthorised: {
      title: 'Your seat could not be confirmed',
      text: 'Open your personal link again, or join again with the code.',
    },
    elsewhere: {
      title: 'Open on other screens',
      text: 'This screen was closed because you have too many open. Reload to use this one.',
    },
    outdated: {
      title: 'Yoriai has been updated',
      text: 'Reload the page to go on. What is waiting to be sent is kept.',
    },
    unreachable: {
      title: 'The server cannot be reached',
      text: 'You come in by yourself as soon as it can. Please check your connection as well.',
    },
    joinAgain: 'Join again',
    toRoom: 'To the room',
    failed: {
      title: 'This screen could not be shown',
      text: 'Nothing you wrote is lost. Please reload the page.',
    },
    refusedLater: (reason) => `Something that was waiting to be sent did not take effect. ${reason}`,
    setBack: 'The server was set back to an earlier state. What came after it is no longer here.',
    setBackKept: 'Text that had not been sent yet is kept in your drawer.',
    kept: (reason) => `${reason} Your text is kept in your drawer.`,
    lost: {
      title: 'There is no such page',
      text: 'Check the address, or start again from the home page.',
    },
  },
})
