import type { PhaseKindDefinition } from './phase-kind.ts'

export const close = {
  kind: 'close',
  scope: 'everyone',
  board: null,
  stage: 'close',
  writing: false,
  defaults: { hidden: false, gate: false, votes: 0, summary: false },
  text: {
    ja: {
      title: 'おわり',
      ask: '持ち帰りたかったことは、どうでしたか',
      everyone: '解決した・一歩進んだ・まだ、のどれでしょう。お名前を成果に載せてよいかも選べます。',
      mentor: 'ありがとうございました。問いかけが、チームを進めました。',
      facilitator: '今日のうちに成果を見直して、公開しましょう。',
    },
    en: {
      title: 'Close',
      ask: 'Did you get what you came for?',
      everyone:
        'Solved, a step further, or not yet? You also choose whether the outcome may carry your name.',
      mentor: 'Thank you. Your questions moved the team on.',
      facilitator: 'Look through the outcome today, and publish it.',
    },
  },
} as const satisfies PhaseKindDefinition
