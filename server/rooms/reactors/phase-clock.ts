import { currentPhase } from '#shared/domain/lookup.ts'
import type { Outage } from '#shared/domain/state.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import type { Log, Runtime } from '../../runtime.ts'
import type { Room, RoomListener } from '../room.ts'

/** How soon an overdue phase looks again at a gate that was closed at zero: people leave without any event. */
const LOOK_AGAIN: Millis = 2 * SECOND

/** When the server was not there; `server/upkeep/uptime-mark.ts` knows. */
export interface Outages {
  readonly outages: readonly Outage[]
  listen(hear: (outage: Outage) => void): () => void
}

interface ClockDeps {
  readonly runtime: Runtime
  readonly log: Log
  readonly uptime: Outages
}

/**
 * Moves on at zero, in phases that ask for it and whose gate is open, by a command like anybody's. The deadline is the
 * state's own `endsAt`, so a room that was reopened goes on where it stood, after the time of outages was given back (F-38).
 */
export class PhaseClock implements RoomListener {
  readonly #room: Room
  readonly #deps: ClockDeps
  readonly #stopListening: () => void
  #disarm: () => void = () => undefined
  /** outages being counted; until they are, the deadline is not the true one */
  #counting = 0
  #closed = false

  constructor(room: Room, deps: ClockDeps) {
    this.#room = room
    this.#deps = deps
    this.#stopListening = deps.uptime.listen((outage) => void this.#giveBack(outage))
    for (const outage of deps.uptime.outages) if (this.#concerns(outage)) void this.#giveBack(outage)
    this.#arm()
  }

  committed(): void {
    this.#arm()
  }

  close(): void {
    this.#closed = true
    this.#stopListening()
    this.#disarm()
  }

  /** The rules decide how much of it counts, and that it counts once. */
  async #giveBack({ from, until }: Outage): Promise<void> {
    if (this.#room.state.status !== 'live') return
    this.#counting++
    this.#disarm()
    await this.#room.dispatch({
      command: { type: 'agenda.recover', from, until },
      actor: { role: 'system' },
      commandId: null,
    })
    this.#counting--
    this.#arm()
  }

  /** Most outages are older than the phase that is on, or were counted before. */
  #concerns({ until }: Outage): boolean {
    const { current, outage } = this.#room.state.agenda
    return current !== null && until > Math.max(current.startedAt, outage?.until ?? 0)
  }

  #arm(): void {
    this.#disarm()
    const { state } = this.#room
    const timer = state.agenda.current?.timer
    if (this.#closed || this.#counting > 0) return
    if (state.status !== 'live' || timer?.kind !== 'running') return
    if (currentPhase(state)?.auto !== true) return
    this.#armIn(Math.max(0, timer.endsAt - this.#deps.runtime.clock.now()))
  }

  #armIn(delay: Millis): void {
    this.#disarm()
    this.#disarm = this.#deps.runtime.timers.after(delay, () => void this.#atZero())
  }

  async #atZero(): Promise<void> {
    const { state, workshopId } = this.#room
    const phase = currentPhase(state)
    const timer = state.agenda.current?.timer
    if (this.#closed || phase === null || timer?.kind !== 'running') return
    // Timers may run a millisecond before their time, and clocks are set back.
    if (timer.endsAt > this.#deps.runtime.clock.now()) return this.#arm()
    const answer = await this.#room.dispatch({
      command: { type: 'agenda.advance', expectedPhaseId: phase.id, force: false },
      actor: { role: 'system' },
      commandId: null,
    })
    if (answer.ok || this.#closed) return
    if (answer.error.code === 'gate_closed') this.#armIn(LOOK_AGAIN)
    else this.#deps.log.info({ workshopId, code: answer.error.code }, 'the phase did not move on at zero')
  }
}
