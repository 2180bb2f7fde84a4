import { currentPhase } from '#shared/domain/lookup.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import type { Log, Runtime } from '../../runtime.ts'
import type { Room, RoomListener } from '../room.ts'

/** How soon an overdue phase looks again at a gate that was closed at zero: people leave without any event. */
const LOOK_AGAIN: Millis = 2 * SECOND

interface ClockDeps {
  readonly runtime: Runtime
  readonly log: Log
}

/**
 * Moves on at zero, in phases that ask for it and whose gate is open, by a command like anybody's. The deadline is the
 * state's own `endsAt`, so a room that was reopened goes on where it stood.
 */
export class PhaseClock implements RoomListener {
  readonly #room: Room
  readonly #deps: ClockDeps
  #disarm: () => void = () => undefined
  #closed = false

  constructor(room: Room, deps: ClockDeps) {
    this.#room = room
    this.#deps = deps
    this.#arm()
  }

  committed(): void {
    this.#arm()
  }

  close(): void {
    this.#closed = true
    this.#disarm()
  }

  #arm(): void {
    this.#disarm()
    const { state } = this.#room
    const timer = state.agenda.current?.timer
    if (this.#closed || state.status !== 'live' || timer?.kind !== 'running') return
    if (currentPhase(state)?.auto !== true) return
    this.#armIn(Math.max(0, timer.endsAt - this.#deps.runtime.clock.now()))
  }

  #armIn(delay: Millis): void {
    this.#disarm()
    this.#disarm = this.#deps.runtime.timers.after(delay, () => void this.#atZero())
  }

  #isOver(): boolean {
    const timer = this.#room.state.agenda.current?.timer
    return timer?.kind === 'running' && timer.endsAt <= this.#deps.runtime.clock.now()
  }

  async #atZero(): Promise<void> {
    const { state, workshopId } = this.#room
    const phase = currentPhase(state)
    if (this.#closed || phase === null) return
    // Timers may be a moment early, and the clock may have been set back.
    if (!this.#isOver()) return this.#arm()
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
