import type { TakeSeat } from '#shared/domain/slices/roster.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import { KNOCK_LIMITS, type WaitingKnock } from '#shared/protocol/knocks.ts'
import { MINUTE, SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../runtime.ts'

/** Real time without asking after which somebody has gone. A hidden page may be woken only once a minute. */
const GONE: Millis = 3 * MINUTE
/** Real time for which a refusal holds: long enough to be no game, short enough to mend a slip. */
const DECLINED: Millis = 5 * MINUTE
/** Real time between looks at who has gone. */
const LOOK: Millis = 30 * SECOND

/** Somebody who asks to come in. `id` is their seat's, once there is one. */
export interface Knock extends WaitingKnock {
  /** what gives them the seat, but for a facilitator's word */
  readonly asked: TakeSeat
  /** where the asking came from, to share the places; never told to anybody */
  readonly network: string
}

export type Standing = 'waiting' | 'declined'

interface Entry {
  readonly knock: Knock
  /** `entering`: being let in, which the disk has not yet confirmed */
  standing: Standing | 'entering'
  /** when they asked last, or were declined */
  at: Millis
}

/**
 * Who waits at guarded doors. In memory alone: who was never let in leaves nothing on the disk, and a flood writes
 * nothing. After a restart the pages that still wait ask again by themselves.
 */
export class KnockBook {
  readonly #runtime: Runtime
  readonly #changed: (workshopId: WorkshopId) => void
  /** by workshop, then by the hash of the asker's secret, longest first */
  readonly #doors = new Map<WorkshopId, Map<string, Entry>>()
  #stopLooking: (() => void) | null = null

  /** `changed` is told when somebody begins or ceases to wait. */
  constructor(runtime: Runtime, changed: (workshopId: WorkshopId) => void) {
    this.#runtime = runtime
    this.#changed = changed
  }

  /** Who waits, longest first. */
  waiting(workshopId: WorkshopId): readonly Knock[] {
    return this.#entries(workshopId).flatMap(([, { knock, standing }]) =>
      standing === 'waiting' ? [knock] : [],
    )
  }

  /** How the asking stands of who holds the secret with this hash, who is heard of by this; `null` when they never asked. */
  hear(workshopId: WorkshopId, hash: string): { readonly standing: Standing; readonly since: Millis } | null {
    const entry = this.#doors.get(workshopId)?.get(hash)
    if (entry === undefined || this.#isOver(entry)) return null
    if (entry.standing !== 'declined') entry.at = this.#runtime.clock.now()
    return { standing: entry.standing === 'declined' ? 'declined' : 'waiting', since: entry.knock.since }
  }

  /** Somebody new waits; `false`, and nobody is pushed out for it, when too many do already. */
  add(workshopId: WorkshopId, hash: string, knock: Knock): boolean {
    this.#sweep(workshopId)
    const waiting = this.waiting(workshopId)
    const alike = waiting.filter(({ network }) => network === knock.network)
    if (waiting.length >= KNOCK_LIMITS.waiting || alike.length >= KNOCK_LIMITS.ofOneNetwork) return false
    const door = this.#doors.get(workshopId) ?? new Map<string, Entry>()
    this.#doors.set(workshopId, door)
    door.set(hash, { knock, standing: 'waiting', at: this.#runtime.clock.now() })
    this.#stopLooking ??= this.#lookLater()
    this.#changed(workshopId)
    return true
  }

  /**
   * Who waits under `id` is let in by `seat`, which answers what was in the way, or `null`: then they wait no more, and else
   * as before. Meanwhile nobody else can answer them. `undefined` when nobody waits under `id`.
   */
  async admit<T>(
    workshopId: WorkshopId,
    id: ParticipantId,
    seat: (knock: Knock, hash: string) => Promise<T | null>,
  ): Promise<T | null | undefined> {
    const found = this.#find(workshopId, id)
    if (found === undefined) return undefined
    const [hash, entry] = found
    entry.standing = 'entering'
    let seated = false
    try {
      const refusal = await seat(entry.knock, hash)
      seated = refusal === null
      return refusal
    } finally {
      if (seated) this.#doors.get(workshopId)?.delete(hash)
      else entry.standing = 'waiting'
      this.#changed(workshopId)
    }
  }

  /** Who waits under `id` is told that they cannot come in; `false` when nobody does. */
  decline(workshopId: WorkshopId, id: ParticipantId): boolean {
    const found = this.#find(workshopId, id)
    if (found === undefined) return false
    const [hash, entry] = found
    const door = this.#doors.get(workshopId)
    // to the end, so that of many refusals the oldest are forgotten first
    door?.delete(hash)
    door?.set(hash, { ...entry, standing: 'declined', at: this.#runtime.clock.now() })
    this.#changed(workshopId)
    return true
  }

  /** The door is no longer guarded: nobody waits at it, and refusals are forgotten. */
  clear(workshopId: WorkshopId): void {
    if (this.#doors.delete(workshopId)) this.#changed(workshopId)
  }

  close(): void {
    this.#stopLooking?.()
  }

  #entries(workshopId: WorkshopId): readonly (readonly [string, Entry])[] {
    return [...(this.#doors.get(workshopId) ?? [])]
  }

  #find(workshopId: WorkshopId, id: ParticipantId): readonly [string, Entry] | undefined {
    return this.#entries(workshopId).find(
      ([, { knock, standing }]) => knock.id === id && standing === 'waiting',
    )
  }

  #isOver({ standing, at }: Entry): boolean {
    if (standing === 'entering') return false
    const { clock } = this.#runtime
    return clock.now() - at > realTime(clock, standing === 'declined' ? DECLINED : GONE)
  }

  /** Forgets who has gone, and of the refused all but the latest. */
  #sweep(workshopId: WorkshopId): void {
    const entries = this.#entries(workshopId)
    const declined = entries.filter(([, { standing }]) => standing === 'declined')
    const tooMany = new Set(declined.slice(0, -KNOCK_LIMITS.waiting).map(([hash]) => hash))
    const over = entries.filter(([hash, entry]) => tooMany.has(hash) || this.#isOver(entry))
    const door = this.#doors.get(workshopId)
    for (const [hash] of over) door?.delete(hash)
    if (door?.size === 0) this.#doors.delete(workshopId)
    if (over.some(([, { standing }]) => standing === 'waiting')) this.#changed(workshopId)
  }

  #lookLater(): () => void {
    const { clock, timers } = this.#runtime
    return timers.after(realTime(clock, LOOK), () => {
      for (const workshopId of [...this.#doors.keys()]) this.#sweep(workshopId)
      this.#stopLooking = this.#doors.size === 0 ? null : this.#lookLater()
    })
  }
}
