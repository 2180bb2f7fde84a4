import type { PhaseKindDefinition } from './phase-kind.ts'

export const checkIn = {
  kind: 'check-in',
  scope: 'teams',
  board: null,
  stage: 'team',
  writing: false,
  defaults: { hidden: false, gate: false, votes: 0, summary: false },
  text: {
    ja: {
      title: '自己紹介',
      ask: '名前と、今日持ち帰りたいこと',
      everyone: 'ひとり30秒から1分で順番に。先生は最後です。役割もここで確かめましょう。',
      mentor: '自己紹介は最後に。何を解決したかは、打ち手の時間までとっておきます。',
      facilitator: '全員がひとこと話せたかだけ、見て回ります。',
    },
    en: {
      title: 'Check-in',
      ask: 'Your name, and what you want to take home',
      everyone: 'Half a minute to a minute each, mentor last. See who has which role.',
      mentor: 'You go last. Keep how you solved it for the solutions phase.',
      facilitator: 'Only look whether everyone has said a word.',
    },
  },
} as const satisfies PhaseKindDefinition
