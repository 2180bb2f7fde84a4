import { randomBytes } from 'node:crypto'
import * as Y from 'yjs'
import { described, type StagedBoard } from './staged-board.ts'

/** A board as our server writes it, for servers that know nothing of cards. */
export function seedBoard(board: string, people: number, cardsEach: number): StagedBoard {
  const doc = new Y.Doc()
  putCards(
    doc,
    Array.from({ length: people * cardsEach }, (_, index) => `理想のはじまり${index}`),
  )
  const seats = Array.from({ length: people }, (_, index) => ({ personId: `person-${index}`, token: null }))
  return { board, seats, ...described(doc), clients: [] }
}

/** One transaction a card, as when cards arrive one by one. */
export function putCards(doc: Y.Doc, texts: readonly string[]): void {
  const cards = doc.getMap<Y.Map<unknown>>('cards')
  for (const [index, text] of texts.entries()) {
    doc.transact(() => {
      const card = new Y.Map<unknown>()
      card.set('text', new Y.Text(text))
      card.set('place', { cluster: null, order: cards.size + 1 })
      cards.set(`card-${index}-${randomBytes(4).toString('hex')}`, card)
    })
  }
}
