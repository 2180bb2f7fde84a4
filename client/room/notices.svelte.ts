import { SvelteSet } from 'svelte/reactivity'
import { hasPosted } from '#shared/domain/progress.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import type { Announcement } from '#shared/domain/state.ts'
import type { LiveWorkshop } from '../workshop/live-workshop.svelte.ts'

/** Who comes in later than this after a word to all finds it in the list alone. */
const STILL_NEW: Millis = 60 * SECOND

/** What stands above the stage until it is read: the facilitator's words to all, and to oneself. */
export class Notices {
  readonly #workshop: LiveWorkshop
  readonly #read = new SvelteSet<string>()

  constructor(workshop: LiveWorkshop) {
    this.#workshop = workshop
    const { state, clock } = workshop
    for (const { id, at } of state.announcements) if (at < clock.now() - STILL_NEW) this.#read.add(id)
    for (const { phaseId, at } of state.nudges)
      if (at < clock.now() - STILL_NEW) this.#read.add(nudgeKey(phaseId, at))
  }

  /** The newest announcement not put away yet. */
  get announcement(): Announcement | null {
    const newest = this.#workshop.state.announcements.at(-1)
    return newest === undefined || this.#read.has(newest.id) ? null : newest
  }

  putAway(announcement: Announcement): void {
    this.#read.add(announcement.id)
  }

  /** A private word to write one card; gone by itself once there is one. */
  get nudged(): boolean {
    return this.#nudge !== null
  }

  putNudgeAway(): void {
    if (this.#nudge !== null) this.#read.add(this.#nudge)
  }

  get #nudge(): string | null {
    const { state, phase, me } = this.#workshop
    if (phase === null || me === null || state.status !== 'live' || hasPosted(state, phase.id, me.id))
      return null
    const passed = state.passes.some((pass) => pass.phaseId === phase.id && pass.participantId === me.id)
    const last = state.nudges.findLast((nudge) => nudge.phaseId === phase.id && nudge.participantId === me.id)
    if (passed || last === undefined) return null
    const key = nudgeKey(last.phaseId, last.at)
    return this.#read.has(key) ? null : key
  }
}

function nudgeKey(phaseId: string, at: Millis): string {
  return `${phaseId}@${at}`
}
