import type { Awareness } from 'y-protocols/awareness'
import { parseAwarenessState, type Editing } from '#shared/boards/awareness-state.ts'
import type { Millis } from '#shared/time.ts'
import { hueOf } from '../ui/hue.ts'

export interface PeerPerson {
  readonly id: string
  readonly name: string
  /** 0 to 5 */
  readonly hue: number
}

/** Another connection to the same board. A person with two tabs is two peers. */
export interface Peer {
  readonly clientId: number
  readonly person: PeerPerson
  readonly editing: Editing | null
  /** ids of the cards in their hand */
  readonly holding: readonly string[]
}

/** While cards are in a hand, its owner says so anew this often. */
export const HOLD_BEAT: Millis = 2_000
/** A hold nobody has spoken for since is free (interaction.md, 4.4): a tab that froze, a device that fell asleep. */
export const HOLD_TRUSTED: Millis = 8_000

export function peerPerson({ id, name }: { readonly id: string; readonly name: string }): PeerPerson {
  return { id, name, hue: hueOf(id) }
}

/**
 * The others on the board, without those who only look on. `now` in milliseconds of this device's clock. Whoever is as
 * they were `before` is the very same object, and when all are, so is the list: one's own caret moves nobody else.
 */
export function readPeers(awareness: Awareness, now: Millis, before: readonly Peer[]): readonly Peer[] {
  const formerly = new Map(before.map((peer) => [peer.clientId, peer]))
  const peers = [...awareness.getStates()].flatMap(([clientId, said]) => {
    const state = parseAwarenessState(said)
    if (clientId === awareness.clientID || !state?.person) return []
    // the hue follows from the id: nobody comes in another's colour
    const spoke = awareness.meta.get(clientId)?.lastUpdated ?? 0
    const holding = now - spoke < HOLD_TRUSTED ? state.holding : []
    const peer = { clientId, person: peerPerson(state.person), editing: state.editing, holding }
    const old = formerly.get(clientId)
    return [old && isSamePeer(old, peer) ? old : peer]
  })
  return isSameList(before, peers) ? before : peers
}

/** Whether both hold the very same things in the same order. */
export function isSameList<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index])
}

/** Whether nobody has come or gone, or taken or let go of anything: at most carets stand elsewhere. */
export function onlyCaretsMoved(before: readonly Peer[], now: readonly Peer[]): boolean {
  return (
    before.length === now.length &&
    now.every((peer, index) => {
      const old = before[index]
      return old?.clientId === peer.clientId && isSameList(old.holding, peer.holding)
    })
  )
}

function isSamePeer(one: Peer, other: Peer): boolean {
  return (
    one.person.id === other.person.id &&
    one.person.name === other.person.name &&
    one.editing?.cardId === other.editing?.cardId &&
    one.editing?.anchor === other.editing?.anchor &&
    one.editing?.head === other.editing?.head &&
    isSameList(one.holding, other.holding)
  )
}
