import { SvelteSet } from 'svelte/reactivity'
import { timeLeft } from '#shared/domain/progress.ts'
import { summaryKeeper } from '#shared/domain/summaries.ts'
import { MINUTE } from '#shared/time.ts'
import type { Room } from './room.svelte.ts'

type Asked = Pick<Room, 'workshop' | 'desk'>

/** Whether this person's team is asked for a summary now, may write one, and has none yet. */
export function summaryMissing({ workshop, desk }: Asked): boolean {
  const { state, phase } = workshop
  if (state.status !== 'live' || phase === null || !phase.summary || phase.scope !== 'teams') return false
  if (desk === null || desk.board !== phase.board || !desk.writable) return false
  return desk.client.status !== 'connecting' && desk.client.content.summary.trim() === ''
}

/** Whether half the time of the phase is gone, or more: cards come first, and a summary needs the other half. */
export function pastHalf({ state, phase, clock }: Asked['workshop']): boolean {
  const { current } = state.agenda
  if (current === null || phase === null) return false
  return timeLeft(current.timer, clock.tick) <= (phase.minutes * MINUTE) / 2
}

/**
 * The word in private to who has the team's pen: at half time, and again when a facilitator asks for it before moving
 * on. Each can be put away, and is gone by itself once there is a summary. Nobody is kept from anything.
 */
export class SummaryAsking {
  readonly #room: Asked
  readonly #read = new SvelteSet<string>()

  constructor(room: Asked) {
    this.#room = room
  }

  get due(): boolean {
    const key = this.#key
    return key !== null && !this.#read.has(key)
  }

  putAway(): void {
    const key = this.#key
    if (key !== null) this.#read.add(key)
  }

  get #key(): string | null {
    const { workshop } = this.#room
    const { state, phase, me, myTeam, presence } = workshop
    if (me === null || myTeam === null || phase === null || !summaryMissing(this.#room)) return null
    if (summaryKeeper(myTeam, presence) !== me.id) return null
    const nudge = state.nudges.findLast((one) => one.phaseId === phase.id && one.participantId === me.id)
    if (nudge !== undefined) return `${phase.id}@${nudge.at}`
    return pastHalf(workshop) ? `${phase.id}@half` : null
  }
}
