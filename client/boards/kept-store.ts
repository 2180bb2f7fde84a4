import type { BoardName, TeamId, WorkshopId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { deviceStore } from '../connection/device-store.ts'
import { localKeys, readLocalJson, writeLocal } from '../connection/local-store.ts'
import { readKept, localForm, type Kept } from './kept.ts'

/** Whose edits of what. Nobody else's are ever taken up here. */
export interface KeptFor {
  readonly workshopId: WorkshopId
  /** a seat's participant id; a facilitator without one is `facilitator` */
  readonly seat: string
}

export interface KeptPlace extends KeptFor {
  readonly teamId: TeamId
  readonly board: BoardName
}

const SHELF = 'kept'
const LOCAL = 'yoriai.kept.'
/** A workshop is over long before; what nobody came back for is not kept for ever. */
const OLDEST: Millis = 30 * 24 * 3_600_000

/**
 * Edits the server may not have, on this device: in IndexedDB as one goes along, and in local storage when the page is
 * hidden, which is the last moment there is. A second copy only: nothing waits for it, and it never throws.
 */
export class KeptStore {
  /** Resolves with whether it is written. */
  put(kept: Kept): Promise<boolean> {
    return deviceStore.put(SHELF, kept.key, kept)
  }

  /** The synchronous copy. Returns whether there was room for it. */
  putNow(kept: Kept): boolean {
    return writeLocal(LOCAL + kept.key, JSON.stringify(localForm(kept)))
  }

  /** Everything of one person in a workshop, of this and earlier pages; both copies where there are two. */
  async of({ workshopId, seat }: KeptFor): Promise<Kept[]> {
    const prefix = `${workshopId}/${seat}/`
    const local = localKeys(LOCAL + prefix).flatMap((key) => {
      const kept = readKept(readLocalJson(key))
      return kept ? [kept] : []
    })
    const stored = await deviceStore.all(SHELF, prefix)
    return [...stored.flatMap(({ value }) => readKept(value) ?? []), ...local].filter((kept) =>
      this.#isFresh(kept),
    )
  }

  /** Takes both copies away; not what has been written over since `version`. */
  async remove(key: string, version = Number.POSITIVE_INFINITY): Promise<void> {
    const local = readKept(readLocalJson(LOCAL + key))
    if (!local || local.version <= version) writeLocal(LOCAL + key, null)
    await deviceStore.remove(SHELF, key, (value) => {
      const stored = readKept(value)
      return stored !== null && stored.version <= version
    })
  }

  #isFresh({ key, version, at }: Kept): boolean {
    if (Date.now() - at < OLDEST) return true
    void this.remove(key, version)
    return false
  }
}

/** The one store of this page. */
export const keptStore = new KeptStore()
