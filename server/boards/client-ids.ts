import type { Viewer } from '#shared/domain/slice.ts'
import { personOf } from './board-connection.ts'

/** Whose words they are: a participant's id, the facilitators', or the server's own. */
export type Sender = string & { readonly __brand: 'Sender' }

/** The server itself: cards it puts on a board. */
export const SERVER = '' as Sender

/** Everybody who holds only a facilitator link is one person, as far as the server can tell. */
export function senderOf(viewer: Viewer): Sender {
  return (personOf(viewer) ?? viewer.role) as Sender
}

/**
 * Which Yjs client id is whose, for one board and for as long as it is kept. Ids are public (every struct carries one)
 * and whoever writes under another's id silently cuts off what that other writes next (reliability.md F-17).
 */
export class ClientIds {
  readonly #owners: Map<number, Sender>

  constructor(entries: Iterable<readonly [number, Sender]> = []) {
    this.#owners = new Map(entries)
  }

  get size(): number {
    return this.#owners.size
  }

  ownerOf(clientId: number): Sender | undefined {
    return this.#owners.get(clientId)
  }

  /** The first to use an id has it for good. */
  claim(clientId: number, owner: Sender): void {
    if (!this.#owners.has(clientId)) this.#owners.set(clientId, owner)
  }

  entries(): Iterable<readonly [number, Sender]> {
    return this.#owners
  }
}
