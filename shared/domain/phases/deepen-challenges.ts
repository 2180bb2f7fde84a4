import type { PhaseKindDefinition } from './phase-kind.ts'

export const deepenChallenges = {
  kind: 'deepen-challenges',
  scope: 'teams',
  board: 'challenges',
  stage: 'board',
  writing: true,
  defaults: { hidden: false, gate: false, votes: 3, summary: true },
  text: {
    ja: {
      title: '課題の深堀り・まとめ',
      ask: '上位3つに「なぜ?」を2回、課題をひとつの文に',
      everyone: '投票のあと、上位3つを話します。人の名前が出たら「どんな仕組みならそうならない?」に。',
      mentor: '「当時、何が分かっていませんでしたか?」',
      facilitator: '離れ気味のチームに「今日のゴールで言うと?」と聞きます。',
    },
    en: {
      title: 'Deepen challenges',
      ask: 'Ask “why?” twice of the top three, then one sentence',
      everyone: 'Vote, then talk. If a person’s name comes up: “What setup would prevent that?”',
      mentor: '“Back then, what did you not know yet?”',
      facilitator: 'Ask teams that drift: “In terms of today’s goal?”',
    },
  },
} as const satisfies PhaseKindDefinition
