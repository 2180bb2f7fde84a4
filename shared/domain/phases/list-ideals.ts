import type { PhaseKindDefinition } from './phase-kind.ts'

export const listIdeals = {
  kind: 'list-ideals',
  scope: 'teams',
  board: 'ideals',
  stage: 'board',
  writing: true,
  defaults: { hidden: true, gate: true, votes: 0, summary: false },
  text: {
    ja: {
      title: '理想の羅列',
      ask: '理想を、ひとり2枚以上',
      everyone: 'もし全部うまくいっていたら、どんな状態ですか? ひとこと書きで。まだ話しません。',
      mentor: 'まずはご自身の理想を。他の方のカードは、公開のときにそろって見えます。',
      facilitator: '沈黙が正解です。残り1分まで声をかけません。',
    },
    en: {
      title: 'List ideals',
      ask: 'Ideals: two cards or more each',
      everyone: 'If everything went well, what would it be like? A few words each. No talking yet.',
      mentor: 'Write your own ideals first. All cards are shown together at the reveal.',
      facilitator: 'Silence is right. Say nothing until the last minute.',
    },
  },
} as const satisfies PhaseKindDefinition
