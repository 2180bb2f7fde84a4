import { catalogue } from './catalogue.ts'

/** The plan: its page for facilitators, and the sheet everybody reads. */
export const planText = catalogue({
  ja: {
    page: '計画',
    intro: '書いたところから自動で保存されます。参加者には「参加者からの見えかた」のとおりに表示されます。',
    toConsole: 'ファシリテーター画面へ',
    saved: '保存済み',
    saving: '保存しています',
    unsaved: '直すところがあります',
    waiting: 'つながったら保存します',
    preview: '参加者からの見えかた',
    ended: '終わった会の計画は、読むだけです。',
    sections: {
      theme: 'テーマとゴール',
      brief: 'だれの、どんな会か',
      scope: '話すこと・話さないこと',
      example: '例になる話',
      when: '日時と通話',
      agenda: 'アジェンダ',
    },
    sectionHints: {
      brief: '3つに答えると、来てほしい人に届く案内になります。',
      scope: 'チームごとに別の方向へ進まないように、目的・使う人の範囲・フローかストックかを書きます。',
      example: 'イントロで読み上げる、実際にあった話を4行で。',
      agenda:
        '順番・分数・ルールと、時間ごとの案内を決めます。つまみを動かすか、メニューで並べ替えられます。',
    },
    begun: (count: number) =>
      `もう始まった${count}つの時間は変わりません。これからの順番・分数・ルールと案内を直せます。`,
    fields: {
      title: { label: 'テーマ', hint: '', example: '' },
      goal: { label: 'ゴール', hint: '終わったときに、どうなっていたいか', example: '' },
      forWhom: {
        label: 'どんな人に',
        hint: '',
        example: '例: 10〜50人の会社で、問い合わせ対応をしている人',
      },
      seeking: { label: '何を求めて', hint: '', example: '例: ほかの会社の分担のしかたを知りたい' },
      leaving: {
        label: '終わったあと、どうなって',
        hint: '',
        example: '例: 明日から試すことが1つ決まっている',
      },
      inScope: {
        label: '今日話すこと',
        hint: '',
        example: '例: 既存のお客さまとのチャット。取りこぼさないために',
      },
      outOfScope: { label: '今日は話さないこと', hint: '', example: '例: 社内の連絡、新しいツールの比較' },
      background: { label: '背景', hint: '', example: '例: 担当3人、お客さま200社' },
      challenge: { label: '課題', hint: '', example: '例: 返事がだれの番かわからず、2日空いた' },
      solution: { label: '打ち手', hint: '', example: '例: 朝に5分、当番が未返信を読み上げる' },
      result: { label: '結果', hint: '', example: '例: 返信までの時間が半日になった' },
      startsAt: { label: 'はじまる日時', hint: '', example: '' },
      callLink: {
        label: '通話のリンク',
        hint: '席のある人だけに見えます',
        example: 'https://',
      },
    },
    faults: {
      missing: 'ひとこと入れてください。空のままでは保存しません。',
      tooLong: (limit: number) => `${limit}文字までに短くしてください。`,
      callLink: 'https:// ではじまるアドレスを、そのまま貼ってください。',
    },
    theme: {
      wide: (word: string) => `「${word}」は、人によって思い浮かべるものが違うかもしれません。`,
      missing: (axes: readonly string[]) => `${axes.join('・')}を足すと、チームの話がそろいます。たとえば:`,
      axes: { purpose: '何のためか', users: '使う人の範囲', flow: 'フローかストックか' },
      use: (rewrite: string) => `「${rewrite}」を使う`,
      ignore: 'このままでよい',
    },
    sheet: {
      title: 'テーマ',
      goal: 'ゴール',
      starts: 'はじまり',
      empty: 'テーマとゴールのほかは、まだ書かれていません。',
    },
    call: {
      join: (service: string) => `${service}で話す`,
      service: {
        zoom: 'Zoom',
        meet: 'Google Meet',
        teams: 'Microsoft Teams',
        webex: 'Webex',
        whereby: 'Whereby',
        jitsi: 'Jitsi Meet',
        other: '通話',
      },
      opens: '新しいタブで開きます',
    },
    menu: '計画を書く',
  },
  en: {
    page: 'Plan',
    intro: 'Everything you write is saved by itself. Participants see it as in the preview.',
    toConsole: 'To the console',
    saved: 'Saved',
    saving: 'Saving',
    unsaved: 'Something needs mending',
    waiting: 'Will be saved once connected',
    preview: 'What participants see',
    ended: 'This workshop is over; its plan can be read only.',
    sections: {
      theme: 'Theme and goal',
      brief: 'Who it is for',
      scope: 'In and out of scope',
      example: 'An example case',
      when: 'When, and where to talk',
      agenda: 'Agenda',
    },
    sectionHints: {
      brief: 'Three answers make an invitation that reaches the right people.',
      scope: 'So that teams do not head in different directions: purpose, range of users, flow or stock.',
      example: 'A true story in four lines, told in the intro.',
      agenda:
        'Order, minutes and rules, and what is said in each phase. Drag a handle, or use the menu, to reorder.',
    },
    begun: (count) =>
      count === 1
        ? 'The phase that has begun stays as it is; what is to come can be changed.'
        : `The ${count} phases that have begun stay as they are; what is to come can be changed.`,
    fields: {
      title: { label: 'Theme', hint: '', example: '' },
      goal: { label: 'Goal', hint: 'what should be true at the end', example: '' },
      forWhom: {
        label: 'For whom',
        hint: '',
        example: 'e.g. people who answer customers in companies of 10 to 50',
      },
      seeking: { label: 'Seeking what', hint: '', example: 'e.g. how other companies share the work' },
      leaving: { label: 'Leaving how', hint: '', example: 'e.g. with one thing to try tomorrow' },
      inScope: {
        label: 'In scope today',
        hint: '',
        example: 'e.g. chat with customers, so that nothing gets lost',
      },
      outOfScope: {
        label: 'Not today',
        hint: '',
        example: 'e.g. messages among colleagues, comparing new tools',
      },
      background: { label: 'Background', hint: '', example: 'e.g. three people, 200 customers' },
      challenge: {
        label: 'Challenge',
        hint: '',
        example: 'e.g. nobody knew whose turn it was; two days of silence',
      },
      solution: {
        label: 'Solution',
        hint: '',
        example: 'e.g. five minutes each morning, one reads what is unanswered',
      },
      result: { label: 'Result', hint: '', example: 'e.g. answers within half a day' },
      startsAt: { label: 'Begins', hint: '', example: '' },
      callLink: { label: 'Link to the call', hint: 'only people with a seat see it', example: 'https://' },
    },
    faults: {
      missing: 'Please write a few words. It is not saved while empty.',
      tooLong: (limit) => `Please shorten it to ${limit} characters.`,
      callLink: 'Please paste the whole address; it begins with https://.',
    },
    theme: {
      wide: (word) => `“${word}” may mean something else to everybody.`,
      missing: (axes) => `Say ${axes.join(', ')}, and the teams will talk about the same thing. For example:`,
      axes: { purpose: 'what for', users: 'for which users', flow: 'whether it passes by or is kept' },
      use: (rewrite) => `Use “${rewrite}”`,
      ignore: 'It is fine as it is',
    },
    sheet: {
      title: 'Theme',
      goal: 'Goal',
      starts: 'Begins',
      empty: 'Nothing is written yet but theme and goal.',
    },
    call: {
      join: (service) => `Talk on ${service}`,
      service: {
        zoom: 'Zoom',
        meet: 'Google Meet',
        teams: 'Microsoft Teams',
        webex: 'Webex',
        whereby: 'Whereby',
        jitsi: 'Jitsi Meet',
        other: 'a call',
      },
      opens: 'opens in a new tab',
    },
    menu: 'Write the plan',
  },
})
