import { catalogue } from './catalogue.ts'

/** The room's menu, and the dialogs behind it. */
export const roomMenuText = catalogue({
  ja: {
    label: 'メニュー',
    link: '自分用のリンク',
    linkText: '別の端末でこのリンクを開くと、同じ席で続けられます。ほかの人には渡さないでください。',
    linkLabel: 'あなた専用のリンク',
    linkMaking: 'リンクをつくっています',
    rules: 'ハウスルール',
    rename: '名前を変える',
    renameLabel: '表示名(呼ばれたい名前)',
    renameSave: '変える',
    renamed: '名前を変えました',
    language: 'English',
    console: 'ファシリテーター画面を開く',
    leave: '退出する',
    leaveTitle: '退出しますか?',
    leaveText: '席を空けます。出したカードは残ります。席に戻るには、もう一度参加してください。',
  },
  en: {
    label: 'Menu',
    link: 'My own link',
    linkText: 'Open it on another device to go on in the same seat. Do not pass it on.',
    linkLabel: 'Your own link',
    linkMaking: 'Making the link',
    rules: 'House rules',
    rename: 'Change my name',
    renameLabel: 'Name to be called by',
    renameSave: 'Change',
    renamed: 'Name changed',
    language: '日本語',
    console: 'Open the facilitator’s console',
    leave: 'Leave',
    leaveTitle: 'Leave the workshop?',
    leaveText: 'Your seat is given up. Your cards stay. To come back, join again.',
  },
})
