import { LIMITS } from '#shared/text.ts'
import type { Audit } from '../audit.ts'
import type { Connection, RealtimeServer } from './socket-types.ts'

type Raw = Connection['conn']

/** What somebody may send before they are known: one request to come in is some hundred bytes. */
const BYTES = LIMITS.message
/** Messages; each may cost a look at the disk. */
const MESSAGES = 5

/**
 * Watches connections until they belong to somebody. Those that never ask to come in are closed by Socket.IO itself
 * (`connectTimeout`), and so are those that were refused.
 */
export class Threshold {
  readonly #known = new WeakSet<Raw>()
  readonly #audit: Audit

  constructor(io: RealtimeServer, audit: Audit) {
    this.#audit = audit
    io.engine.on('connection', (raw: Raw) => this.#watch(raw))
  }

  /** This one has come in; its own limits count from now on. */
  cross({ conn }: Connection): void {
    this.#known.add(conn)
  }

  #watch(raw: Raw): void {
    let bytes = 0
    let messages = 0
    raw.on('packet', ({ type, data }: { readonly type: string; readonly data?: string | Buffer }) => {
      if (this.#known.has(raw) || type !== 'message') return
      messages++
      bytes += data?.length ?? 0
      if (bytes <= BYTES && messages <= MESSAGES) return
      this.#known.add(raw)
      this.#audit.note('connection.closed', { code: 'not_joined' })
      raw.close(true)
    })
  }
}
