import { catalogue } from './catalogue.ts'

/** The reveal, and whether cards carry names. */
export const hiddenText = catalogue({
  ja: {
    reveal: {
      soon: 'まもなく、みんなのカードを公開します',
      shown: (n: number) => `${n}枚のカードを公開しました`,
    },
    names: {
      start: 'カードには、書いた人の名前が出ます。',
      summary: '名前はまだ出ません。深堀り・まとめが終わると出ます。',
      never: '名前は、ファシリテーターもふくめて誰にも出ません。',
    },
  },
  en: {
    reveal: {
      soon: 'Everybody’s cards are about to be shown',
      shown: (n) => (n === 1 ? '1 card revealed' : `${n} cards revealed`),
    },
    names: {
      start: 'Cards carry their author’s name.',
      summary: 'No names yet: they appear once this board is summed up.',
      never: 'No names: nobody sees who wrote what, facilitators included.',
    },
  },
})
