import { catalogue } from './catalogue.ts'

/** The plan page's part for call links of single teams. */
export const teamLinksText = catalogue({
  ja: {
    title: 'チームごとの通話リンク',
    given: (given: number, all: number) => `${all}チーム中${given}チーム`,
    intro:
      'そのチームの人とファシリテーターだけに見えます。空けておいたチームは、上の全員用のリンクを使います。',
    none: 'チームを組むと、チームごとのリンクもここに入れられます。',
    form: 'チームを組む',
    fault: 'https:// ではじまるアドレスを、そのまま貼ってください。',
    paste: {
      label: 'まとめて貼る',
      hint: '1行に1つ、上のチームの順に。行のはじめにチーム名があれば、そのチームに入れます',
      button: 'チームに入れる',
      filled: (count: number) => `${count}チームに入れました。`,
      left: (count: number) => `${count}行は、入れるチームがありませんでした。上の欄に残してあります。`,
    },
  },
  en: {
    title: 'A link per team',
    given: (given, all) => `${given} of ${all} teams`,
    intro: 'Seen by the team and by facilitators alone. A team left empty uses the link for everyone above.',
    none: 'Once teams are formed, each can be given a link of its own here.',
    form: 'Form teams',
    fault: 'Please paste the whole address; it begins with https://.',
    paste: {
      label: 'Paste several',
      hint: 'one a line, in the order of the teams; a line that begins with a team’s name goes to that team',
      button: 'Share them out',
      filled: (count) => (count === 1 ? 'Filled in for 1 team.' : `Filled in for ${count} teams.`),
      left: (count) =>
        count === 1
          ? 'There was no team for 1 line. It is still in the field.'
          : `There was no team for ${count} lines. They are still in the field.`,
    },
  },
})
