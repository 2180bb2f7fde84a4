import type { Millis } from '#shared/time.ts'
import type { Timers } from '../../runtime.ts'
import type { StorageHealth } from '../ports.ts'
import { isDiskFailure, isOutOfSpace } from './database.ts'
import type { Store } from './store.ts'
import { toFailure, WRITES } from './writer-protocol.ts'
import type { Calls, Reply, Request } from './writer-protocol.ts'

/** A batch ends here so that nobody waits long for a commit, and a commit stays small beside the log's size limit. */
const BATCH_RECORDS = 500
const BATCH_BYTES = 1024 * 1024

/**
 * Real ms between two commits. A commit costs some 60 µs of processor and a sync of the disk whatever is in it, so under
 * load fewer and fuller ones serve everybody; a lone request still goes at once.
 */
const REST: Millis = 2

export interface WriterOptions {
  /** opens the store: at the start, and again after the disk failed, then looking closely */
  readonly open: (afterFailure: boolean) => Store
  /** gives up the reserve on a full disk; `false` when there is nothing to give */
  readonly makeRoom?: () => boolean
  readonly reply: (replies: readonly Reply[]) => void
  readonly trouble: (message: string) => void
  readonly timers: Timers
}

/**
 * Group commit: requests that arrive while a commit blocks the thread, or soon after, are the next batch. A lone request
 * is committed at once, a crowd shares its commits.
 *
 * A turn answers the reads of its batch first, from what is committed, and then commits the writes in one transaction.
 * So a read never waits for a commit, never splits a batch, and never sees what a crash could take back.
 */
export class Writer {
  readonly #options: WriterOptions
  #store: Store | null
  #queue: Request[] = []
  #turnIsComing = false
  /** a commit was a moment ago: writes wait for others to join them, reads do not */
  #resting = false
  #saving = true

  /** Opens the store; throws when that fails. */
  constructor(options: WriterOptions) {
    this.#options = options
    this.#store = options.open(false)
  }

  accept(requests: readonly Request[]): void {
    this.#queue.push(...requests)
    this.#scheduleTurn()
  }

  /** Commits and answers everything accepted. */
  flush(): void {
    while (this.#queue.length > 0) this.#turn(batchLength(this.#queue))
  }

  /** The same, then closes the store. */
  close(): void {
    this.flush()
    this.#store?.close()
    this.#store = null
  }

  /** After the messages that have already reached this thread: `setImmediate` runs when they are all delivered. */
  #scheduleTurn(): void {
    if (this.#turnIsComing) return
    this.#turnIsComing = true
    setImmediate(() => {
      this.#turnIsComing = false
      this.#turn(this.#resting ? 0 : batchLength(this.#queue))
      if (this.#queue.length > 0 && !this.#resting) this.#scheduleTurn()
    })
  }

  /** All reads, and what is to be written of the first `length` requests. */
  #turn(length: number): void {
    const isRead = ({ name }: Request) => !WRITES[name]
    const reads = this.#queue.filter(isRead)
    const writes = this.#queue.slice(0, length).filter((request) => !isRead(request))
    this.#queue = this.#queue.slice(length).filter((request) => !isRead(request))
    if (reads.length > 0) this.#options.reply(reads.map((request) => this.#read(request)))
    if (writes.length === 0) return
    this.#options.reply(this.#commit(writes))
    this.#rest()
  }

  #rest(): void {
    this.#resting = true
    this.#options.timers.after(REST, () => {
      this.#resting = false
      if (this.#queue.length > 0) this.#scheduleTurn()
    })
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
      if (!isOutOfSpace(error)) this.#letGo()
    }
  }

  #commit(writes: readonly Request[]): readonly Reply[] {
    try {
      return this.#commitWithRoom(writes)
    } catch (error) {
      const failure = toFailure(error)
      this.#saving = false
      this.#options.trouble(`${writes.length} writes failed: ${failure.message}`)
      // A full disk has taken nothing, and what is there can be read on; anything else ends this look at the disk.
      if (!isOutOfSpace(error)) this.#letGo()
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
    try {
      const replies = store.atomic(() => writes.map((request) => write(store, request)))
      this.#saving = true
      return replies
    } catch (error) {
      store.forget()
      throw error
    }
  }

  #openStore(): Store {
    this.#store ??= this.#options.open(true)
    return this.#store
  }

  /**
   * After a failed sync the operating system may have forgotten which pages were never written, so syncing again proves
   * nothing. A fresh start reads the file as it is on the disk.
   */
  #letGo(): void {
    const store = this.#store
    this.#store = null
    try {
      store?.abandon()
    } catch (error) {
      this.#options.trouble(`closing after a failure failed: ${toFailure(error).message}`)
    }
  }
}

/** How many requests from the front of the queue go into one commit; at least one. */
function batchLength(queue: readonly Request[]): number {
  let records = 0
  let bytes = 0
  for (const [index, request] of queue.entries()) {
    for (const record of payload(request)) bytes += record.byteLength
    records += Math.max(1, payload(request).length)
    if (index > 0 && (records > BATCH_RECORDS || bytes > BATCH_BYTES)) return index
  }
  return queue.length
}

function payload(request: Request): readonly Uint8Array[] {
  if (request.name === 'append') return request.args[0].records
  if (request.name === 'saveSnapshot') return [request.args[2]]
  return []
}

/** One write of a batch: what is wrong with it alone undoes it alone; what is wrong with the disk undoes the batch. */
function write(store: Store, request: Request): Reply {
  try {
    const run = () => perform(store.calls, request)
    return { id: request.id, ok: true, value: isPlainAppend(request) ? run() : store.atomic(run) }
  } catch (error) {
    if (isDiskFailure(error)) throw error
    if (!isPlainAppend(request)) store.forget()
    return { id: request.id, ok: false, failure: toFailure(error) }
  }
}

/** It is refused before it writes anything, so it needs no part of its own to undo, which would cost as much again. */
function isPlainAppend(request: Request): boolean {
  return request.name === 'append' && request.args[0].people === undefined
}

/** `Request` pairs each name with its arguments; TypeScript cannot follow that through an indexed call. */
function perform(calls: Calls, { name, args }: Request): unknown {
  return (calls[name] as (...args: readonly unknown[]) => unknown)(...args)
}
