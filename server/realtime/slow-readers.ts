import { SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../runtime.ts'
import type { Connection } from './socket-types.ts'

/** Real time. */
const LOOK_EVERY: Millis = SECOND
/** Bytes that wait behind the message being sent. Coming back with `since` costs less than that. */
const MOST_WAITING = 1024 * 1024
/** Real time for what is being sent: a large room's snapshot (1 MB) still passes at half a megabit a second. */
const PATIENCE: Millis = 20 * SECOND
/** Real time in which the network took nothing at all of what waits: with the looks between, cut within 10 s (G-16). */
const STANDSTILL: Millis = 8 * SECOND

interface Options {
  readonly runtime: Runtime
  readonly connections: () => Iterable<Connection>
  readonly cut: (connection: Connection) => void
}

/**
 * Cuts off who does not take what is sent to them, before it costs the others memory (F-33). Nothing is lost: every event
 * can be asked for again.
 */
export class SlowReaders {
  readonly #options: Options
  readonly #behind = new WeakMap<Connection, Behind>()
  readonly #gone = new WeakSet<Connection>()
  #cancel: () => void = () => undefined

  constructor(options: Options) {
    this.#options = options
    this.#lookLater()
  }

  close(): void {
    this.#cancel()
  }

  #lookLater(): void {
    const { clock, timers } = this.#options.runtime
    this.#cancel = timers.after(realTime(clock, LOOK_EVERY), () => {
      for (const connection of [...this.#options.connections()])
        if (!this.#gone.has(connection)) this.#look(connection)
      this.#lookLater()
    })
  }

  #look(connection: Connection): void {
    const { clock } = this.#options.runtime
    const { sending, waiting, taken } = backlogOf(connection)
    if (sending + waiting === 0) {
      this.#behind.delete(connection)
      return
    }
    const now = clock.now()
    const before = this.#behind.get(connection) ?? { since: now, taken, takenAt: now }
    const behind = before.taken === taken ? before : { ...before, taken, takenAt: now }
    this.#behind.set(connection, behind)
    const over = (since: Millis, patience: Millis) => now - since >= realTime(clock, patience)
    if (waiting <= MOST_WAITING && !over(behind.since, PATIENCE) && !over(behind.takenAt, STANDSTILL)) return
    this.#gone.add(connection)
    this.#options.cut(connection)
    hangUp(connection)
  }
}

interface Behind {
  readonly since: Millis
  /** how far the network was, and since when it is there */
  readonly taken: string
  readonly takenAt: Millis
}

interface Outgoing {
  readonly writeBuffer: readonly { readonly data?: string | { readonly length: number } }[]
  readonly transport: {
    readonly socket?: {
      readonly bufferedAmount?: number
      terminate?(): void
      readonly _socket?: { readonly _handle?: Handle | null } | null
    }
  }
}

/** Node's own, private: the one place that shows that a part of a large message has gone. */
interface Handle {
  /** bytes given to the system, and of those the bytes it has not taken */
  readonly bytesWritten?: number
  readonly writeQueueSize?: number
}

/** Bytes given to the network and not taken by it yet, bytes waiting behind those, and a mark that moves when it takes any. */
function backlogOf({ conn }: Connection) {
  const { writeBuffer, transport } = conn as unknown as Outgoing
  const handle = transport.socket?._socket?._handle
  return {
    sending: transport.socket?.bufferedAmount ?? 0,
    waiting: writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0),
    taken: `${handle?.bytesWritten} ${handle?.writeQueueSize}`,
  }
}

/** Without a goodbye: it would wait behind everything else. */
function hangUp(connection: Connection): void {
  const { transport } = connection.conn as unknown as Outgoing
  if (transport.socket?.terminate) transport.socket.terminate()
  else connection.conn.close(true)
}
