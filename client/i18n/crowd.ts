import { catalogue } from './catalogue.ts'

/** What facilitators are told when many people are coming. */
export const crowdText = catalogue({
  ja: {
    label: '人数について',
    many: (people: number) => `${people}人になりました`,
    helpers: (teams: number, facilitators: number) =>
      `${teams}チームの見込みです。5〜6チームに1人、あわせて${facilitators}人のファシリテーターがいると、全員に目が届きます。`,
    link: '共同ファシリテーターのリンクをつくる',
    linkLabel: '共同ファシリテーターのリンク',
    linkHint: 'このリンクを開いた人は、進行を動かせます。頼む人にだけ渡してください。',
    tooMany: (people: number) => `${people}人になりました。会を分けることを考える人数です`,
    tooManyText:
      'ひとつの部屋のままでも開けますが、100人をこえると熱量をひとりでは見きれません。分けかたを選ぶと、することと伝える文が出ます。',
    plan: '分けかたを計画で見る',
    how: '会の分けかた',
    ways: { later: '別の日にもう1回', halves: '課題で2つに' },
    steps: {
      later: {
        first: 'ホームから、同じテーマでもう1つ会をひらき、計画に別の日時を書きます。',
        then: 'その会でも申し込みを公開し、下の文にリンクを入れて、申し込んだ人に送ります。',
        last: '2回目に移る人がそちらで申し込んだら、この会の申し込みから外します。',
      },
      halves: {
        first: 'ホームから、同じ日時でもう1つ会をひらきます。ファシリテーターを1人ずつ決めます。',
        then: '「参加者の読み込み」から名簿を書き出し、課題で2つに分けて、片方をもう1つの会に読み込みます。',
        last: '移った人をこの会から外し、下の文に新しい席のリンクを入れて送ります。',
      },
    },
    home: 'ホームで会をひらく',
    people: '参加者の読み込みと名簿',
    message: '伝える文',
    texts: {
      later: (title: string, people: number) =>
        `「${title}」に${people}人の申し込みをいただきました。ひとりずつが話せる人数にするため、同じ内容の会をもう1回ひらきます。\n2回目に来られる方は、こちらから申し込んでください: (2回目の申し込みページのリンク)\nどちらの会も、進めかたは同じです。`,
      halves: (title: string, people: number) =>
        `「${title}」に${people}人の申し込みをいただきました。近い課題の人どうしで話せるように、2つの部屋に分かれて同じ時刻にひらきます。\nあなたの部屋はこちらです: (新しい席のリンク)\nはじまる時刻と進めかたは変わりません。`,
    },
    copy: '文をコピー',
    copied: 'コピーしました',
  },
  en: {
    label: 'How many are coming',
    many: (people) => `${people} people are coming`,
    helpers: (teams, facilitators) =>
      `That makes about ${teams} teams. With one facilitator for five or six teams, ${facilitators} in all, everybody is seen.`,
    link: 'Make a link for co-facilitators',
    linkLabel: 'Link for co-facilitators',
    linkHint: 'Whoever opens it can run the workshop. Give it only to those you ask to help.',
    tooMany: (people) => `${people} people are coming: time to think of two workshops`,
    tooManyText:
      'It can be held in one room, but beyond 100 nobody keeps the heat in hand alone. Choose a way, and you get what to do and what to tell people.',
    plan: 'See how, in the plan',
    how: 'How to split',
    ways: { later: 'On another day', halves: 'By challenge' },
    steps: {
      later: {
        first:
          'Open another workshop with the same theme from the home page, and write another date in its plan.',
        then: 'Publish its application page too, put its link into the text below, and send it to those who applied.',
        last: 'Once somebody has applied there, take them off the applications here.',
      },
      halves: {
        first: 'Open another workshop at the same time from the home page, with a facilitator for each.',
        then: 'Export the roster under “Bring people in”, split it by challenge, and bring one half into the other workshop.',
        last: 'Take those who moved off this workshop, and send them the text below with their new seat link.',
      },
    },
    home: 'Open a workshop',
    people: 'Bring people in, and the roster',
    message: 'What to tell people',
    texts: {
      later: (title, people) =>
        `${people} people applied for “${title}”. So that everybody gets to speak, we hold it a second time.\nIf you can come to the second one, please apply here: (link to its application page)\nBoth are run in the same way.`,
      halves: (title, people) =>
        `${people} people applied for “${title}”. So that you talk with people who have a similar challenge, we meet in two rooms at the same time.\nYour room is here: (your new seat link)\nTime and programme stay the same.`,
    },
    copy: 'Copy the text',
    copied: 'Copied',
  },
})
