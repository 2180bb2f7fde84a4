import { isBoardName, type BoardName, type WorkshopId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { readLocalJson, writeLocal } from '../connection/local-store.ts'
import { newId } from '../connection/new-id.ts'

/** Text that came too late for its board, kept for its author until it is used or thrown away. */
export interface DrawerEntry {
  readonly id: string
  readonly text: string
  readonly board: BoardName
  readonly at: Millis
}

/** More than anyone writes in one workshop; the oldest would be dropped first. */
const MOST = 200

class Drawer {
  readonly #key: string
  #entries = $state.raw<readonly DrawerEntry[]>([])

  constructor(workshopId: WorkshopId) {
    this.#key = `yoriai.drawer.${workshopId}`
    this.#entries = readEntries(this.#key)
    // another tab of the same person uses the same drawer
    window.addEventListener('storage', (event) => {
      if (event.key === this.#key) this.#entries = readEntries(this.#key)
    })
  }

  /** Oldest first. */
  get entries(): readonly DrawerEntry[] {
    return this.#entries
  }

  /** Puts text in and returns its id; the same text for the same board is kept once, blank text not at all. */
  add(text: string, board: BoardName): string | null {
    if (text.trim() === '') return null
    const same = this.#entries.find((entry) => entry.board === board && entry.text === text)
    if (same) return same.id
    const entry: DrawerEntry = { id: newId(), text, board, at: Date.now() }
    this.#keep([...this.#entries, entry].slice(-MOST))
    return entry.id
  }

  remove(id: string): void {
    this.#keep(this.#entries.filter((entry) => entry.id !== id))
  }

  #keep(entries: readonly DrawerEntry[]): void {
    this.#entries = entries
    writeLocal(this.#key, entries.length === 0 ? null : JSON.stringify(entries))
  }
}

export type { Drawer }

const drawers = new Map<WorkshopId, Drawer>()

/** The one drawer of a workshop in this tab. */
export function getDrawer(workshopId: WorkshopId): Drawer {
  const known = drawers.get(workshopId)
  if (known) return known
  const drawer = new Drawer(workshopId)
  drawers.set(workshopId, drawer)
  return drawer
}

function readEntries(key: string): DrawerEntry[] {
  const kept = readLocalJson(key)
  return Array.isArray(kept) ? kept.filter(isEntry) : []
}

function isEntry(kept: unknown): kept is DrawerEntry {
  if (typeof kept !== 'object' || kept === null) return false
  const { id, text, board, at } = kept as Record<string, unknown>
  return (
    typeof id === 'string' &&
    typeof text === 'string' &&
    typeof at === 'number' &&
    typeof board === 'string' &&
    isBoardName(board)
  )
}
