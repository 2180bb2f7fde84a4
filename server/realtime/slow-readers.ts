import { SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../runtime.ts'
import type { Connection } from './socket-types.ts'

/** Real time. */
const LOOK_EVERY: Millis = SECOND
/** Bytes that wait behind the message being sent. Coming back with `since` costs less than that. */
const MOST_WAITING = 1024 * 1024
/** Real time for what is being sent: a large room's snapshot (1 MB) still passes at half a megabit a second. */
const PATIENCE: Millis = 20 * SECOND

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
  readonly #behindSince = new WeakMap<Connection, Millis>()
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
    const { sending, waiting } = backlogOf(connection)
    if (sending + waiting === 0) {
      this.#behindSince.delete(connection)
      return
    }
    const now = clock.now()
    const since = this.#behindSince.get(connection) ?? now
    this.#behindSince.set(connection, since)
    if (waiting <= MOST_WAITING && now - since < realTime(clock, PATIENCE)) return
    this.#gone.add(connection)
    this.#options.cut(connection)
    hangUp(connection)
  }
}

interface Outgoing {
  readonly writeBuffer: readonly { readonly data?: string | { readonly length: number } }[]
  readonly transport: { readonly socket?: { readonly bufferedAmount?: number; terminate?(): void } }
}

/** Bytes given to the network and not taken by it yet, and bytes waiting behind those. */
function backlogOf({ conn }: Connection): { readonly sending: number; readonly waiting: number } {
  const { writeBuffer, transport } = conn as unknown as Outgoing
  return {
    sending: transport.socket?.bufferedAmount ?? 0,
    waiting: writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0),
  }
}

/** Without a goodbye: it would wait behind everything else. */
function hangUp(connection: Connection): void {
  const { transport } = connection.conn as unknown as Outgoing
  if (transport.socket?.terminate) transport.socket.terminate()
  else connection.conn.close(true)
}
