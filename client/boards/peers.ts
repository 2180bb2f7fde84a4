import type { Awareness } from 'y-protocols/awareness'
import { parseAwarenessState, type Editing } from '#shared/boards/awareness-state.ts'
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
}

export function peerPerson({ id, name }: { readonly id: string; readonly name: string }): PeerPerson {
  return { id, name, hue: hueOf(id) }
}

/** The others on the board, without those who only look on. */
export function readPeers(awareness: Awareness): Peer[] {
  return [...awareness.getStates()].flatMap(([clientId, said]) => {
    const state = parseAwarenessState(said)
    if (clientId === awareness.clientID || !state?.person) return []
    // the hue follows from the id: nobody comes in another's colour
    return [{ clientId, person: peerPerson(state.person), editing: state.editing }]
  })
}
