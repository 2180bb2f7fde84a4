import type { Awareness } from 'y-protocols/awareness'

/**
 * Awareness for an editor that is bound to a document of its own: without one's own entry, which it would take for
 * somebody else's, and with a caret that stands still for the others while its place is not theirs to know yet.
 */
export function heldAwareness(awareness: Awareness, holding: () => boolean) {
  const others = () => {
    const states = new Map(awareness.getStates())
    states.delete(awareness.clientID)
    return states
  }
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
    on: awareness.on.bind(awareness),
    off: awareness.off.bind(awareness),
  }
}
