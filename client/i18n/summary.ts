import { catalogue } from './catalogue.ts'

/** The tools of the summary's editor. */
export const summaryText = catalogue({
  ja: {
    tools: 'まとめの書式',
    bold: '太字',
    bullets: '箇条書き',
    numbers: '番号つきの箇条書き',
    indent: '一段下げる',
    outdent: '一段上げる',
    link: 'リンク',
    address: 'リンク先のアドレス',
    addressExample: 'https://',
    set: 'つける',
    unset: 'はずす',
    cancel: 'やめる',
    notAnAddress: 'つけられるのは https:// か http:// のページと、メールアドレスです。',
  },
  en: {
    tools: 'Formatting of the summary',
    bold: 'Bold',
    bullets: 'Bulleted list',
    numbers: 'Numbered list',
    indent: 'One level in',
    outdent: 'One level out',
    link: 'Link',
    address: 'Address to link to',
    addressExample: 'https://',
    set: 'Link',
    unset: 'Unlink',
    cancel: 'Cancel',
    notAnAddress: 'A link leads to a page (https:// or http://) or to a mail address.',
  },
})
