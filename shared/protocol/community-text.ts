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
  earlier_unknown: {
    ja: '以前の会の参加者の中に見つかりません。一覧を開き直して、選んでください。',
    en: 'Nobody like that took part before. Please open the list again and choose.',
  },
  not_one_person: {
    ja: '同じ人にすると、1つの会に席が2つある人になります。選んだ人を確かめてください。',
    en: 'Together they would have two seats in one workshop. Please check whom you chose.',
  },
} as const
