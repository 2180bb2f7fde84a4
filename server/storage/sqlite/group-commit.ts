import type { Millis } from '#shared/time.ts'
import type { Timers } from '../../runtime.ts'
import type { StorageError, JournalEntry } from '../ports.ts'
import { packAppends } from './packed-appends.ts'
import { fromFailure, isPlain, type CallName, type Refusal } from './writer-protocol.ts'

/** A batch ends here so that nobody waits long for a commit, and a commit stays small beside the log's size limit. */
const BATCH_RECORDS = 500
const BATCH_BYTES = 1024 * 1024

/**
 * Real ms from one batch to the next, a write waits half of it on average. Crossing to the other thread and back,
 * and a commit there, cost some 100 µs of processor and a sync of the disk whatever is in it, so under load fewer and fuller
 * ones serve everybody; a lone write still goes at once.
 */
const REST: Millis = 3

/** A call on its way, and who waits for its answer. */
export interface Call {
  readonly name: CallName
  readonly args: readonly unknown[]
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

interface Write extends Call {
  /** what it adds to a batch */
  readonly records: readonly Uint8Array[]
  /** set when it can cross packed with others */
  readonly plain: JournalEntry | null
}

export interface GroupCommitOptions {
  /** The calls cross together, and in one transaction. */
  readonly send: (calls: readonly Call[]) => void
  readonly timers: Timers
}

/**
 * Group commit. One batch is on its way at a time; what is written meanwhile, or within a short rest, is the next. A lone
 * write goes at the end of its turn, a crowd shares its crossings and its commits. Keeps the order of the calls.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions
  #queue: Write[] = []
  /** of the batch on its way, calls that are not yet answered */
  #unanswered = 0
  #resting = false
  #isComing = false

  constructor(options: GroupCommitOptions) {
    this.#options = options
  }

  /** `args` must not change any more; what they hold of bytes counts for the size of the batch. */
  add(call: Call): void {
    const entry = call.name === 'append' ? (call.args[0] as JournalEntry) : null
    const plain = entry && isPlain(entry) ? entry : null
    const bytes = call.name === 'saveSnapshot' ? [call.args[2] as Uint8Array] : []
    this.#queue.push({ ...call, plain, records: entry?.records ?? bytes })
    this.#sendSoon()
  }

  /** Sends everything, without waiting for answers. */
  flush(): void {
    while (this.#queue.length > 0) this.#send()
  }

  /** Fails what has not been sent. */
  stop(error: StorageError): void {
    for (const { reject } of this.#queue.splice(0)) reject(error)
  }

  /** At the end of the turn, so that what is written in it goes together. */
  #sendSoon(): void {
    if (this.#isComing || this.#resting || this.#unanswered > 0 || this.#queue.length === 0) return
    this.#isComing = true
    setImmediate(() => {
      this.#isComing = false
      if (this.#queue.length > 0) this.#send()
    })
  }

  #send(): void {
    const calls = packed(this.#queue.splice(0, batchLength(this.#queue)))
    this.#unanswered += calls.length
    this.#resting = true
    this.#options.timers.after(REST, () => {
      this.#resting = false
      this.#sendSoon()
    })
    const answered = () => {
      this.#unanswered -= 1
      this.#sendSoon()
    }
    this.#options.send(
      calls.map(({ name, args, resolve, reject }) => ({
        name,
        args,
        resolve: (value) => (resolve(value), answered()),
        reject: (error) => (reject(error), answered()),
      })),
    )
  }
}

/** How many writes from the front of the queue go into one commit; at least one. */
function batchLength(queue: readonly Write[]): number {
  let count = 0
  let bytes = 0
  for (const [index, { records }] of queue.entries()) {
    for (const { byteLength } of records) bytes += byteLength
    count += Math.max(1, records.length)
    if (index > 0 && (count > BATCH_RECORDS || bytes > BATCH_BYTES)) return index
  }
  return queue.length
}

/** Appends that follow each other become one call. */
function packed(writes: readonly Write[]): readonly Call[] {
  const calls: Call[] = []
  let run: Write[] = []
  const endRun = () => {
    if (run.length > 0) calls.push(appendAll(run))
    run = []
  }
  for (const write of writes) {
    if (write.plain) run.push(write)
    else {
      endRun()
      calls.push(write)
    }
  }
  endRun()
  return calls
}

function appendAll(appends: readonly Write[]): Call {
  return {
    name: 'appendAll',
    args: [packAppends(appends.flatMap(({ plain }) => plain ?? []))],
    resolve(value) {
      const refused = new Map((value as readonly Refusal[]).map(({ index, failure }) => [index, failure]))
      for (const [index, { resolve, reject }] of appends.entries()) {
        const failure = refused.get(index)
        if (failure) reject(fromFailure(failure))
        else resolve(undefined)
      }
    },
    reject(error) {
      for (const { reject } of appends) reject(error)
    },
  }
}
