import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { changedEntries, rememberedEntries, tellable, type LogEntry } from './log-entries.ts'

/** A reload is not worth a line: absences are told once they have lasted this long. */
const AWAY: Millis = 10_000
/** Lines kept on the console; older ones are in the workshop's record. */
const SHOWN = 60

/**
 * What has happened in the room, as far as this console saw it or the state remembers it. Fed with every state and
 * presence; it only ever adds.
 */
export class ConsoleLog {
  #entries: readonly LogEntry[] = []
  readonly #known = new Map<string, LogEntry>()
  readonly #goneSince = new Map<ParticipantId, Millis>()
  #state: WorkshopState | null = null
  #present: ReadonlySet<ParticipantId> | null = null

  /**
   * Takes in the room as it is at `now` and answers what there is to tell, newest first; the same array while nothing
   * is new. Cheap then, so it may be called at every tick.
   */
  see(state: WorkshopState, present: ReadonlySet<ParticipantId>, now: Millis): readonly LogEntry[] {
    const before = this.#known.size
    if (state !== this.#state) {
      if (this.#state !== null) this.#add(changedEntries(this.#state, state, now))
      this.#add(rememberedEntries(state))
      this.#state = state
    }
    if (present !== this.#present) {
      this.#noticePresence(state, this.#present ?? present, present, now)
      this.#present = present
    }
    if (this.#goneSince.size > 0) this.#tellAbsences(now)
    if (this.#known.size !== before) this.#entries = tellable(this.#known.values(), SHOWN)
    return this.#entries
  }

  #noticePresence(
    state: WorkshopState,
    before: ReadonlySet<ParticipantId>,
    after: ReadonlySet<ParticipantId>,
    now: Millis,
  ): void {
    for (const { id } of state.participants) {
      if (before.has(id) && !after.has(id)) this.#goneSince.set(id, now)
      if (!after.has(id)) continue
      const since = this.#goneSince.get(id)
      this.#goneSince.delete(id)
      if (since === undefined || now - since < AWAY) continue
      this.#add([
        { key: `returned:${id}:${now}`, at: now, kind: 'returned', participantId: id, away: now - since },
      ])
    }
  }

  #tellAbsences(now: Millis): void {
    for (const [id, since] of this.#goneSince) {
      if (now - since < AWAY) continue
      this.#add([{ key: `left:${id}:${since}`, at: since, kind: 'left', participantId: id }])
    }
  }

  #add(entries: readonly LogEntry[]): void {
    for (const entry of entries) if (!this.#known.has(entry.key)) this.#known.set(entry.key, entry)
  }
}
