import type { BoardName } from '../../ids.ts'
import type { Locale, Phase, Scope } from '../state.ts'

/** Every kind of phase, in the order of the main agenda. `registry.ts` holds one definition for each. */
export const PHASE_KINDS = [
  'intro',
  'check-in',
  'list-ideals',
  'deepen-ideals',
  'list-challenges',
  'deepen-challenges',
  'break',
  'solutions',
  'prepare',
  'share',
  'next-topics',
  'close',
] as const
export type PhaseKind = (typeof PHASE_KINDS)[number]

/** What people read in a phase, in one language. Two lines on a phone at most each. */
export interface PhaseText {
  /** as it stands on the agenda, e.g. 理想の羅列 */
  readonly title: string
  /** what is asked, as a headline, e.g. 理想を、ひとり2枚以上 */
  readonly ask: string
  /** guidance for everyone, for mentors, for the facilitator (facilitation.md 4.4) */
  readonly everyone: string
  readonly mentor: string | null
  readonly facilitator: string
}

/** The rules a kind brings; a facilitator may change what `Phase` repeats. */
export interface PhaseKindDefinition {
  readonly kind: PhaseKind
  readonly scope: Scope
  readonly board: BoardName | null
  /** the component that shows the phase in the room (`client/room/stages/registry.ts`) */
  readonly stage: StageName
  /** whether cards may be added to the board while the phase is on */
  readonly writing: boolean
  readonly defaults: Pick<Phase, 'hidden' | 'gate' | 'votes' | 'summary'>
  readonly text: Readonly<Record<Locale, PhaseText>>
}

/** `welcome`: theme and goal; `team`: who we are; `board`: write; `review`: all boards to read; `share`; `close`. */
export const STAGE_NAMES = ['welcome', 'team', 'board', 'pause', 'review', 'share', 'close'] as const
export type StageName = (typeof STAGE_NAMES)[number]
