import { catalogue } from './catalogue.ts'

/** Texts of what a facilitator can do when links went astray or somebody spoils the room. */
export const safetyText = catalogue({
  ja: {
    menu: {
      freeze: '書き込みを止める',
      thaw: '書き込みを再開する',
      closeDoor: '新しい人を入れない',
      openDoor: '新しい人も入れる',
      guardDoor: '新しい人を確認してから入れる',
      unguardDoor: '確認せずに入れる',
    },
    frozen: '書き込みを止めています。参加者は読むことだけできます。',
    closed: '新しい人は入れません。いまいる人はそのまま参加できます。',
    guarded: '新しい人は、ここで確認してから入れます。いまいる人はそのまま参加できます。',
    thawed: '書き込みを再開しました。',
    opened: '新しい人も入れます。',
    links: {
      title: 'リンクが広まってしまったら',
      code: '参加コードを変える',
      facilitation: 'ファシリテーター用リンクを作り直す',
    },
    code: {
      title: '参加コードを変えますか?',
      text: 'いまのコード、リンク、QRでは入れなくなります。席のある人はそのままです。',
      confirm: '変える',
      done: '参加コードを変えました。新しいものを配ってください。',
    },
    facilitation: {
      title: 'ファシリテーター用リンクを作り直しますか?',
      text: 'これまでのリンクで入った人は、すぐに操作できなくなります。この画面はそのまま使えます。',
      seats: '席のあるファシリテーターはそのままです。外すときは、その人の席を外してください。',
      confirm: '作り直す',
      done: '作り直しました。新しいリンクを控えてください。',
    },
  },
  en: {
    menu: {
      freeze: 'Stop the writing',
      thaw: 'Allow writing again',
      closeDoor: 'Let nobody new in',
      openDoor: 'Let new people in',
      guardDoor: 'Let new people in one by one',
      unguardDoor: 'Let people in without asking',
    },
    frozen: 'Writing is stopped. Participants can only read.',
    closed: 'Nobody new can come in. Everyone here goes on as before.',
    guarded: 'New people wait here until you let them in. Everyone here goes on as before.',
    thawed: 'Writing is allowed again.',
    opened: 'New people can come in again.',
    links: {
      title: 'If a link has gone astray',
      code: 'Change the room code',
      facilitation: 'Replace the link for facilitators',
    },
    code: {
      title: 'Change the room code?',
      text: 'The code, link and QR of now will let nobody in any more. Everyone with a seat stays.',
      confirm: 'Change it',
      done: 'The code has changed. Please hand out the new one.',
    },
    facilitation: {
      title: 'Replace the link for facilitators?',
      text: 'Whoever came in by an earlier link loses control at once. This screen keeps it.',
      seats: 'Facilitators with a seat stay. To stop one of them, remove the seat.',
      confirm: 'Replace it',
      done: 'Done. Please keep the new link.',
    },
  },
})
