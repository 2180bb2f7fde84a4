import { catalogue } from './catalogue.ts'

/** From when on cards say who wrote them, as it is chosen. */
export const namesText = catalogue({
  ja: {
    legend: 'カードの名前',
    label: { start: '最初から出す', summary: 'まとめのあとで', never: '出さない' },
    hint: {
      start: '書いたときから、誰のカードか分かります',
      summary: '書いて話すあいだは出さず、深堀り・まとめが終わると出ます',
      never: 'ファシリテーターにも、成果にも出ません',
    },
    fixed: 'カードはこの約束で書かれるので、はじめたあとは変えられません。',
  },
  en: {
    legend: 'Names on cards',
    label: { start: 'From the start', summary: 'After the summary', never: 'Never' },
    hint: {
      start: 'Everybody sees at once whose card it is',
      summary: 'Off while people write and talk, on once a board is summed up',
      never: 'Not for facilitators, not in the outcome',
    },
    fixed: 'Cards are written on this promise, so it cannot be changed once it has begun.',
  },
})
