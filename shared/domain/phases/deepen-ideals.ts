import type { PhaseKindDefinition } from './phase-kind.ts'

export const deepenIdeals = {
  kind: 'deepen-ideals',
  scope: 'teams',
  board: 'ideals',
  stage: 'board',
  writing: true,
  defaults: { hidden: false, gate: false, votes: 3, summary: true },
  text: {
    ja: {
      title: '理想の深堀り・まとめ',
      ask: '似たカードを重ねて、理想をひとつの文に',
      everyone: 'いちばん実現したいものに投票。「それができると、誰が何をできる?」と話してみましょう。',
      mentor: '「それができたら、最初に変わることは?」',
      facilitator: 'まとめ文が空のチームだけ、見に行きます。',
    },
    en: {
      title: 'Deepen ideals',
      ask: 'Cluster the cards, then one sentence',
      everyone: 'Vote for what you want most. Ask: “With that, who could do what?”',
      mentor: '“Once that works, what changes first?”',
      facilitator: 'Visit only the teams whose summary is empty.',
    },
  },
} as const satisfies PhaseKindDefinition
