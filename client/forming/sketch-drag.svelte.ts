import type { ParticipantId } from '#shared/ids.ts'
import { atRest, type DragItem } from '../workshop/drag-people.ts'
import type { FormingDesk } from './forming-desk.svelte.ts'

/** People being dragged between drawn teams. At rest the zones show the drawing; during a drag what the hand did. */
export class SketchDrag {
  #zones = $state.raw<Readonly<Record<string, readonly DragItem[]>>>({})
  readonly #desk: FormingDesk

  constructor(desk: FormingDesk) {
    this.#desk = desk
  }

  items(zone: string): DragItem[] {
    return [...(this.#zones[zone] ?? atRest(this.#members(zone)))]
  }

  /** The hand is over a zone, or has left it. */
  consider(zone: string, items: readonly DragItem[]): void {
    this.#zones = { ...this.#zones, [zone]: items }
    for (const [over, held] of Object.entries(this.#zones)) {
      const newcomer = this.#newcomer(over, held)
      if (newcomer !== null) return this.#desk.hover({ id: newcomer, over })
    }
    this.#desk.hover(null)
  }

  /** The hand let go; both the zone it came from and the one it came to say so, in no promised order. */
  drop(zone: string, items: readonly DragItem[]): void {
    const newcomer = this.#newcomer(zone, items)
    this.#zones = {}
    this.#desk.hover(null)
    if (newcomer !== null) this.#desk.move(newcomer, zone)
  }

  #members(zone: string): readonly ParticipantId[] {
    return this.#desk.drawing.teams.find(({ key }) => key === zone)?.members ?? []
  }

  #newcomer(zone: string, items: readonly DragItem[]): ParticipantId | null {
    const members = this.#members(zone)
    return items.find(({ participantId }) => !members.includes(participantId))?.participantId ?? null
  }
}
