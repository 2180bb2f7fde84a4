import { catalogue } from './catalogue.ts'

/** What a facilitator wishes of the teams. */
export const formingWishesText = catalogue({
  ja: {
    wishes: {
      title: '大事にすること',
      hint: '動かすと分け直します。固定した人は動きません。',
      challenge: '課題が近い',
      axis: { size: '会社の規模が近い', industry: '業界が近い', job: '職種が近い' },
      mentors: '先生がいる',
      newFaces: '顔ぶれが新しい',
      companies: '会社が違う',
      steps: { 0: '見ない', 1: '弱め', 2: 'ふつう', 3: '強め', 4: 'とても' },
    },
    choices: {
      axis: '課題のほかにそろえるもの',
      axes: { size: '規模', industry: '業界', job: '職種' },
      aim: '1チームの人数',
      aims: (n: number) => `${n}名`,
      newcomers: '初参加の人',
      mixed: '混ぜる',
      apart: '分ける',
    },
  },
  en: {
    wishes: {
      title: 'What matters',
      hint: 'Moving one forms the teams again. Pinned people stay.',
      challenge: 'Similar challenge',
      axis: { size: 'Similar company size', industry: 'Same industry', job: 'Same job' },
      mentors: 'A mentor in each team',
      newFaces: 'New faces',
      companies: 'Different companies',
      steps: { 0: 'ignored', 1: 'less', 2: 'usual', 3: 'more', 4: 'most' },
    },
    choices: {
      axis: 'Beside the challenge, alike in',
      axes: { size: 'Size', industry: 'Industry', job: 'Job' },
      aim: 'People in a team',
      aims: (n) => `${n}`,
      newcomers: 'First-timers',
      mixed: 'Mix',
      apart: 'Apart',
    },
  },
})
