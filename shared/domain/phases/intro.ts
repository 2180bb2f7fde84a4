import type { PhaseKindDefinition } from './phase-kind.ts'

export const intro = {
  kind: 'intro',
  scope: 'everyone',
  board: null,
  stage: 'welcome',
  writing: false,
  defaults: { hidden: false, gate: false, votes: 0, summary: false },
  text: {
    ja: {
      title: 'イントロ',
      ask: '今日のゴールと、話す範囲',
      everyone: 'ここで話すのは仕組みと状況です。人の評価はしません。',
      mentor: '答えを配る日ではありません。問いかけをお願いします。発表は他の方に。',
      facilitator: 'ゴールを声に出して1回、画面で1回。',
    },
    en: {
      title: 'Introduction',
      ask: 'Today’s goal, and what we talk about',
      everyone: 'We talk about how things work, not about how good people are.',
      mentor: 'Today is not for handing out answers. Ask questions; somebody else presents.',
      facilitator: 'Say the goal aloud once, and show it once.',
    },
  },
} as const satisfies PhaseKindDefinition
