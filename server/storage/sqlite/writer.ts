import type { StorageHealth } from '../ports.ts'
import { isDiskFailure, isOutOfSpace } from './database.ts'
import type { Amount } from './journal-table.ts'
import { EVERYTHING, type Store } from './store.ts'
import { isPlain, toFailure, WRITES } from './writer-protocol.ts'
import type { Calls, Reply, Request } from './writer-protocol.ts'

export interface WriterOptions {
  /** opens the store: at the start, and again after the disk failed, then looking closely */
  readonly open: (afterFailure: boolean) => Store
  /** gives up the reserve on a full disk; `false` when there is nothing to give */
  readonly makeRoom?: () => boolean
  readonly reply: (replies: readonly Reply[]) => void
  readonly trouble: (message: string) => void
}

/**
 * Carries out what crosses over, at once: the reads of a message, from what is committed, then its writes in one
 * transaction. How much is in a message and how often one comes is up to `GroupCommit`, at the other end.
 */
export class Writer {
  readonly #options: WriterOptions
  #store: Store | null
  #isSettling = false
  #saving = true

  /** Opens the store; throws when that fails. */
  constructor(options: WriterOptions) {
    this.#options = options
    this.#store = options.open(false)
  }

  accept(requests: readonly Request[]): void {
    const reads = requests.filter(({ name }) => !WRITES[name])
    const writes = requests.filter(({ name }) => WRITES[name])
    if (reads.length > 0) this.#options.reply(reads.map((request) => this.#read(request)))
    if (writes.length === 0) return
    this.#options.reply(this.#commit(writes))
    this.#settleSoon()
  }

  /** Puts everything in its place, so that the file can be read by anybody, and closes the store. */
  close(): void {
    this.#settle(EVERYTHING)
    this.#store?.close()
    this.#store = null
  }

  /** A slice at a time, and whatever has arrived in between. */
  #settleSoon(): void {
    if (this.#isSettling || this.#store?.isFilling() !== true) return
    this.#isSettling = true
    setImmediate(() => {
      this.#isSettling = false
      this.#settle()
      this.#settleSoon()
    })
  }

  /** Nobody waits for this; what could not be settled stays committed where it is. */
  #settle(most?: Amount): void {
    try {
      this.#store?.settle(most)
    } catch (error) {
      this.#options.trouble(`settling failed: ${toFailure(error).message}`)
      if (!isOutOfSpace(error)) this.#failed()
    }
  }

  #read(request: Request): Reply {
    try {
      const value = perform(this.#openStore().calls, request)
      return { id: request.id, ok: true, value: request.name === 'health' ? this.#said(value) : value }
    } catch (error) {
      return { id: request.id, ok: false, failure: toFailure(error) }
    }
  }

  /** What the store says of its disk, and whether commits reach it: tried, when the last one did not. */
  #said(health: unknown): StorageHealth {
    if (!this.#saving) this.#probe()
    return { ...(health as StorageHealth), saving: this.#saving }
  }

  #probe(): void {
    try {
      const store = this.#openStore()
      store.atomic(() => store.probe())
      this.#saving = true
    } catch (error) {
      if (!isOutOfSpace(error)) this.#failed()
    }
  }

  #commit(writes: readonly Request[]): readonly Reply[] {
    try {
      return this.#commitWithRoom(writes)
    } catch (error) {
      const failure = toFailure(error)
      this.#saving = false
      this.#options.trouble(`${countWrites(writes)} writes failed: ${failure.message}`)
      // A full disk has taken nothing, and what is there can be read on; anything else ends this look at the disk.
      if (!isOutOfSpace(error)) this.#failed()
      return writes.map(({ id }) => ({ id, ok: false, failure }))
    }
  }

  #commitWithRoom(writes: readonly Request[]): readonly Reply[] {
    try {
      return this.#commitOnce(writes)
    } catch (error) {
      if (!isOutOfSpace(error) || this.#options.makeRoom?.() !== true) throw error
      this.#options.trouble('the disk is full: the reserve is given up, free some space now')
      return this.#commitOnce(writes)
    }
  }

  #commitOnce(writes: readonly Request[]): readonly Reply[] {
    const store = this.#openStore()
    const replies = store.atomic(() => writes.map((request) => write(store, request)))
    this.#saving = true
    return replies
  }

  #openStore(): Store {
    this.#store ??= this.#options.open(true)
    return this.#store
  }

  /**
   * After a failed sync the operating system may have forgotten which pages were never written, so syncing again proves
   * nothing. A fresh start reads the file as it is on the disk.
   */
  #failed(): void {
    this.#saving = false
    const store = this.#store
    this.#store = null
    try {
      store?.abandon()
    } catch (error) {
      this.#options.trouble(`closing after a failure failed: ${toFailure(error).message}`)
    }
  }
}

function countWrites(writes: readonly Request[]): number {
  return writes.reduce((sum, { name, args }) => sum + (name === 'appendAll' ? args[0].streams.length : 1), 0)
}

/** One write of a batch: what is wrong with it alone undoes it alone; what is wrong with the disk undoes the batch. */
function write(store: Store, request: Request): Reply {
  try {
    const run = () => perform(store.calls, request)
    return { id: request.id, ok: true, value: isPlainAppend(request) ? run() : store.atomic(run) }
  } catch (error) {
    if (isDiskFailure(error)) throw error
    return { id: request.id, ok: false, failure: toFailure(error) }
  }
}

/** It is refused before it writes anything, so it needs no part of its own to undo, which would cost as much again. */
function isPlainAppend({ name, args }: Request): boolean {
  return name === 'appendAll' || (name === 'append' && isPlain(args[0]))
}

/** `Request` pairs each name with its arguments; TypeScript cannot follow that through an indexed call. */
function perform(calls: Calls, { name, args }: Request): unknown {
  return (calls[name] as (...args: readonly unknown[]) => unknown)(...args)
}
