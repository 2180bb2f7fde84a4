import { SvelteSet } from 'svelte/reactivity'
import { hasPosted } from '#shared/domain/progress.ts'
import { ALL_TEAMS, type TeamId } from '#shared/ids.ts'
import { MINUTE, SECOND, type Millis } from '#shared/time.ts'
import type { Announcement } from '#shared/domain/messages.ts'
import type { LiveWorkshop } from '../workshop/live-workshop.svelte.ts'

/** After this a word to all is found in the list alone: it was about what was going on then. */
const STILL_NEW: Millis = 3 * MINUTE

/** What stands above the stage until it is read: the facilitator's words to all, and to oneself. */
export class Notices {
  readonly #workshop: LiveWorkshop
  readonly #read = new SvelteSet<string>()

  constructor(workshop: LiveWorkshop) {
    this.#workshop = workshop
  }

  /** The newest announcement not put away yet. */
  get announcement(): Announcement | null {
    const { state, clock } = this.#workshop
    const newest = state.announcements.at(-1)
    if (newest === undefined || this.#read.has(newest.id)) return null
    return newest.at < clock.tick - STILL_NEW * clock.rate ? null : newest
  }

  /** An outage whose time was given back not long ago, and has not been put away; in whole seconds. */
  get outage(): { readonly seconds: number; readonly putAway: () => void } | null {
    const { state, clock } = this.#workshop
    const { outage } = state.agenda
    if (outage === undefined || state.status !== 'live') return null
    const key = `outage@${outage.until}`
    if (this.#read.has(key) || outage.until < clock.tick - STILL_NEW * clock.rate) return null
    const seconds = Math.max(1, Math.round((outage.until - outage.from) / SECOND))
    return { seconds, putAway: () => void this.#read.add(key) }
  }

  /** A board this person works on was brought back to an earlier moment, not long ago. */
  get restored(): { readonly takenAt: Millis; readonly putAway: () => void } | null {
    const { state, clock, me } = this.#workshop
    const concerns = (teamId: TeamId) => teamId === ALL_TEAMS || teamId === me?.teamId
    const last = state.restores?.findLast(({ teamId }) => concerns(teamId))
    if (last === undefined || state.status !== 'live') return null
    const key = `restored@${last.at}`
    if (this.#read.has(key) || last.at < clock.tick - STILL_NEW * clock.rate) return null
    return { takenAt: last.takenAt, putAway: () => void this.#read.add(key) }
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
