import type { Minutes } from '../../time.ts'
import type { PhaseKind } from '../phases/phase-kind.ts'
import type { Template } from './template.ts'

type Lengths = readonly [for60: Minutes, for90: Minutes, for120: Minutes]

/**
 * The main agenda in its three lengths, after facilitation.md 4.2; each column adds up to its name. Prepare takes its
 * minutes from solutions and share, which the source counts together. An hour has no room for a break.
 */
const minutes = [
  ['intro', [5, 8, 10]],
  ['check-in', [4, 7, 10]],
  ['list-ideals', [5, 7, 9]],
  ['deepen-ideals', [7, 11, 14]],
  ['list-challenges', [6, 8, 10]],
  ['deepen-challenges', [9, 14, 17]],
  ['break', [0, 3, 5]],
  ['solutions', [9, 13, 18]],
  ['prepare', [3, 4, 5]],
  ['share', [7, 9, 13]],
  ['next-topics', [3, 4, 6]],
  ['close', [2, 2, 3]],
] as const satisfies readonly (readonly [PhaseKind, Lengths])[]

function column(index: 0 | 1 | 2): Template['phases'] {
  return minutes
    .map(([kind, lengths]) => ({ kind, minutes: lengths[index] }))
    .filter((phase) => phase.minutes > 0)
}

const title = { ja: '理想・課題・打ち手', en: 'Ideals, challenges, solutions' }

export const idealsChallengesSolutions60: Template = {
  name: 'ideals-challenges-solutions-60',
  minutes: 60,
  title,
  phases: column(0),
}

export const idealsChallengesSolutions90: Template = {
  name: 'ideals-challenges-solutions-90',
  minutes: 90,
  title,
  phases: column(1),
}

export const idealsChallengesSolutions120: Template = {
  name: 'ideals-challenges-solutions-120',
  minutes: 120,
  title,
  phases: column(2),
}
