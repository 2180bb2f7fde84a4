import { currentPhase } from '#shared/domain/lookup.ts'
import type { TeamId } from '#shared/ids.ts'
import type { PulseMessage } from '#shared/protocol/socket.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../../runtime.ts'
import type { Boards } from '../ports.ts'
import type { Commit, Room, RoomListener } from '../room.ts'

/** Seven minutes at a glance: about one listing phase. */
export const BUCKETS = 14
export const BUCKET: Millis = 30 * SECOND
/** Real time between two looks; at most one message each. */
const LOOK_EVERY: Millis = 5 * SECOND

interface PulseDeps {
  readonly boards: Boards
  readonly runtime: Runtime
  /** to the facilitators of this room */
  readonly send: (message: PulseMessage) => void
}

/**
 * Counts what each team contributes (cards and board edits) in buckets of time, newest last, and tells which team that is
 * asked for a summary has none. Volatile: a reopened room begins at zero. Facilitators alone hear of it, at most every five seconds and only when the numbers are others.
 */
export class Pulse implements RoomListener {
  readonly #room: Room
  readonly #deps: PulseDeps
  readonly #teams = new Map<TeamId, number[]>()
  #edits: ReadonlyMap<TeamId, number>
  #bucket: number
  #sent: string
  #cancel: () => void = () => undefined

  constructor(room: Room, deps: PulseDeps) {
    this.#room = room
    this.#deps = deps
    this.#edits = new Map(deps.boards.editCounts(room.workshopId))
    this.#bucket = this.#now()
    this.#sent = JSON.stringify(this.message())
    this.#lookLater()
  }

  committed({ entries }: Commit): void {
    this.#roll()
    for (const { event } of entries)
      if (event.type === 'card.added' || event.type === 'draft.kept') this.#count(event.teamId, 1)
  }

  close(): void {
    this.#cancel()
  }

  /** The numbers as they stand: what a facilitator who has just come is shown. */
  message(): PulseMessage {
    const teams: Record<TeamId, readonly number[]> = {}
    for (const { id } of this.#room.state.teams) teams[id] = [...(this.#teams.get(id) ?? emptyBuckets())]
    return { bucketMs: BUCKET, teams, unsummed: this.#unsummed() }
  }

  #unsummed(): readonly TeamId[] {
    const { state, workshopId } = this.#room
    const phase = currentPhase(state)
    if (state.status !== 'live' || phase === null || phase.board === null || !phase.summary) return []
    const missing = this.#deps.boards.unsummed(workshopId, phase.board)
    return state.teams.map(({ id }) => id).filter((id) => missing.has(id))
  }

  #lookLater(): void {
    const { clock, timers } = this.#deps.runtime
    this.#cancel = timers.after(realTime(clock, LOOK_EVERY), () => {
      this.#look()
      this.#lookLater()
    })
  }

  #look(): void {
    this.#roll()
    const edits = this.#deps.boards.editCounts(this.#room.workshopId)
    for (const [teamId, total] of edits) {
      const known = this.#edits.get(teamId) ?? 0
      // A board that was closed and opened again counts from zero.
      this.#count(teamId, total >= known ? total - known : total)
    }
    this.#edits = new Map(edits)
    const message = this.message()
    const said = JSON.stringify(message)
    if (said === this.#sent) return
    this.#sent = said
    this.#deps.send(message)
  }

  #count(teamId: TeamId, contributions: number): void {
    if (contributions === 0) return
    const buckets = this.#teams.get(teamId) ?? emptyBuckets()
    this.#teams.set(teamId, buckets)
    buckets[BUCKETS - 1] = (buckets[BUCKETS - 1] ?? 0) + contributions
  }

  /** Drops the buckets that time has pushed out. */
  #roll(): void {
    const now = this.#now()
    const passed = Math.min(BUCKETS, now - this.#bucket)
    this.#bucket = now
    if (passed <= 0) return
    for (const [teamId, buckets] of this.#teams)
      this.#teams.set(teamId, [...buckets.slice(passed), ...emptyBuckets().slice(0, passed)])
  }

  #now(): number {
    return Math.floor(this.#deps.runtime.clock.now() / BUCKET)
  }
}

function emptyBuckets(): number[] {
  return Array.from({ length: BUCKETS }, () => 0)
}
