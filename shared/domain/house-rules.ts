import type { ParticipantId } from '../ids.ts'
import { ok, type Result } from '../result.ts'
import { hasAtMost, normaliseLine } from '../text.ts'
import { refuse, type Rejection } from './rejection.ts'
import type { Actor } from './slice.ts'
import type { WorkshopState } from './state.ts'

/** What a workshop asks of everybody in it (needs 20), said plainly and before anybody writes. */
export interface HouseRules {
  /** raised whenever the lines change; 0: there never were any */
  readonly version: number
  /** none: there are no rules (any more) */
  readonly lines: readonly string[]
}

export const NO_RULES: HouseRules = { version: 0, lines: [] }

/** `line` in graphemes. Twelve short lines are what a phone shows in two screens; nobody reads more before they agree. */
export const RULE_LIMITS = { lines: 12, line: 120 } as const

/** The rules with these lines in the place of `before`'s; `before` itself when they are the same. */
export function editRules(before: HouseRules, typed: readonly string[]): Result<HouseRules, Rejection> {
  const lines = typed.map(normaliseLine).filter((line) => line !== '')
  if (lines.length > RULE_LIMITS.lines) return refuse('rules_too_many', { limit: RULE_LIMITS.lines })
  if (!lines.every((line) => hasAtMost(line, RULE_LIMITS.line)))
    return refuse('text_too_long', { limit: RULE_LIMITS.line })
  return ok(isSame(lines, before.lines) ? before : { version: before.version + 1, lines })
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((line, index) => line === others[index])
}

/** How somebody stands to the rules: there are none, agreed to as they read now, agreed to an earlier version, or never. */
export type RulesStanding = 'none' | 'agreed' | 'changed' | 'open'

/** `null`: somebody without a seat, who never agreed to anything. */
export function rulesStanding(
  { houseRules, agreedRules }: Pick<WorkshopState, 'houseRules' | 'agreedRules'>,
  id: ParticipantId | null,
): RulesStanding {
  if (houseRules.lines.length === 0) return 'none'
  const agreed = (id === null ? undefined : agreedRules[id]) ?? 0
  if (agreed === 0) return 'open'
  return agreed < houseRules.version ? 'changed' : 'agreed'
}

/**
 * Whether somebody may post as far as the rules go. Who agreed to an earlier version is not stopped in the middle of a
 * workshop; facilitators wrote them.
 */
export function mayPostByRules(state: WorkshopState, actor: Actor, id: ParticipantId): boolean {
  return actor.role === 'facilitator' || rulesStanding(state, id) !== 'open'
}
