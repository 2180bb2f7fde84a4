import type { Viewer } from '#shared/domain/slice.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'

/** Who is connected to one workshop. */
interface Page {
  readonly connections: Map<object, Viewer>
  here: ReadonlySet<ParticipantId>
}

const NOBODY: ReadonlySet<ParticipantId> = new Set()

/**
 * Who is connected, by connection object: a late goodbye of a dead connection never touches the new one. It outlives the
 * rooms, so a room that was reopened from disk knows who is here.
 */
export class PresenceBook {
  readonly #pages = new Map<WorkshopId, Page>()
  readonly #changed: (workshopId: WorkshopId) => void

  /** `changed` is told when the set of people, or the number of facilitators, is another one. */
  constructor(changed: (workshopId: WorkshopId) => void) {
    this.#changed = changed
  }

  /** connections of all workshops */
  get entries(): number {
    let entries = 0
    for (const { connections } of this.#pages.values()) entries += connections.size
    return entries
  }

  /** A connection that enters again replaces what was known of it. */
  enter(workshopId: WorkshopId, connection: object, viewer: Viewer): void {
    const page = this.#pages.get(workshopId) ?? { connections: new Map<object, Viewer>(), here: NOBODY }
    this.#pages.set(workshopId, page)
    page.connections.set(connection, viewer)
    this.#recount(workshopId, page)
  }

  leave(workshopId: WorkshopId, connection: object): void {
    const page = this.#pages.get(workshopId)
    if (!page?.connections.delete(connection)) return
    if (page.connections.size === 0) this.#pages.delete(workshopId)
    this.#recount(workshopId, page)
  }

  /** Participants with at least one live connection; several tabs are one person. */
  here(workshopId: WorkshopId): ReadonlySet<ParticipantId> {
    return this.#pages.get(workshopId)?.here ?? NOBODY
  }

  /** Connections that hold the facilitation without a seat. */
  facilitators(workshopId: WorkshopId): number {
    let count = 0
    for (const viewer of this.#pages.get(workshopId)?.connections.values() ?? [])
      if (viewer.role === 'facilitator' && viewer.participantId === null) count++
    return count
  }

  connections(workshopId: WorkshopId): number {
    return this.#pages.get(workshopId)?.connections.size ?? 0
  }

  #recount(workshopId: WorkshopId, page: Page): void {
    const here = new Set<ParticipantId>()
    for (const viewer of page.connections.values())
      if (viewer.role !== 'visitor' && viewer.participantId !== null) here.add(viewer.participantId)
    page.here = here
    this.#changed(workshopId)
  }
}
