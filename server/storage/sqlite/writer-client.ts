import { Worker } from 'node:worker_threads'
import type { Timers } from '../../runtime.ts'
import { StorageError } from '../ports.ts'
import type { DatabaseOptions } from './database.ts'
import { GroupCommit, type Call } from './group-commit.ts'
import { fromFailure, WRITES } from './writer-protocol.ts'
import type { CallName, Calls, FromWriter, Reply, Request, ToWriter } from './writer-protocol.ts'

/** As much of a logger as is needed here; pino's fits. */
export interface StorageLog {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

interface WriterClientDeps {
  readonly log: StorageLog | undefined
  /** in real time */
  readonly timers: Timers
}

/** The main thread's end of the writer thread. Owns the thread: whoever starts one closes it. */
export class WriterClient {
  readonly #worker: Worker
  readonly #log: StorageLog | undefined
  readonly #waiting = new Map<number, Pick<Call, 'resolve' | 'reject'>>()
  readonly #writes: GroupCommit
  readonly #opened: Promise<void>
  readonly #exited: Promise<void>
  #lastId = 0
  /** reads of this turn */
  #reads: Call[] = []
  /** why no more calls are taken; `null` while they are */
  #over: string | null = null

  private constructor(options: DatabaseOptions, { log, timers }: WriterClientDeps) {
    const { url, execArgv } = writerThread()
    this.#log = log
    this.#writes = new GroupCommit({ timers, send: (calls) => this.#cross(calls) })
    this.#worker = new Worker(url, { workerData: options, execArgv, name: 'storage-writer' })
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#stop('The storage thread has ended.')
        resolve()
      })
    })
    this.#opened = new Promise((resolve, reject) => {
      // The first "call": it is answered by `ready`, and fails like any other when the thread dies.
      this.#waiting.set(0, { resolve: () => resolve(), reject })
    })
    this.#worker.on('message', (message: FromWriter) => this.#receive(message))
    this.#worker.on('error', (error: unknown) => {
      log?.error({ err: error }, 'storage: the writer thread crashed')
      this.#stop(`The storage thread crashed: ${error instanceof Error ? error.message : String(error)}`)
    })
  }

  /** Resolves when the folder is locked and the database open; rejects with `StorageError`, and leaves no thread. */
  static async start(options: DatabaseOptions, deps: WriterClientDeps): Promise<WriterClient> {
    const client = new WriterClient(options, deps)
    try {
      await client.#opened
      return client
    } catch (error) {
      await client.#worker.terminate()
      throw error
    }
  }

  /** Resolves when the writer has answered, for a write after its commit. */
  call<Name extends CallName>(
    name: Name,
    ...args: Parameters<Calls[Name]>
  ): Promise<ReturnType<Calls[Name]>> {
    if (this.#over !== null) return Promise.reject(new StorageError(this.#over))
    return new Promise((resolve, reject) => {
      const call = { name, args, resolve: resolve as (value: unknown) => void, reject }
      if (WRITES[name]) return this.#writes.add(call)
      this.#reads.push(call)
      if (this.#reads.length === 1) setImmediate(() => this.#flushReads())
    })
  }

  /** Everything called before is committed and answered first; calls after it are refused. Idempotent. */
  async close(): Promise<void> {
    if (this.#over === null) {
      this.#over = 'The storage is closed.'
      this.#flushReads()
      this.#writes.flush()
      this.#send({ kind: 'close' })
    }
    await this.#exited
  }

  #flushReads(): void {
    const reads = this.#reads
    this.#reads = []
    if (reads.length > 0) this.#cross(reads)
  }

  /** In one message: waking the other thread costs more than a call. */
  #cross(calls: readonly Call[]): void {
    const requests = calls.map((call) => {
      const id = ++this.#lastId
      this.#waiting.set(id, call)
      return { id, name: call.name, args: call.args } as Request
    })
    this.#send({ kind: 'requests', requests })
  }

  #send(message: ToWriter): void {
    this.#worker.postMessage(message)
  }

  #receive(message: FromWriter): void {
    switch (message.kind) {
      case 'ready':
        return this.#settle({ id: 0, ok: true, value: undefined })
      case 'not-opened':
        return this.#settle({ id: 0, ok: false, failure: message.failure })
      case 'replies':
        return message.replies.forEach((reply) => this.#settle(reply))
      case 'trouble':
        return this.#log?.warn({}, `storage: ${message.message}`)
    }
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (reply.ok) waiting?.resolve(reply.value)
    else waiting?.reject(fromFailure(reply.failure))
  }

  #stop(reason: string): void {
    this.#over ??= reason
    const waiting = [...this.#waiting.values(), ...this.#reads]
    this.#waiting.clear()
    this.#reads = []
    this.#writes.stop(new StorageError(reason))
    for (const { reject } of waiting) reject(new StorageError(reason))
  }
}

/** The thread's program: beside this file when built; from the sources it has to learn TypeScript first. */
function writerThread(): { readonly url: URL; readonly execArgv: string[] } {
  const beside = (file: string) => new URL(file, import.meta.url)
  if (!import.meta.url.endsWith('.ts')) return { url: beside('writer-thread.js'), execArgv: [] }
  return {
    url: beside('writer-thread.ts'),
    execArgv: ['--import', beside('typescript-in-threads.mjs').href],
  }
}
