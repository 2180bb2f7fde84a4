import { isId } from '../ids.ts'
import { firstGraphemes, LIMITS, normaliseLine } from '../text.ts'

/**
 * What a connection says of itself while it is there: volatile, relayed, never stored. It comes from a browser, so it
 * is read defensively; Tiptap's caret keeps a field `user` of its own beside these.
 */
export interface AwarenessState {
  /** `null`: looks on without being shown */
  readonly person: AwarenessPerson | null
  readonly editing: Editing | null
  /** ids of the cards in this person's hand, at most `MOST_HELD`; nobody else takes them meanwhile */
  readonly holding: readonly string[]
}

/** As many as fit a state with the rest of it; who carries more holds the first of them. */
export const MOST_HELD = 32

export interface AwarenessPerson {
  readonly id: string
  /** at most `LIMITS.name` graphemes */
  readonly name: string
  readonly hue: Hue
}

/** Where somebody's caret is: offsets into a card's text in UTF-16 units, or somewhere in the summary. */
export interface Editing {
  /** a card's id, or `summary` */
  readonly cardId: string
  readonly anchor: number
  readonly head: number
}

/** One of the six colours of people. */
export type Hue = 0 | 1 | 2 | 3 | 4 | 5

/** What can be read of a state; `null` when it is no state at all (the connection is gone, or says nonsense). */
export function parseAwarenessState(value: unknown): AwarenessState | null {
  const state = fieldsOf(value)
  return (
    state && {
      person: parsePerson(state['person']),
      editing: parseEditing(state['editing']),
      holding: parseHolding(state['holding']),
    }
  )
}

function parsePerson(value: unknown): AwarenessPerson | null {
  const { id, name, hue } = fieldsOf(value) ?? {}
  if (typeof id !== 'string' || !isId(id) || typeof name !== 'string') return null
  return { id, name: firstGraphemes(normaliseLine(name), LIMITS.name), hue: isHue(hue) ? hue : 0 }
}

function parseEditing(value: unknown): Editing | null {
  const { cardId, anchor, head } = fieldsOf(value) ?? {}
  if (typeof cardId !== 'string' || !isId(cardId)) return null
  return isOffset(anchor) && isOffset(head) ? { cardId, anchor, head } : null
}

function parseHolding(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, MOST_HELD).filter((id): id is string => typeof id === 'string' && isId(id))
}

function isHue(value: unknown): value is Hue {
  return isOffset(value) && value <= 5
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function fieldsOf(value: unknown): Partial<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return value as Partial<Record<string, unknown>>
}
