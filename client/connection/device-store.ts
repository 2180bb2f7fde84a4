import { openDB, type IDBPDatabase } from 'idb'

/** What is kept: unacknowledged edits of boards, and commands without an answer. */
const SHELVES = ['kept', 'outbox'] as const
export type Shelf = (typeof SHELVES)[number]

/** Counts the makes of the database; 1 had the boards' shelf alone. */
const MAKE = 2

/**
 * This browser's database, for what has to outlive the page until the server has it. A second copy only: it may be
 * missing (private windows), full or slow to open, so nothing waits for it, and it never throws.
 */
export class DeviceStore {
  #opening: Promise<IDBPDatabase> | null = null

  /** Resolves with whether it is written. `value` is cloned: plain data alone. */
  async put(shelf: Shelf, key: string, value: unknown): Promise<boolean> {
    const written = await this.#within(async (db) => {
      await db.put(shelf, value, key)
      return true
    })
    return written ?? false
  }

  /** Everything whose key begins with `prefix`, in the order of the keys. */
  async all(
    shelf: Shelf,
    prefix: string,
  ): Promise<readonly { readonly key: string; readonly value: unknown }[]> {
    const found = await this.#within(async (db) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
      const { store, done } = db.transaction(shelf)
      const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range), done])
      return keys.map((key, at): { key: string; value: unknown } => ({
        key: key as string,
        value: values[at],
      }))
    })
    return found ?? []
  }

  /** Takes away what lies under `key`, if `only` says so of what lies there now. */
  async remove(shelf: Shelf, key: string, only: (value: unknown) => boolean = () => true): Promise<void> {
    await this.#within(async (db) => {
      const { store, done } = db.transaction(shelf, 'readwrite')
      if (only(await store.get(key))) await store.delete(key)
      await done
    })
  }

  /** `null` when there is no database, or it failed; the next call opens it anew. */
  async #within<T>(run: (db: IDBPDatabase) => Promise<T>): Promise<T | null> {
    try {
      return await run(await (this.#opening ??= this.#open()))
    } catch {
      this.#forget()
      return null
    }
  }

  // async: without IndexedDB the very call throws
  async #open(): Promise<IDBPDatabase> {
    return openDB('yoriai', MAKE, {
      upgrade(db) {
        for (const shelf of SHELVES) if (!db.objectStoreNames.contains(shelf)) db.createObjectStore(shelf)
      },
      // Safari drops the connections of hidden tabs; the next call opens another
      terminated: () => this.#forget(),
      // a tab of a later version waits for this one
      blocking: () => this.#forget(),
    })
  }

  #forget(): void {
    this.#opening?.then(
      (db) => db.close(),
      () => undefined,
    )
    this.#opening = null
  }
}

/** The one store of this page. */
export const deviceStore = new DeviceStore()
