import type { Locale, Phase } from '../state.ts'
import { breakTime } from './break.ts'
import { checkIn } from './check-in.ts'
import { close } from './close.ts'
import { deepenChallenges } from './deepen-challenges.ts'
import { deepenIdeals } from './deepen-ideals.ts'
import { intro } from './intro.ts'
import { listChallenges } from './list-challenges.ts'
import { listIdeals } from './list-ideals.ts'
import { nextTopics } from './next-topics.ts'
import type { PhaseKind, PhaseKindDefinition, PhaseText } from './phase-kind.ts'
import { prepare } from './prepare.ts'
import { share } from './share.ts'
import { solutions } from './solutions.ts'

const kinds = {
  intro,
  'check-in': checkIn,
  'list-ideals': listIdeals,
  'deepen-ideals': deepenIdeals,
  'list-challenges': listChallenges,
  'deepen-challenges': deepenChallenges,
  break: breakTime,
  solutions,
  prepare,
  share,
  'next-topics': nextTopics,
  close,
} satisfies Record<PhaseKind, PhaseKindDefinition>

export function phaseKind(kind: PhaseKind): PhaseKindDefinition {
  return kinds[kind]
}

/** What stands on the agenda: the facilitator's own wording, or the kind's in the reader's language. */
export function phaseTitle(phase: Pick<Phase, 'kind' | 'title'>, locale: Locale): string {
  return phase.title ?? phaseKind(phase.kind).text[locale].title
}

/** What people read in a phase: the kind's words, with the facilitator's own headline and guidance where there are any. */
export function phaseWords(phase: Pick<Phase, 'kind' | 'goal' | 'guidance'>, locale: Locale): PhaseText {
  const { text } = phaseKind(phase.kind)
  const { ask, everyone } = text[locale]
  return { ...text[locale], ask: phase.goal ?? ask, everyone: phase.guidance ?? everyone }
}
