import { untrack } from 'svelte'
import type { Introduction, Introductions } from '#shared/domain/introductions.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { getJson } from '../connection/api.ts'
import type { LiveWorkshop } from './live-workshop.svelte.ts'

const NOTHING: Introductions = { people: {}, challenge: null, own: null }

/**
 * What one's team says of itself, and to a facilitator everybody: no event has the words (D11), so they are asked for when one
 * says that there are some.
 */
export class TeamWords {
  readonly #workshop: LiveWorkshop
  #told = $state.raw<Introductions>(NOTHING)
  #asked = 0

  constructor(workshop: LiveWorkshop) {
    this.#workshop = workshop
  }

  /** Changes when the words may read otherwise: other people in the team, or somebody has said something. */
  get key(): string {
    const { state, myTeam, me, viewer, connection } = this.#workshop
    const everybody = viewer.role === 'facilitator'
    const ids = everybody
      ? Object.keys(state.wordsGiven)
      : (myTeam?.members.map(({ participantId }) => participantId) ?? (me === null ? [] : [me.id]))
    const given = ids.map((id) => `${id}:${state.wordsGiven[id as ParticipantId] ?? 0}`)
    return [connection === 'live', myTeam?.id, me?.id, ...given].join(' ')
  }

  get told(): Introductions {
    return this.#told
  }

  of(id: ParticipantId): Introduction | null {
    return this.#told.people[id] ?? null
  }

  /** To be called in an effect: asks whenever there may be something new. */
  follow(): void {
    void this.key
    if (this.#workshop.connection === 'live') untrack(() => void this.refresh())
  }

  /** Asks anew; an answer that a later one has overtaken is dropped, and without one the last stands. */
  async refresh(): Promise<void> {
    const { id, as } = this.#workshop
    const asked = ++this.#asked
    const answer = await getJson<Introductions>(`/api/workshops/${id}/introductions`, { as })
    if (answer.ok && asked === this.#asked) this.#told = answer.value
  }
}
