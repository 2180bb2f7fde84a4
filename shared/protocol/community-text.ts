interface Facts {
  readonly limit?: number
}

/** What is said to those who keep a community. */
export const communityTexts = {
  templates_full: {
    ja: ({ limit }: Facts) =>
      `テンプレートがいっぱいです${limit === undefined ? '' : `(${limit}個まで)`}。使わないものを消してから、もう一度どうぞ。`,
    en: ({ limit }: Facts) =>
      `There are${limit === undefined ? ' as many' : ` ${limit}`} templates already. Please remove one that is not used, then try again.`,
  },
} as const

/** What is said to anybody who looks for one. */
export const communityWireTexts = {
  community_unknown: {
    ja: 'コミュニティが見つかりません。リンクを確かめてください。',
    en: 'There is no such community. Please check the link.',
  },
} as const
