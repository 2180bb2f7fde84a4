import type { PhaseKindDefinition } from './phase-kind.ts'

export const share = {
  kind: 'share',
  scope: 'everyone',
  board: null,
  stage: 'share',
  writing: false,
  defaults: { hidden: false, gate: false, votes: 0, summary: false },
  text: {
    ja: {
      title: '共有',
      ask: 'チームごとに、順番に発表',
      everyone: '1分で: 課題 → 打ち手 → 明日からの1つ。聞く方は、質問をひとつ考えながら。',
      mentor: '発表役は他の方です。質問で助けてください。',
      facilitator: '時間は時計係に任せます。終わったら次のチームへ。',
    },
    en: {
      title: 'Share',
      ask: 'The teams present in turn',
      everyone:
        'In a minute: challenge, solution, the one thing for tomorrow. Listeners: think of a question.',
      mentor: 'Somebody else presents. Help with a question.',
      facilitator: 'Leave the time to the timekeepers; then on to the next team.',
    },
  },
} as const satisfies PhaseKindDefinition
