import { catalogue } from './catalogue.ts'

/** What the empty composer asks, by board; it takes turns. */
export const composerHints = catalogue({
  ja: {
    ideals: {
      one: '全部うまくいっていたら、どんな状態ですか?',
      two: '例: どこから来ても、履歴が1本で追える',
      three: '1枚に1つ。ひとことで大丈夫です',
    },
    challenges: {
      one: '理想に届いていないのは、どんな場面ですか?',
      two: '例: 窓口が分かれて、二重に返事をしてしまう',
      three: '1枚に1つ。人ではなく、しくみで書いてみましょう',
    },
    solutions: {
      one: '明日からできることは何ですか?',
      two: '例: 問い合わせは1つのチャンネルに集める',
      three: 'うまくいかなかったことも、役に立ちます',
    },
    topics: {
      one: '次に知りたいことを1つ',
      two: '例: 社内FAQのつくり方と、続け方',
      three: '自分が先生になれることも書けます',
    },
    lookback: {
      one: '起きたことを、そのまま1つ',
      two: 'なぜ起きたと思いますか?',
      three: '次に変えることを1つ',
    },
  },
  en: {
    ideals: {
      one: 'If everything went well, what would it be like?',
      two: 'e.g. one history, wherever the question came from',
      three: 'One thing a card. A few words are enough',
    },
    challenges: {
      one: 'Where do we fall short of the ideal?',
      two: 'e.g. two desks answer the same question twice',
      three: 'One thing a card. Describe the system, not people',
    },
    solutions: {
      one: 'What could be done tomorrow?',
      two: 'e.g. gather questions in one channel',
      three: 'What did not work helps, too',
    },
    topics: {
      one: 'One thing you want to learn next',
      two: 'e.g. how to start an FAQ and keep it alive',
      three: 'You can also offer what you could teach',
    },
    lookback: {
      one: 'One thing that happened, as it was',
      two: 'Why do you think it happened?',
      three: 'One thing to change next time',
    },
  },
})
