import type { PhaseKindDefinition } from './phase-kind.ts'

export const solutions = {
  kind: 'solutions',
  scope: 'teams',
  board: 'solutions',
  stage: 'board',
  writing: true,
  defaults: { hidden: false, gate: false, votes: 3, summary: true },
  text: {
    ja: {
      title: '打ち手',
      ask: '仕様・運用方法・ちょい技に分けて',
      everyone: 'お金・手間・効果もざっくりと。どの課題への打ち手かを結び、明日からの1つを決めましょう。',
      mentor: 'ここで実例を。うまくいかなかったことも1つお願いします。',
      facilitator: '3つの分け方のどれかが空のチームに、声をかけます。',
    },
    en: {
      title: 'Solutions',
      ask: 'Specification, operation, or small trick',
      everyone: 'Roughly: cost, effort, effect. Link each to a challenge, and pick one for tomorrow.',
      mentor: 'Now tell your own case, and one thing that did not work.',
      facilitator: 'Talk to teams that have one of the three parts empty.',
    },
  },
} as const satisfies PhaseKindDefinition
