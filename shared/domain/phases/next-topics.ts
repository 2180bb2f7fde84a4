import type { PhaseKindDefinition } from './phase-kind.ts'

export const nextTopics = {
  kind: 'next-topics',
  scope: 'everyone',
  board: 'topics',
  stage: 'board',
  writing: true,
  defaults: { hidden: false, gate: false, votes: 2, summary: false },
  text: {
    ja: {
      title: '次回知りたいこと',
      ask: '次に知りたい課題を、1つ',
      everyone: '例: 事業側と開発側の行きちがい、社内FAQ。書いたら、気になるものに2票まで。',
      mentor: '「自分が先生になれる課題」も書けます。',
      facilitator: '票の集まったものを、次回の案にします。',
    },
    en: {
      title: 'Next topics',
      ask: 'One thing to learn next',
      everyone: 'For example: an in-house FAQ. Then give two votes to what you care about.',
      mentor: 'You can also write what you could be a mentor for.',
      facilitator: 'The most voted becomes the proposal for next time.',
    },
  },
} as const satisfies PhaseKindDefinition
