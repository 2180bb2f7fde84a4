import type { CommandInput } from '#shared/domain/commands.ts'
import type { PhaseKind } from '#shared/domain/phases/phase-kind.ts'
import { phaseKind } from '#shared/domain/phases/registry.ts'
import type { Phase, WorkshopState } from '#shared/domain/state.ts'
import type { PhaseId } from '#shared/ids.ts'
import { LIMITS, graphemeCount, normaliseLine } from '#shared/text.ts'
import type { Minutes } from '#shared/time.ts'

/** A coming phase while a facilitator edits it. `key` is the editor's own; `id` is `null` until the server knows it. */
export interface PhaseDraft {
  readonly key: string
  readonly id: PhaseId | null
  readonly kind: PhaseKind
  /** empty means the kind's own title */
  readonly title: string
  readonly minutes: Minutes
  readonly hidden: boolean
  readonly gate: boolean
  readonly votes: number
  readonly summary: boolean
  readonly auto: boolean
}

export type DraftFault = 'minutes' | 'title'

/** A new phase starts with this; the middle of the main agenda's phases. */
const NEW_PHASE_MINUTES: Minutes = 5

/** What `agenda.edit` may change: everything while planning, what follows the current phase afterwards. */
export function comingPhases(state: WorkshopState): readonly Phase[] {
  const { phases, current } = state.agenda
  if (state.status === 'ended') return []
  if (current === null) return phases
  return phases.slice(phases.findIndex((phase) => phase.id === current.phaseId) + 1)
}

export function draftsOf(phases: readonly Phase[]): PhaseDraft[] {
  return phases.map(({ id, kind, title, minutes, hidden, gate, votes, summary, auto }) => ({
    key: id,
    id,
    kind,
    title: title ?? '',
    minutes,
    hidden,
    gate,
    votes,
    summary,
    auto,
  }))
}

/** A phase of `kind` with the rules the kind brings. `key` must differ from every other draft's. */
export function newDraft(kind: PhaseKind, key: string): PhaseDraft {
  const { defaults } = phaseKind(kind)
  return { key, id: null, kind, title: '', minutes: NEW_PHASE_MINUTES, auto: false, ...defaults }
}

/** The drafts with the one at `index` moved by `by` places, within the list's ends. */
export function movedDraft(drafts: readonly PhaseDraft[], index: number, by: number): PhaseDraft[] {
  const draft = drafts[index]
  if (draft === undefined) return [...drafts]
  const rest = drafts.filter((_, other) => other !== index)
  const to = Math.min(Math.max(index + by, 0), rest.length)
  return [...rest.slice(0, to), draft, ...rest.slice(to)]
}

/** Drops drafts of phases that have begun meanwhile: they can no longer be edited, the rest of the work is kept. */
export function withoutBegun(drafts: readonly PhaseDraft[], coming: readonly Phase[]): PhaseDraft[] {
  const ids = new Set(coming.map((phase) => phase.id))
  return drafts.filter((draft) => draft.id === null || ids.has(draft.id))
}

/** What stands in the way of saving `draft`, or `null`. */
export function draftFault(draft: PhaseDraft): DraftFault | null {
  const { minutes } = draft
  if (!Number.isFinite(minutes) || minutes <= 0 || minutes > LIMITS.phaseMinutes) return 'minutes'
  return graphemeCount(draft.title) > LIMITS.title ? 'title' : null
}

export function totalMinutes(drafts: readonly PhaseDraft[]): Minutes {
  return drafts.reduce((sum, draft) => sum + (Number.isFinite(draft.minutes) ? draft.minutes : 0), 0)
}

/** The command that makes the coming agenda read as the drafts do. */
export function editCommand(drafts: readonly PhaseDraft[]): CommandInput & { readonly type: 'agenda.edit' } {
  return {
    type: 'agenda.edit',
    phases: drafts.map(({ id, kind, title, minutes, hidden, gate, votes, summary, auto }) => ({
      ...(id === null ? {} : { id }),
      kind,
      title: normaliseLine(title) || null,
      minutes,
      hidden,
      gate,
      votes,
      summary,
      auto,
    })),
  }
}
