import type { PhaseKindDefinition } from './phase-kind.ts'

export const listChallenges = {
  kind: 'list-challenges',
  scope: 'teams',
  board: 'challenges',
  stage: 'board',
  writing: true,
  defaults: { hidden: true, gate: true, votes: 0, summary: false },
  text: {
    ja: {
      title: '課題の羅列',
      ask: '理想に届いていない場面を、書き出す',
      everyone: 'どんな場面で困りますか? うちだけの事情も1枚。ツール名はまだ書かなくて大丈夫です。',
      mentor: '「いつ・どこで・どのくらい?」',
      facilitator: '「範囲がわからない」が2件以上あれば、話す範囲を言い直します。',
    },
    en: {
      title: 'List challenges',
      ask: 'Write down what keeps us from the ideal',
      everyone: 'When does it go wrong? One card on what only you have. No tool names needed yet.',
      mentor: '“When, where, how much?”',
      facilitator: 'If two or more ask what is in scope, say the scope again.',
    },
  },
} as const satisfies PhaseKindDefinition
