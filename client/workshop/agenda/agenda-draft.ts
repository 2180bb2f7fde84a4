import type { CommandInput } from '#shared/domain/commands.ts'
import type { PhaseKind } from '#shared/domain/phases/phase-kind.ts'
import { phaseKind } from '#shared/domain/phases/registry.ts'
import type { Phase, WorkshopState } from '#shared/domain/state.ts'
import type { PhaseId } from '#shared/ids.ts'
import { graphemeCount, hasAtMost, LIMITS, normaliseLine } from '#shared/text.ts'
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
  /** empty means the kind's own words */
  readonly goal: string
  readonly guidance: string
}

export type DraftFault = 'minutes' | 'title' | 'goal' | 'guidance'

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
  return phases.map(draftOf)
}

function draftOf({
  id,
  kind,
  title,
  minutes,
  hidden,
  gate,
  votes,
  summary,
  auto,
  ...own
}: Phase): PhaseDraft {
  return {
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
    goal: own.goal ?? '',
    guidance: own.guidance ?? '',
  }
}

/** A phase of `kind` with the rules the kind brings. `key` must differ from every other draft's. */
export function newDraft(kind: PhaseKind, key: string): PhaseDraft {
  const { defaults } = phaseKind(kind)
  const minutes = NEW_PHASE_MINUTES
  return { key, id: null, kind, title: '', minutes, auto: false, ...defaults, goal: '', guidance: '' }
}

/**
 * The drafts as they stand against an agenda that others edit too: `base` is what they were made from. What was not
 * changed here follows the others; a phase they took out goes, one they added stands where they put it.
 */
export function followed(
  drafts: readonly PhaseDraft[],
  base: readonly PhaseDraft[],
  coming: readonly PhaseDraft[],
): PhaseDraft[] {
  const find = (list: readonly PhaseDraft[], id: PhaseId | null) => list.find((draft) => draft.id === id)
  const kept = drafts.flatMap((draft): PhaseDraft[] => {
    if (draft.id === null) return [draft]
    const [before, now] = [find(base, draft.id), find(coming, draft.id)]
    if (now === undefined) return []
    return [before === undefined ? draft : rebased(draft, before, now)]
  })
  return coming.reduce((list, draft, index) => {
    if (find(base, draft.id) || find(list, draft.id)) return list
    const after = list.findIndex(({ id }) => id !== null && id === coming[index - 1]?.id)
    return list.toSpliced(after + 1, 0, draft)
  }, kept)
}

function rebased(draft: PhaseDraft, before: PhaseDraft, now: PhaseDraft): PhaseDraft {
  const changed = Object.entries(draft).filter(([name, value]) => value !== before[name as keyof PhaseDraft])
  return { ...now, ...Object.fromEntries(changed), key: draft.key, id: draft.id }
}

/** The drafts with the ids that their phases got when they were saved as `saved`; `null` where `coming` is not what was saved. */
export function withIds(
  drafts: readonly PhaseDraft[],
  saved: readonly PhaseDraft[],
  coming: readonly PhaseDraft[],
): PhaseDraft[] | null {
  const fits =
    coming.length === saved.length &&
    saved.every(({ id, kind }, at) => coming[at]?.kind === kind && (id === null || coming[at].id === id))
  if (!fits) return null
  const ids = new Map(saved.map(({ key }, at) => [key, coming[at]?.id ?? null]))
  return drafts.map((draft) => ({ ...draft, id: draft.id ?? ids.get(draft.key) ?? null }))
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
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > LIMITS.phaseMinutes) return 'minutes'
  if (graphemeCount(draft.title) > LIMITS.title) return 'title'
  if (!hasAtMost(normaliseLine(draft.goal), LIMITS.phaseGoal)) return 'goal'
  return hasAtMost(normaliseLine(draft.guidance), LIMITS.phaseGuidance) ? null : 'guidance'
}

export function totalMinutes(drafts: readonly PhaseDraft[]): Minutes {
  return drafts.reduce((sum, draft) => sum + (Number.isFinite(draft.minutes) ? draft.minutes : 0), 0)
}

/** The command that makes the coming agenda read as the drafts do. */
export function editCommand(drafts: readonly PhaseDraft[]): CommandInput & { readonly type: 'agenda.edit' } {
  return {
    type: 'agenda.edit',
    phases: drafts.map(
      ({ id, kind, title, minutes, hidden, gate, votes, summary, auto, goal, guidance }) => ({
        ...(id === null ? {} : { id }),
        kind,
        title: normaliseLine(title) || null,
        minutes,
        hidden,
        gate,
        votes,
        summary,
        auto,
        goal: normaliseLine(goal) || null,
        guidance: normaliseLine(guidance) || null,
      }),
    ),
  }
}
