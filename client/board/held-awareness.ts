import type { Awareness } from 'y-protocols/awareness'

interface Changes {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}
type Listener = (changes: Changes, origin: unknown) => void

/**
 * Awareness for an editor that is bound to a document of its own: without one's own entry, which it would take for
 * somebody else's, and with a caret that stands still for the others while its place is not theirs to know yet. Of changes
 * it tells those of carets in the editor: whoever is at a card says so many times a second, and each time the editor would
 * go through all it shows.
 */
export function heldAwareness(awareness: Awareness, holding: () => boolean) {
  const others = () => {
    const states = new Map(awareness.getStates())
    states.delete(awareness.clientID)
    return states
  }
  const telling = new Map<Listener, Listener>()
  return {
    clientID: awareness.clientID,
    get states() {
      return others()
    },
    getStates: others,
    getLocalState: () => awareness.getLocalState(),
    setLocalStateField: (field: string, value: unknown) => {
      if (field !== 'cursor' || !holding()) awareness.setLocalStateField(field, value)
    },
    on: (name: 'change' | 'update', listener: Listener) => {
      if (name === 'update') return awareness.on(name, listener)
      const ofCarets = onlyOfCarets(others, listener)
      telling.set(listener, ofCarets)
      awareness.on(name, ofCarets)
    },
    off: (name: 'change' | 'update', listener: Listener) => {
      awareness.off(name, telling.get(listener) ?? listener)
      telling.delete(listener)
    },
  }
}

/** `listener`, called only when a caret, or the name at one, is another than at the last call. */
function onlyOfCarets(states: () => ReadonlyMap<number, Caret>, listener: Listener): Listener {
  const caretsNow = () =>
    JSON.stringify(
      [...states()].flatMap(([client, { cursor, user }]) => (cursor ? [client, cursor, user] : [])),
    )
  let known = caretsNow()
  return (changes, origin) => {
    const now = caretsNow()
    if (now === known) return
    known = now
    listener(changes, origin)
  }
}

interface Caret {
  readonly cursor?: unknown
  readonly user?: unknown
}
