import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { addCluster, removeCluster, setLink } from '#shared/boards/edit-board.ts'
import type { CardId, ClusterId } from '#shared/ids.ts'
import { boardText } from '../i18n/board.ts'
import { pick } from '../i18n/language.svelte.ts'
import { placeKey, type Lane, type Place, type Wall } from './wall.ts'
import { putCard, spotOf, type Spot } from './wall-moves.ts'

interface Options {
  /** read anew at every move: after a refusal the document is another one */
  readonly board: () => BoardDoc
  readonly wall: () => Wall
  /** solutions lie by their part, other cards by cluster */
  readonly byPart: boolean
  readonly newId: () => string
}

/** The last move, while it can be taken back. */
export interface Undoable {
  readonly text: string
  readonly run: () => void
}

/** Long enough to see the mistake; the same as for a facilitator's move. */
const UNDO_MS = 10_000

/** Moving, clustering and linking cards: what is selected, what was just made, and the way back from each move. */
export class CardMoves {
  readonly #options: Options
  #selected = $state.raw<ReadonlySet<CardId>>(new Set())
  #freshCluster = $state<ClusterId | null>(null)
  /** where the card in the hand lay when it was taken up */
  #lifted = $state.raw<Spot | null>(null)
  #undoable = $state.raw<Undoable | null>(null)
  #said = $state('')
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  get selected(): ReadonlySet<CardId> {
    return this.#selected
  }

  /** A cluster just made here, whose name waits to be typed. */
  get freshCluster(): ClusterId | null {
    return this.#freshCluster
  }

  /** The card taken up with the keyboard. */
  get lifted(): CardId | null {
    return this.#lifted?.card.id ?? null
  }

  get undoable(): Undoable | null {
    return this.#undoable
  }

  /** What screen readers are told of the last move. */
  get said(): string {
    return this.#said
  }

  toggle(cardId: CardId): void {
    const selected = new Set(this.#selected)
    if (!selected.delete(cardId)) selected.add(cardId)
    this.#selected = selected
  }

  clearSelection(): void {
    this.#selected = new Set()
  }

  /** Puts cards into a place, before another card or at the end. */
  move(cardIds: readonly CardId[], place: Place, beforeId: CardId | null = null): void {
    const before = this.#spots(cardIds)
    for (const { card } of before) this.#put(card, place, beforeId)
    this.clearSelection()
    // moving within a lane is undone by moving again
    if (before.every(({ lane }) => lane.key === placeKey(place))) return
    this.#said = this.#movedTo(place, before)
    this.#offerUndo(this.#said, () => this.#putBack(before))
  }

  /** Takes a card up, to be carried with the arrow keys. */
  lift(cardId: CardId): void {
    const [spot] = this.#spots([cardId])
    if (!spot) return
    this.#lifted = spot
    this.#said = pick(boardText).move.lifted
  }

  /** Carries the card in the hand by one place, or to the lane beside; at an edge it stays. */
  carry(to: 'up' | 'down' | 'left' | 'right'): void {
    const { lanes } = this.#options.wall()
    const [spot] = this.lifted === null ? [] : this.#spots([this.lifted])
    if (!spot) return
    const at = spot.lane.cards.indexOf(spot.card)
    if (to === 'up' || to === 'down') {
      const next = at + (to === 'up' ? -1 : 1)
      if (next < 0 || next >= spot.lane.cards.length) return
      const behind = spot.lane.cards[to === 'up' ? next : next + 1]
      this.#put(spot.card, spot.lane.place, behind?.id ?? null)
      this.#said = pick(boardText).move.position(next + 1, spot.lane.cards.length)
      return
    }
    const lane = lanes[lanes.indexOf(spot.lane) + (to === 'left' ? -1 : 1)]
    if (!lane) return
    this.#put(spot.card, lane.place, lane.cards[at]?.id ?? null)
    this.#said = this.#movedTo(lane.place, [spot])
  }

  /** Lays the card down where it is. */
  drop(): void {
    const before = this.#lifted
    this.#lifted = null
    const [now] = before === null ? [] : this.#spots([before.card.id])
    if (before === null || now === undefined) return
    this.#said = pick(boardText).move.dropped
    if (now.lane.key === before.lane.key) return
    this.#offerUndo(this.#movedTo(now.lane.place, [now]), () => this.#putBack([before]))
  }

  /** Lays the card back where it was taken up. */
  giveUp(): void {
    const before = this.#lifted
    this.#lifted = null
    if (before) this.#putBack([before])
  }

  /** Makes a cluster of cards, unnamed yet. */
  group(cardIds: readonly CardId[]): void {
    const before = this.#spots(cardIds)
    if (before.length === 0) return
    const clusterId = this.#options.newId() as ClusterId
    const ids = before.map(({ card }) => card.id)
    addCluster(this.#options.board(), clusterId, '', ids, this)
    this.clearSelection()
    this.#freshCluster = clusterId
    const { move } = pick(boardText)
    this.#said = move.grouped(ids.length)
    this.#offerUndo(move.groupedShort(ids.length), () => {
      removeCluster(this.#options.board(), clusterId, this)
      this.#putBack(before)
    })
  }

  /** Its cards become loose. */
  dissolve(lane: Lane): void {
    if (lane.place.kind !== 'cluster') return
    const { board, newId } = this.#options
    const cardIds = lane.cards.map((card) => card.id)
    removeCluster(board(), lane.place.id, this)
    this.#said = pick(boardText).move.dissolved
    // the cluster comes back under a new id: the old one may still be on its way out elsewhere
    this.#offerUndo(this.#said, () => addCluster(board(), newId(), lane.title, cardIds, this))
  }

  /** The fresh cluster needs no more attention. */
  named(): void {
    this.#freshCluster = null
  }

  /** Takes the last move back. */
  undo(): void {
    const undoable = this.#undoable
    this.close()
    undoable?.run()
  }

  /** The last move stays as it is. */
  close(): void {
    clearTimeout(this.#timer)
    this.#undoable = null
  }

  link(from: CardId, to: CardId, on: boolean): void {
    setLink(this.#options.board(), from, to, on, this)
  }

  #spots(cardIds: readonly CardId[]): readonly Spot[] {
    const wall = this.#options.wall()
    return cardIds.flatMap((id) => spotOf(wall, id) ?? []).filter(({ card }) => card.stage === 'there')
  }

  #put(card: Spot['card'], place: Place, beforeId: CardId | null): void {
    putCard(this.#options.board(), card, place, beforeId, this.#options.byPart)
  }

  #putBack(spots: readonly Spot[]): void {
    // from the last to the first, so that the card to lie before is in its place already
    for (const { card, lane, beforeId } of spots.toReversed()) {
      const now = spotOf(this.#options.wall(), card.id)?.card ?? card
      this.#put(now, lane.place, beforeId)
    }
    this.#said = pick(boardText).move.undone
  }

  #movedTo(place: Place, moved: readonly Spot[]): string {
    const t = pick(boardText)
    if (place.kind === 'loose') return t.move.out
    const lane = this.#options.wall().lanes.find(({ key }) => key === placeKey(place))
    const there = lane?.cards.map((card) => card.id) ?? []
    const count = new Set([...there, ...moved.map(({ card }) => card.id)]).size
    return t.move.said(place.kind === 'part' ? t.part[place.part] : lane?.title || t.untitled, count)
  }

  #offerUndo(text: string, run: () => void): void {
    clearTimeout(this.#timer)
    this.#undoable = { text, run }
    this.#timer = setTimeout(() => (this.#undoable = null), UNDO_MS)
  }
}
