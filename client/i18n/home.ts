import { catalogue } from './catalogue.ts'

/** Home, opening, joining. */
export const homeText = catalogue({
  ja: {
    title: 'よりあい: 聞いて終わりの会を、持ち帰れる会に',
    headline: { first: '聞いて終わりの会を、', second: '持ち帰れる会に。' },
    lead: '理想・課題・打ち手を、チームで順番に出しきるオンラインワークショップ。時間をそろえ、全員のアウトプットを、つながりごと持ち帰れます。',
    noAccount: '登録は要りません。リンクと名前だけで使えます。',
    steps: {
      gather: {
        title: '集める',
        text: 'リンク・QR・6文字のコードから、名前だけで席につけます。来た人でチームを組み、進行や書記などの役割を全員に配ります。',
      },
      run: {
        title: '進める',
        text: '次の時間へは、1つのボタンで。全員が1枚出すまで待ち、書き終わるまでほかの人の言葉は見えません。手が止まったチームもわかります。',
      },
      take: {
        title: '持ち帰る',
        text: '理想→課題→打ち手のつながりごと、MarkdownとJSONで持ち帰れます。「次回知りたいこと」まで決めて終わります。',
      },
    },
    openedHere: 'このブラウザでひらいたワークショップ',
    forget: (title: string) => `「${title}」を一覧から外す`,
  },
  en: {
    title: 'Yoriai: workshops you take something home from',
    headline: { first: 'Workshops you take', second: 'something home from.' },
    lead: 'An online workshop where teams work through ideals, challenges and solutions, one after the other. Everybody keeps the same time, and what everybody wrote goes home with its connections.',
    noAccount: 'No sign-up. A link and a name are enough.',
    steps: {
      gather: {
        title: 'Gather',
        text: 'A link, a QR code or six letters, and a name: that is a seat. Whoever is there is put into teams, and everyone gets a role, such as lead or scribe.',
      },
      run: {
        title: 'Run',
        text: 'One button moves everybody on. It waits until everyone has posted a card, nobody sees the others’ words before all have written, and you notice which team is stuck.',
      },
      take: {
        title: 'Take home',
        text: 'Ideals, challenges and solutions leave with the links between them, as Markdown and JSON, together with what the room wants to learn next.',
      },
    },
    openedHere: 'Workshops opened in this browser',
    forget: (title) => `Take “${title}” off this list`,
  },
})

/** The form that opens a workshop, and what one gets for it. */
export const openText = catalogue({
  ja: {
    heading: 'ワークショップをひらく',
    title: 'テーマ',
    titleHint: 'しぼるほど、話が深くなります',
    titleExample: '例: 既存顧客とのチャット、だれがいつ返すか',
    goal: 'この会のゴール',
    goalHint: '終わったとき、手元に何があるとよいですか',
    goalExample: '例: チームで一番大きい課題に、明日試せる打ち手を3つ',
    template: '進め方',
    templateUnit: '分',
    phases: (n: number) => `${n}の時間`,
    shares: {
      ideals: '理想',
      challenges: '課題',
      solutions: '打ち手',
      topics: '次回知りたいこと',
      other: '紹介・共有など',
    },
    share: (name: string, minutes: number) => `${name} ${minutes}分`,
    submit: '部屋をつくる',
    submitting: '部屋をつくっています',
    errors: {
      titleMissing: 'テーマを書いてください。何について話す会かが、参加する人に伝わります。',
      titleTooLong: (limit: number) =>
        `テーマは${limit}文字までです。短くすると、あとで見たときもわかりやすくなります。`,
      goalMissing: 'ゴールを書いてください。全チームが同じ方向を向けます。',
      goalTooLong: (limit: number) => `ゴールは${limit}文字までです。1つの文にまとめてみてください。`,
    },
    opened: {
      heading: '部屋ができました',
      text: '参加する人に、リンクかコードを送ってください。始まる前でも席につけます。',
      code: '参加コード',
      joinLink: '参加する人のリンク',
      facilitatorLink: 'ファシリテーターのリンク',
      secret:
        'このリンクを持つ人は、会を進められます。一緒に進める人にだけ渡し、なくさないように控えておいてください。',
      qr: '参加用のQRコード',
      console: 'コンソールを開く',
      another: 'もう1つひらく',
    },
  },
  en: {
    heading: 'Open a workshop',
    title: 'Theme',
    titleHint: 'the narrower, the deeper',
    titleExample: 'e.g. Chat with existing customers: who answers when?',
    goal: 'Goal of this workshop',
    goalHint: 'what should be in your hands at the end?',
    goalExample: 'e.g. Three things to try tomorrow for our biggest challenge',
    template: 'Agenda',
    templateUnit: 'min',
    phases: (n) => `${n} phases`,
    shares: {
      ideals: 'ideals',
      challenges: 'challenges',
      solutions: 'solutions',
      topics: 'next topics',
      other: 'hello, sharing and so on',
    },
    share: (name, minutes) => `${name} ${minutes} min`,
    submit: 'Open the room',
    submitting: 'Opening the room',
    errors: {
      titleMissing: 'Please write a theme, so that people know what the workshop is about.',
      titleTooLong: (limit) =>
        `A theme has at most ${limit} characters. A shorter one is easier to recognise later, too.`,
      goalMissing: 'Please write a goal, so that all teams head the same way.',
      goalTooLong: (limit) => `A goal has at most ${limit} characters. Try to say it in one sentence.`,
    },
    opened: {
      heading: 'Your room is ready',
      text: 'Send the link or the code to the people who take part. They can take their seats before you start.',
      code: 'Join code',
      joinLink: 'Link for participants',
      facilitatorLink: 'Link for facilitators',
      secret:
        'Whoever has this link can run the workshop. Give it only to those who facilitate with you, and keep a copy.',
      qr: 'QR code to join',
      console: 'Open the console',
      another: 'Open another',
    },
  },
})

/** Joining: by code, by link, and when that does not work. */
export const joinText = catalogue({
  ja: {
    code: {
      page: 'コードで参加',
      label: '参加コード',
      hint: '6文字',
      submit: '参加する',
      invalid: 'コードは6文字の英数字です。0・O・1・I・Lは使われていません。もう一度確かめてください。',
      unknown: 'このコードの部屋は見つかりません。ファシリテーターに確かめてください。',
    },
    page: (title: string) => `${title}に参加`,
    goal: 'この会のゴール',
    minutes: (n: number) => `${n}分の会`,
    live: 'いま進行中です。途中からでも参加できます。',
    name: '表示名',
    nameHint: '呼ばれたい名前',
    nameExample: '例: みお',
    consent: 'アウトプットに名前を載せてもよい',
    consentHint: 'あとから変えられます。載せない場合も、書いた内容は名前なしで残ります。',
    submit: '席につく',
    submitting: '席を用意しています',
    errors: {
      nameMissing: '名前を書いてください。ニックネームでかまいません。',
      nameTooLong: (limit: number) => `名前は${limit}文字までです。`,
    },
    unknown: {
      title: 'この部屋は見つかりません',
      text: 'コードかリンクが違うようです。ファシリテーターに確かめるか、コードを入れ直してください。',
    },
    full: {
      title: '満席です',
      text: 'いまは席が空いていません。ファシリテーターに知らせて、空くのを待ってみてください。',
    },
    closed: {
      title: 'いまは新しく入れません',
      text: 'ファシリテーターが、いまいる方だけで進めています。声をかけてみてください。',
    },
    ended: {
      title: 'この会は終わりました',
      text: '参加していた方は、アウトプットを見られます。',
      outcome: 'アウトプットを見る',
    },
  },
  en: {
    code: {
      page: 'Join with a code',
      label: 'Join code',
      hint: '6 characters',
      submit: 'Join',
      invalid: 'A code has six letters and digits, and never 0, O, 1, I or L. Please check it again.',
      unknown: 'There is no room with this code. Please check with your facilitator.',
    },
    page: (title) => `Join ${title}`,
    goal: 'Goal of this workshop',
    minutes: (n) => `${n} minutes`,
    live: 'It is running now. You can still join.',
    name: 'Your name',
    nameHint: 'what you like to be called',
    nameExample: 'e.g. Mio',
    consent: 'My name may appear in the outcome',
    consentHint: 'You can change this later. Without it, what you write stays in, but without your name.',
    submit: 'Take a seat',
    submitting: 'Getting your seat ready',
    errors: {
      nameMissing: 'Please write a name. A nickname is fine.',
      nameTooLong: (limit) => `A name has at most ${limit} characters.`,
    },
    unknown: {
      title: 'There is no such room',
      text: 'The code or link seems to be wrong. Check with your facilitator, or type the code again.',
    },
    full: {
      title: 'All seats are taken',
      text: 'There is no free seat at the moment. Tell your facilitator, and try again when one is free.',
    },
    closed: {
      title: 'Nobody new can come in right now',
      text: 'The facilitator goes on with those who are here. Ask them to let you in.',
    },
    ended: {
      title: 'This workshop has ended',
      text: 'Those who took part can see what came out of it.',
      outcome: 'See the outcome',
    },
  },
})
