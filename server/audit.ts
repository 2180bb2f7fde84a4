import type { Log, Runtime } from './runtime.ts'
import { TokenBucket, type Allowance } from './token-bucket.ts'

/** What an operator may want to be woken for, or to look up afterwards (reliability.md S-33). */
export type AuditEvent =
  /** the facilitators' secrets were replaced */
  | 'facilitation.renewed'
  | 'code.changed'
  /** the secrets of a community's keepers were replaced */
  | 'keeping.renewed'
  /** a keeper took a facilitators' link of one of the community's workshops */
  | 'keeper.facilitates'
  /** a facilitator gave seats to people who signed up elsewhere */
  | 'people.brought'
  /** a facilitator said who somebody was in an earlier workshop, or took it back */
  | 'person.confirmed'
  | 'person.unconfirmed'
  /** a facilitator answered somebody at a guarded door */
  | 'knock.admitted'
  | 'knock.declined'
  /** these eight stand in the workshop's own log, too: `seq` says where, and there who did it */
  | 'seat.removed'
  | 'facilitator.granted'
  | 'room.frozen'
  | 'room.thawed'
  | 'door.closed'
  | 'door.guarded'
  | 'door.opened'
  | 'board.restored'
  /** a command was answered with a rejection; `code` says by which rule */
  | 'command.refused'
  /** a request was turned away at the door: no right, another site's page, the wrong form */
  | 'request.refused'
  /** somebody was too fast, too many or too large; `code` says which */
  | 'limit.hit'
  /** the server hung up on a connection; `code` says why */
  | 'connection.closed'

/** Ids and codes alone: never names, texts, secrets or addresses. `workshopId` is hashed by the log (`log.ts`). */
export interface AuditFacts {
  readonly workshopId?: string
  readonly participantId?: string | null
  readonly command?: string
  readonly code?: string
  readonly seq?: number
}

/** A flood must not become a flood of lines: beyond this it is only counted, and the next line says how many were not written. */
const LINES: Allowance = { burst: 300, perSecond: 20 }

/** One line a security-relevant event, and counts of them for metrics. */
export class Audit {
  readonly #log: Log
  readonly #lines: TokenBucket
  readonly #counts = new Map<string, number>()
  #unwritten = 0

  constructor(log: Log, runtime: Runtime) {
    this.#log = log
    this.#lines = new TokenBucket(LINES, runtime)
  }

  note(event: AuditEvent, facts: AuditFacts = {}): void {
    const key = facts.code === undefined ? event : `${event} ${facts.code}`
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1)
    if (!this.#lines.take()) {
      this.#unwritten++
      return
    }
    const unwritten = this.#unwritten
    this.#unwritten = 0
    this.#log.info({ audit: event, ...facts, ...(unwritten > 0 ? { unwritten } : {}) }, event)
  }

  /** How often each was noted since the start, by `event` or `event code`. Bounded, because both are fixed words. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }
}
