import { catalogue } from './catalogue.ts'

/** Texts of chains: links between the boards, and what a solution is judged by. */
export const chainsText = catalogue({
  ja: {
    unlinked: { challenges: 'まだ理想につながっていません', solutions: 'まだ課題につながっていません' },
    showBoth: (board: string, text: string) => `つながりを見る: ${board}「${text}」`,
    answers: { challenges: (n: number) => `課題 ${n}件`, solutions: (n: number) => `打ち手 ${n}件` },
    noAnswer: { challenges: '課題はまだ', solutions: '打ち手はまだ' },
    dropHere: 'ここで離すと、つながります',
    linked: (board: string) => `${board}につなげました`,
    chain: { title: 'つながり', change: 'つながりを変える', close: '閉じる' },
    estimate: {
      title: 'お金・手間・効果',
      text: 'ざっくりで大丈夫です。',
      open: 'お金・手間・効果…',
      name: { cost: 'お金', effort: '手間', effect: '効果' },
      level: { low: '小', middle: '中', high: '大' },
      none: 'まだ',
      one: (name: string, level: string) => `${name} ${level}`,
    },
  },
  en: {
    unlinked: { challenges: 'Not linked to an ideal yet', solutions: 'Not linked to a challenge yet' },
    showBoth: (board, text) => `Show the link: ${board}, “${text}”`,
    answers: {
      challenges: (n) => (n === 1 ? '1 challenge' : `${n} challenges`),
      solutions: (n) => (n === 1 ? '1 solution' : `${n} solutions`),
    },
    noAnswer: { challenges: 'No challenge yet', solutions: 'No solution yet' },
    dropHere: 'Let go here to link',
    linked: (board) => `Linked (${board})`,
    chain: { title: 'Chain', change: 'Change the links', close: 'Close' },
    estimate: {
      title: 'Cost, effort, effect',
      text: 'A rough guess is enough.',
      open: 'Cost, effort, effect…',
      name: { cost: 'Cost', effort: 'Effort', effect: 'Effect' },
      level: { low: 'low', middle: 'medium', high: 'high' },
      none: 'not yet',
      one: (name, level) => `${name}: ${level}`,
    },
  },
})
