import type { ParticipantId, TeamId } from '#shared/ids.ts'
import { atRest, type DragItem } from '../../workshop/drag-people.ts'

/** Where people without a team stand. */
export const TEAMLESS = 'teamless'
export type ZoneId = TeamId | typeof TEAMLESS

interface Move {
  readonly participantId: ParticipantId
  readonly teamId: TeamId | null
}

/**
 * People being dragged between teams. At rest the zones show what the state says; during a drag, and until the
 * server has answered, what the hand did.
 */
export class TeamDrag {
  #zones = $state.raw<Readonly<Partial<Record<ZoneId, readonly DragItem[]>>>>({})
  readonly #move: (move: Move) => Promise<unknown>

  /** `move` gives the command; the zones go back to the state when it has settled. */
  constructor(move: (move: Move) => Promise<unknown>) {
    this.#move = move
  }

  items(zone: ZoneId, members: readonly ParticipantId[]): DragItem[] {
    return [...(this.#zones[zone] ?? atRest(members))]
  }

  consider(zone: ZoneId, items: readonly DragItem[]): void {
    this.#zones = { ...this.#zones, [zone]: items }
  }

  /** The hand let go. `members` is who was in the zone before. */
  async drop(zone: ZoneId, items: readonly DragItem[], members: readonly ParticipantId[]): Promise<void> {
    this.consider(zone, items)
    const newcomer = items.find((item) => !members.includes(item.participantId))
    if (newcomer === undefined) {
      // the zone someone left keeps its picture until the zone they came to has its answer
      if (items.length === members.length) this.#rest()
      return
    }
    await this.#move({ participantId: newcomer.participantId, teamId: zone === TEAMLESS ? null : zone })
    this.#rest()
  }

  #rest(): void {
    this.#zones = {}
  }
}
