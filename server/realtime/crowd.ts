import type { Key } from '../rooms/keyring.ts'
import type { Connection } from './socket-types.ts'

/** A laptop, a phone, and a tab of each that was left open somewhere. */
const OF_A_SEAT = 4
/** A facilitators' link is shared by those who run the workshop together, each with several screens. */
const OF_A_LINK = 40

/** The connections of each person, so that one person cannot take everybody's. */
export class Crowd {
  /** oldest first */
  readonly #connections = new Map<string, Connection[]>()

  /** Adds a connection; answers those that are too many now, oldest first, which the caller sends away. */
  enter(connection: Connection): readonly Connection[] {
    const { key } = connection.data
    const who = personOf(key)
    const own = [...(this.#connections.get(who) ?? []).filter((one) => one !== connection), connection]
    this.#connections.set(who, own)
    return own.slice(0, Math.max(0, own.length - (key.grant.role === 'participant' ? OF_A_SEAT : OF_A_LINK)))
  }

  leave(connection: Connection): void {
    const who = personOf(connection.data.key)
    const left = (this.#connections.get(who) ?? []).filter((one) => one !== connection)
    if (left.length === 0) this.#connections.delete(who)
    else this.#connections.set(who, left)
  }
}

function personOf({ grant, hash }: Key): string {
  return grant.role === 'participant' ? `${grant.workshopId}/${grant.participantId}` : hash
}
