import type { ParticipantId, PhaseId, TeamId } from '#shared/ids.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { Millis } from '#shared/time.ts'

/** One thing that happened, told to the facilitator. `key` is the same however often it is derived. */
export type LogEntry = { readonly key: string; readonly at: Millis } & (
  | { readonly kind: 'began'; readonly phaseId: PhaseId }
  | { readonly kind: 'undone' | 'wentBack'; readonly phaseId: PhaseId }
  | { readonly kind: 'forced'; readonly phaseId: PhaseId; readonly reason: string }
  | { readonly kind: 'ended' | 'gathered' | 'revealed' | 'voted' | 'paused' | 'resumed' }
  | { readonly kind: 'outage'; readonly seconds: number }
  | { readonly kind: 'teamsFormed'; readonly count: number }
  | { readonly kind: 'seated'; readonly participantIds: readonly ParticipantId[] }
  | { readonly kind: 'left'; readonly participantId: ParticipantId }
  | { readonly kind: 'returned'; readonly participantId: ParticipantId; readonly away: Millis }
  | { readonly kind: 'called'; readonly participantId: ParticipantId; readonly teamId: TeamId | null }
  | { readonly kind: 'announced'; readonly text: string }
  | { readonly kind: 'nudged'; readonly participantIds: readonly ParticipantId[] }
  | { readonly kind: 'presenting'; readonly teamId: TeamId }
  | { readonly kind: 'frozen' | 'thawed' | 'doorClosed' | 'doorGuarded' | 'doorOpened' }
  | { readonly kind: 'restored'; readonly teamId: TeamId; readonly takenAt: Millis }
)

const DOOR_KINDS = { open: 'doorOpened', guarded: 'doorGuarded', closed: 'doorClosed' } as const

/** Arrivals and nudges this close together are told as one. */
const TOGETHER: Millis = 60_000

/** What the state itself remembers, with its times: this much of the log survives a reload. */
export function rememberedEntries(state: WorkshopState): LogEntry[] {
  const { agenda } = state
  // a gate is forced in the same moment in which the next phase begins, but before it
  const entries = state.forcedGates.map(({ phaseId, reason, at }): LogEntry => ({
    key: `forced:${phaseId}:${at}`,
    at,
    kind: 'forced',
    phaseId,
    reason,
  }))
  for (const [id, at] of Object.entries(agenda.enteredAt)) entries.push(began(id as PhaseId, at))
  if (agenda.current !== null && !wentBack(state)) {
    entries.push(began(agenda.current.phaseId, agenda.current.startedAt))
  }
  if (agenda.endedAt !== null) entries.push({ key: 'ended', at: agenda.endedAt, kind: 'ended' })
  if (agenda.outage !== undefined) {
    const { from, until } = agenda.outage
    const seconds = Math.max(1, Math.round((until - from) / 1_000))
    entries.push({ key: `outage:${until}`, at: until, kind: 'outage', seconds })
  }
  if (state.gatheredAt !== null) {
    entries.push({ key: `gathered:${state.gatheredAt}`, at: state.gatheredAt, kind: 'gathered' })
  }
  for (const { participantId, teamId, at } of state.calls) {
    entries.push({ key: `called:${participantId}:${at}`, at, kind: 'called', participantId, teamId })
  }
  for (const { id, text, at } of state.announcements) {
    entries.push({ key: `announced:${id}`, at, kind: 'announced', text })
  }
  for (const { participantId, at } of state.nudges) {
    entries.push({
      key: `nudged:${participantId}:${at}`,
      at,
      kind: 'nudged',
      participantIds: [participantId],
    })
  }
  for (const { teamId, board, takenAt, at } of state.restores ?? []) {
    entries.push({ key: `restored:${teamId}/${board}:${at}`, at, kind: 'restored', teamId, takenAt })
  }
  for (const { id, seatedAt } of state.participants) {
    entries.push({ key: `seated:${id}`, at: seatedAt, kind: 'seated', participantIds: [id] })
  }
  return entries
}

/** What changed from one state to the next that no field remembers the time of; it happened about `now`. */
export function changedEntries(before: WorkshopState, after: WorkshopState, now: Millis): LogEntry[] {
  const entries: LogEntry[] = []
  const was = before.agenda.current
  const is = after.agenda.current
  if (is !== null && was !== null && is.phaseId !== was.phaseId) {
    if (before.agenda.lastMove !== null && after.agenda.lastMove === null) {
      entries.push({ key: `undone:${now}`, at: now, kind: 'undone', phaseId: is.phaseId })
    } else if (wentBack(after)) {
      entries.push({
        key: `wentBack:${is.startedAt}`,
        at: is.startedAt,
        kind: 'wentBack',
        phaseId: is.phaseId,
      })
    }
  }
  if (is !== null && was !== null && is.phaseId === was.phaseId && is.timer.kind !== was.timer.kind) {
    const kind = is.timer.kind === 'paused' ? 'paused' : 'resumed'
    entries.push({ key: `${kind}:${now}`, at: now, kind })
  }
  if (is !== null && is.phaseId === was?.phaseId) {
    const shown = (list: WorkshopState) => list.revealedPhases.includes(is.phaseId)
    if (shown(after) && !shown(before)) entries.push({ key: `revealed:${now}`, at: now, kind: 'revealed' })
    const counted = (list: WorkshopState) => list.votesShown.includes(is.phaseId)
    if (counted(after) && !counted(before)) entries.push({ key: `voted:${now}`, at: now, kind: 'voted' })
  }
  if (after.frozen !== before.frozen) {
    const kind = after.frozen ? 'frozen' : 'thawed'
    entries.push({ key: `${kind}:${now}`, at: now, kind })
  }
  if (after.door !== before.door) {
    const kind = DOOR_KINDS[after.door]
    entries.push({ key: `${kind}:${now}`, at: now, kind })
  }
  const ids = (list: WorkshopState) => list.teams.map((team) => team.id).join()
  if (after.teams.length > 0 && ids(after) !== ids(before)) {
    entries.push({ key: `teamsFormed:${now}`, at: now, kind: 'teamsFormed', count: after.teams.length })
  }
  const { teamId } = after.share
  if (teamId !== null && teamId !== before.share.teamId) {
    entries.push({ key: `presenting:${teamId}:${now}`, at: now, kind: 'presenting', teamId })
  }
  return entries
}

/**
 * Newest first (of the same moment, the one noticed last), with people who arrived or were nudged within a minute of
 * each other told as one, at most `limit`.
 */
export function tellable(entries: Iterable<LogEntry>, limit: number): LogEntry[] {
  const told: LogEntry[] = []
  for (const entry of [...entries].reverse().sort((a, b) => b.at - a.at)) {
    const last = told.at(-1)
    const together = last !== undefined && last.at - entry.at < TOGETHER
    if (together && last.kind === 'seated' && entry.kind === 'seated') {
      told[told.length - 1] = { ...last, participantIds: [...entry.participantIds, ...last.participantIds] }
    } else if (together && last.kind === 'nudged' && entry.kind === 'nudged') {
      told[told.length - 1] = { ...last, participantIds: [...entry.participantIds, ...last.participantIds] }
    } else if (told.length === limit) {
      break
    } else {
      told.push(entry)
    }
  }
  return told
}

function began(phaseId: PhaseId, at: Millis): LogEntry {
  return { key: `began:${phaseId}:${at}`, at, kind: 'began', phaseId }
}

/** Whether the current phase was reached by the last move, and that move went back. */
function wentBack({ agenda: { phases, current, lastMove } }: WorkshopState): boolean {
  if (current === null || lastMove === null || lastMove.at !== current.startedAt) return false
  const place = (id: PhaseId) => phases.findIndex((phase) => phase.id === id)
  return place(current.phaseId) < place(lastMove.before.phaseId)
}
