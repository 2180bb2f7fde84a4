import { isId, type WorkshopId } from '#shared/ids.ts'
import { readLocalJson, writeLocal } from '../connection/local-store.ts'

/** A workshop this browser has opened. No secret: the right to enter is in a cookie. */
export interface OpenedHere {
  readonly workshopId: WorkshopId
  readonly title: string
}

const KEY = 'yoriai.opened'
/** A community's year of monthly meetings; more than that is an archive, not a way back. */
const MOST = 12

/** The way back to one's own consoles when the tab was closed. Newest first. */
export class OpenedHereList {
  #all = $state.raw<readonly OpenedHere[]>(read())

  get all(): readonly OpenedHere[] {
    return this.#all
  }

  add(opened: OpenedHere): void {
    this.#keep([opened, ...this.#all.filter((one) => one.workshopId !== opened.workshopId)].slice(0, MOST))
  }

  remove(workshopId: WorkshopId): void {
    this.#keep(this.#all.filter((one) => one.workshopId !== workshopId))
  }

  #keep(all: readonly OpenedHere[]): void {
    this.#all = all
    writeLocal(KEY, all.length === 0 ? null : JSON.stringify(all))
  }
}

function read(): OpenedHere[] {
  const kept = readLocalJson(KEY)
  return Array.isArray(kept) ? kept.filter(isOpenedHere) : []
}

function isOpenedHere(kept: unknown): kept is OpenedHere {
  if (typeof kept !== 'object' || kept === null) return false
  const { workshopId, title } = kept as Record<string, unknown>
  return typeof workshopId === 'string' && isId(workshopId) && typeof title === 'string'
}
