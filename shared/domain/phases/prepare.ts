import type { PhaseKindDefinition } from './phase-kind.ts'

export const prepare = {
  kind: 'prepare',
  scope: 'teams',
  board: null,
  stage: 'review',
  writing: false,
  defaults: { hidden: false, gate: false, votes: 0, summary: false },
  text: {
    ja: {
      title: 'まとめ',
      ask: '発表で話すことを、決める',
      everyone: '理想・課題・打ち手を見返して、「課題 → 打ち手 → 明日からの1つ」を1分で話せる形に。',
      mentor: '発表は他の方に。言い残しがないかだけ、聞いてみてください。',
      facilitator: '発表役が決まっているかを確かめます。',
    },
    en: {
      title: 'Prepare',
      ask: 'Decide what the presenter will say',
      everyone: 'Read your boards again: challenge, solution, the one thing for tomorrow, in a minute.',
      mentor: 'Somebody else presents. Only ask whether anything is missing.',
      facilitator: 'See that every team has a presenter.',
    },
  },
} as const satisfies PhaseKindDefinition
