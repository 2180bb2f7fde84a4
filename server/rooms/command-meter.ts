import type { Runtime } from '../runtime.ts'
import { TokenBucket, type Allowance } from '../token-bucket.ts'
import type { Key } from './keyring.ts'
import type { Room } from './room.ts'

/**
 * Far above what hands can do, an outbox coming back after a tunnel included (reliability.md S-14). One allowance for
 * all connections of a seat and its HTTP requests: more tabs are not more hands.
 */
const SEAT: Allowance = { perSecond: 10, burst: 40 }
/** A facilitators' link may be shared by several of them, or by a program that runs a workshop. */
const FACILITATION: Allowance = { perSecond: 40, burst: 200 }

/** How many commands each person of a room may still give. Forgotten with the room. */
export class CommandMeter {
  readonly #runtime: Runtime
  readonly #rooms = new WeakMap<Room, Map<string, TokenBucket>>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Counts `commands` of who holds `key`; `false`, and none is counted, when they are too many. */
  take(room: Room, { grant, hash }: Key, commands = 1): boolean {
    const buckets = this.#rooms.get(room) ?? new Map<string, TokenBucket>()
    this.#rooms.set(room, buckets)
    const who = grant.role === 'participant' ? grant.participantId : hash
    const bucket =
      buckets.get(who) ?? new TokenBucket(grant.role === 'participant' ? SEAT : FACILITATION, this.#runtime)
    buckets.set(who, bucket)
    return bucket.take(commands)
  }
}
