import * as Y from 'yjs'
import type { BoardDoc } from '#shared/boards/board-doc.ts'

/** What stands on the cards, by card. */
export function textsOf({ cards }: BoardDoc): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [cardId, card] of cards) {
    const text = card.get('text')
    if (text instanceof Y.Text) texts.set(cardId, text.toJSON())
  }
  return texts
}
