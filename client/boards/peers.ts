import type { Awareness } from 'y-protocols/awareness'
import { hueOf } from '../ui/hue.ts'

/** Where somebody's caret is: offsets into a card's text, or somewhere in the summary. */
export interface Editing {
  readonly cardId: string | 'summary'
  readonly anchor: number
  readonly head: number
}

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

export function peerPerson(person: { readonly id: string; readonly name: string }): PeerPerson {
  return { id: person.id, name: person.name, hue: hueOf(person.id) }
}

/** The others on the board. Their states come from their browsers, so what has not the right shape is left out. */
export function readPeers(awareness: Awareness): Peer[] {
  return [...awareness.getStates()].flatMap(([clientId, state]) => {
    const person = readPerson(state['person'])
    if (clientId === awareness.clientID || person === null) return []
    return [{ clientId, person, editing: readEditing(state['editing']) }]
  })
}

function readPerson(value: unknown): PeerPerson | null {
  if (typeof value !== 'object' || value === null) return null
  const { id, name } = value as Record<string, unknown>
  // the hue follows from the id: nobody may come in another's colour
  return typeof id === 'string' && typeof name === 'string' ? peerPerson({ id, name }) : null
}

function readEditing(value: unknown): Editing | null {
  if (typeof value !== 'object' || value === null) return null
  const { cardId, anchor, head } = value as Record<string, unknown>
  return typeof cardId === 'string' && isOffset(anchor) && isOffset(head) ? { cardId, anchor, head } : null
}

function isOffset(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}
