import * as Y from 'yjs'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { addCluster, moveCard, removeCluster, setLink, setPart } from '#shared/boards/edit-board.ts'
import { SOLUTION_PARTS } from '#shared/domain/state.ts'
import type { Ledger } from './model-ledger.ts'
import type { ModelTime } from './model-time.ts'

interface Hand {
  readonly name: string
  readonly boardKey: string
  readonly ledger: Ledger
  readonly time: ModelTime
}

/** One edit of one person, by chance among what people do on a board. */
export function editByChance(board: BoardDoc, hand: Hand): void {
  const { time } = hand
  const cardIds = [...board.cards.keys()]
  const clusterIds = [...board.clusters.keys()]
  const cardId = time.pick(cardIds)
  const clusterId = time.pick(clusterIds)
  const dice = time.below(100)
  if (dice < 12) return typeInSummary(board, hand)
  if (dice < 20) return newCluster(board, hand, cardIds)
  if (clusterId !== undefined && dice < 25) {
    return typeInto(textIn(board.clusters, clusterId, 'title'), `cluster ${clusterId}`, hand)
  }
  if (clusterId !== undefined && dice < 28) {
    hand.ledger.erase(textIn(board.clusters, clusterId, 'title')?.toJSON() ?? '')
    return removeCluster(board, clusterId)
  }
  if (cardId === undefined) return newCluster(board, hand, cardIds)
  if (dice < 65) return typeInto(textIn(board.cards, cardId, 'text'), `card ${cardId}`, hand)
  if (dice < 75) return eraseFrom(textIn(board.cards, cardId, 'text'), hand)
  if (dice < 90) {
    const to = {
      clusterId: time.chance(0.5) ? (clusterId ?? null) : null,
      beforeId: time.pick(cardIds) ?? null,
    }
    return moveCard(board, cardId, to)
  }
  if (dice < 95) return setPart(board, cardId, time.pick(SOLUTION_PARTS) ?? null)
  const other = time.pick(cardIds) ?? cardId
  return setLink(board, cardId, other, !board.links.has(`${cardId}>${other}`))
}

/** Typing alone, where somebody is just writing. */
export function typeByChance(board: BoardDoc, hand: Hand): void {
  const cardId = hand.time.pick([...board.cards.keys()])
  if (cardId === undefined || hand.time.chance(0.1)) return typeInSummary(board, hand)
  typeInto(textIn(board.cards, cardId, 'text'), `card ${cardId}`, hand)
}

function newCluster(board: BoardDoc, hand: Hand, cardIds: readonly string[]): void {
  const id = hand.time.ids.id()
  const typed = { by: hand.name, board: hand.boardKey, where: `cluster ${id}` }
  const members = cardIds.filter(() => hand.time.chance(0.3))
  addCluster(board, id, hand.ledger.freshText(2, typed), members)
}

function typeInto(text: Y.Text | null, where: string, { name, boardKey, ledger, time }: Hand): void {
  if (text === null || text.length > 100) return
  const typed = { by: name, board: boardKey, where }
  text.insert(time.below(text.length + 1), ledger.freshText(time.between(1, 3), typed))
}

function eraseFrom(text: Y.Text | null, { ledger, time }: Hand): void {
  if (text === null || text.length === 0) return
  const from = time.below(text.length)
  const length = Math.min(text.length - from, time.between(1, 4))
  ledger.erase(text.toJSON().slice(from, from + length))
  text.delete(from, length)
}

function typeInSummary({ summary }: BoardDoc, { name, boardKey, ledger, time }: Hand): void {
  const typed = { by: name, board: boardKey, where: 'summary' }
  const paragraph = time.pick(summary.toArray())
  const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : null
  if (text instanceof Y.XmlText && time.chance(0.7)) {
    text.insert(time.below(text.length + 1), ledger.freshText(1, typed))
    return
  }
  const fresh = new Y.XmlElement('paragraph')
  fresh.insert(0, [new Y.XmlText(ledger.freshText(2, typed))])
  summary.insert(time.below(summary.length + 1), [fresh])
}

function textIn(map: BoardDoc['cards'], id: string, field: string): Y.Text | null {
  const text = map.get(id)?.get(field)
  return text instanceof Y.Text ? text : null
}
