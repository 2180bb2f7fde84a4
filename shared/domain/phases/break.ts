import type { PhaseKindDefinition } from './phase-kind.ts'

export const breakTime = {
  kind: 'break',
  scope: 'everyone',
  board: null,
  stage: 'pause',
  writing: false,
  defaults: { hidden: false, gate: false, votes: 0, summary: false },
  text: {
    ja: {
      title: '休憩',
      ask: '画面から目をはなしましょう',
      everyone: '立ち上がって、飲みものを。時間になったらまた集まります。',
      mentor: null,
      facilitator: '再開の時刻を声に出して伝えます。',
    },
    en: {
      title: 'Break',
      ask: 'Rest your eyes',
      everyone: 'Stand up, get a drink. We meet again when the time is up.',
      mentor: null,
      facilitator: 'Say aloud when we go on.',
    },
  },
} as const satisfies PhaseKindDefinition
