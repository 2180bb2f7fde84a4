import type { BoardDoc } from '#shared/boards/board-doc.ts'
import type { CardId, ClusterId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { boardText } from '../i18n/board.ts'
import { groupingText } from '../i18n/grouping.ts'
import { pick } from '../i18n/language.svelte.ts'
import { sayAgain } from '../ui/say-again.ts'
import type { BoardHistory } from './board-history.ts'
import { documentParts } from './documents.ts'
import { placeKey, type Lane, type Place, type Wall } from './wall.ts'
import { spotOf, type Spot } from './wall-moves.ts'

interface Options {
  /** read anew at every move: after a refusal the document is another one. `null` until it is here: nothing moves before */
  readonly board: () => BoardDoc | null
  readonly wall: () => Wall
  /** solutions lie by their part, other cards by cluster */
  readonly byPart: boolean
  readonly newId: () => string
  /** the name of whoever else has the card in their hand */
  readonly holder: (cardId: CardId) => string | null
  /** tells the others what is in one's own hand */
  readonly hold: (cardIds: readonly CardId[]) => void
}

/** What the bar offers for a while after a step. */
export interface Offer {
  readonly text: string
  readonly way: 'undo' | 'redo'
}

/** Long enough to see the mistake; the same as for a facilitator's move. The keys work for as long as the board is open. */
const OFFER_MS: Millis = 10_000

/** Moving, clustering and linking cards: what is selected, what was just made, and the way back from each step. */
export class CardMoves {
  readonly #options: Options
  #past: BoardHistory | null = null
  #selected = $state.raw<ReadonlySet<CardId>>(new Set())
  #freshCluster = $state<ClusterId | null>(null)
  /** where the card in the hand lay when it was taken up */
  #lifted = $state.raw<Spot | null>(null)
  #dragged = $state.raw<ReadonlySet<CardId>>(new Set())
  #offer = $state.raw<Offer | null>(null)
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

  /** The cards that follow the pointer. */
  get dragged(): ReadonlySet<CardId> {
    return this.#dragged
  }

  get offer(): Offer | null {
    return this.#offer
  }

  /** What screen readers are told of the last move. */
  get said(): string {
    return this.#said
  }

  /** Follows what is typed on the board, so that it can be taken back, too. Call it again when the document is another. */
  watch(): void {
    void this.#history
  }

  toggle(cardId: CardId): void {
    const selected = new Set(this.#selected)
    if (!selected.delete(cardId)) selected.add(cardId)
    this.#selected = selected
    this.#say(pick(boardText).move.selected(selected.size))
  }

  clearSelection(): void {
    this.#selected = new Set()
  }

  /** Puts cards into a place, before another card or at the end. */
  move(cardIds: readonly CardId[], place: Place, beforeId: CardId | null = null): void {
    const before = this.#spots(cardIds)
    if (before.length === 0) return
    const ids = new Set<CardId | null>(before.map(({ card }) => card.id))
    const behind = ids.has(beforeId) ? this.#behind(place, beforeId, ids) : beforeId
    const within = before.every(({ lane }) => lane.key === placeKey(place))
    const { step } = pick(groupingText)
    this.#history?.step(within ? step.order : step.moved(before.length), (origin) => {
      for (const { card } of before) this.#put(card, place, behind, origin)
    })
    this.clearSelection()
    this.#say(within ? pick(boardText).move.dropped : this.#movedTo(place, before))
    // moving within a lane is seen to be undone by moving again; the keys undo it, too
    if (!within) this.#show({ text: this.#said, way: 'undo' })
  }

  /** Takes a card up, to be carried with the arrow keys. */
  lift(cardId: CardId): void {
    const [spot] = this.#spots([cardId])
    if (!spot) return
    this.#lifted = spot
    this.#options.hold([cardId])
    this.#history?.begin(pick(groupingText).step.moved(1))
    this.#say(pick(boardText).move.lifted)
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
      this.#history?.go((origin) => this.#put(spot.card, spot.lane.place, behind?.id ?? null, origin))
      this.#say(pick(boardText).move.position(next + 1, spot.lane.cards.length))
      return
    }
    const lane = lanes[lanes.indexOf(spot.lane) + (to === 'left' ? -1 : 1)]
    if (!lane) return
    this.#history?.go((origin) => this.#put(spot.card, lane.place, lane.cards[at]?.id ?? null, origin))
    this.#say(this.#movedTo(lane.place, [spot]))
  }

  /** Lays the card down where it is. */
  drop(): void {
    const before = this.#letGo()
    const [now] = before === null ? [] : this.#spots([before.card.id])
    if (before === null || now === undefined) return
    this.#say(pick(boardText).move.dropped)
    if (now.lane.key === before.lane.key) return
    this.#show({ text: this.#movedTo(now.lane.place, [now]), way: 'undo' })
  }

  /** Lays the card back where it was taken up. */
  giveUp(): void {
    const before = this.#letGo()
    if (before === null) return
    const now = spotOf(this.#options.wall(), before.card.id)?.card ?? before.card
    this.#history?.go((origin) => this.#put(now, before.lane.place, before.beforeId, origin))
    this.#say(pick(groupingText).drag.cancelled)
  }

  /** Which of these cards may be taken up by this person now. What somebody else holds may not. */
  takeable(cardIds: readonly CardId[]): readonly CardId[] {
    return this.#spots(cardIds).map(({ card }) => card.id)
  }

  /** Takes cards into the hand of the pointer; the others see who has them. */
  take(cardIds: readonly CardId[]): void {
    this.#dragged = new Set(cardIds)
    this.#options.hold(cardIds)
  }

  /** The pointer let go, wherever the cards are now. */
  release(): void {
    if (this.#dragged.size === 0) return
    this.#dragged = new Set()
    this.#options.hold([])
  }

  /** The pointer's or the keyboard's card went to somebody else, who had taken it at the same moment. */
  lose(name: string): void {
    this.#letGo()
    this.release()
    this.#say(pick(groupingText).drag.taken(name))
  }

  /** Makes a cluster of cards, unnamed yet. */
  group(cardIds: readonly CardId[]): void {
    const document = this.#document
    const before = this.#spots(cardIds)
    if (document === null || before.length === 0) return
    const clusterId = this.#options.newId() as ClusterId
    const ids = before.map(({ card }) => card.id)
    this.#history?.step(pick(groupingText).step.grouped(ids.length), (origin) =>
      document.addCluster(document.board, clusterId, '', ids, origin),
    )
    this.clearSelection()
    this.#freshCluster = clusterId
    const { move } = pick(boardText)
    this.#say(move.grouped(ids.length))
    this.#show({ text: move.groupedShort(ids.length), way: 'undo' })
  }

  /** Its cards become loose. */
  dissolve(lane: Lane): void {
    const { place } = lane
    const document = this.#document
    if (document === null || place.kind !== 'cluster') return
    this.#history?.step(pick(groupingText).step.dissolved, (origin) =>
      document.removeCluster(document.board, place.id, origin),
    )
    this.#say(pick(boardText).move.dissolved)
    this.#show({ text: this.#said, way: 'undo' })
  }

  /** The fresh cluster needs no more attention. */
  named(): void {
    this.#freshCluster = null
  }

  /** Takes one's own last step back. */
  undo(): void {
    const { undone, nothingToUndo } = pick(groupingText)
    const label = this.#history?.undo() ?? null
    this.#say(label === null ? nothingToUndo : undone(label))
    if (label !== null) this.#show({ text: this.#said, way: 'redo' })
    else this.close()
  }

  redo(): void {
    const { redone, nothingToRedo } = pick(groupingText)
    const label = this.#history?.redo() ?? null
    this.#say(label === null ? nothingToRedo : redone(label))
    if (label !== null) this.#show({ text: this.#said, way: 'undo' })
    else this.close()
  }

  link(from: CardId, to: CardId, on: boolean): void {
    const document = this.#document
    this.#history?.step(pick(groupingText).step.linked, (origin) =>
      document?.setLink(document.board, from, to, on, origin),
    )
  }

  /** Tells screen readers something about moves that happened elsewhere. */
  tell(text: string): void {
    this.#say(text)
  }

  /** Nothing is in the hand any more, and nothing is offered. */
  close(): void {
    clearTimeout(this.#timer)
    this.#offer = null
    this.#letGo()
    this.release()
  }

  /** The document with what edits it; `null` until it is here. */
  get #document() {
    const [board, parts] = [this.#options.board(), documentParts()]
    return board === null || parts === null ? null : { board, ...parts }
  }

  get #history(): BoardHistory | null {
    const document = this.#document
    if (document === null) return null
    const { board } = document
    if (this.#past?.board !== board) {
      this.#past?.close()
      this.#past = new document.BoardHistory({ board, textLabel: (kind) => pick(groupingText).step[kind] })
    }
    return this.#past
  }

  #letGo(): Spot | null {
    const before = this.#lifted
    this.#lifted = null
    if (before !== null) this.#options.hold([])
    return before
  }

  #spots(cardIds: readonly CardId[]): readonly Spot[] {
    const { wall, holder } = this.#options
    if (this.#document === null) return []
    const spots = cardIds
      .flatMap((id) => spotOf(wall(), id) ?? [])
      .filter(({ card }) => card.stage === 'there')
    const free = spots.filter(({ card }) => holder(card.id) === null)
    const [held] = spots
    const name = free.length === 0 && held ? holder(held.card.id) : null
    if (name !== null) this.#say(pick(groupingText).heldBy(name))
    return free
  }

  /** The first card behind `beforeId` in its lane that stays where it is. */
  #behind(place: Place, beforeId: CardId | null, moving: ReadonlySet<CardId | null>): CardId | null {
    const lane = this.#options.wall().lanes.find(({ key }) => key === placeKey(place))
    const ids = lane?.cards.map(({ id }) => id) ?? []
    return ids.slice(ids.findIndex((id) => id === beforeId)).find((id) => !moving.has(id)) ?? null
  }

  #put(card: Spot['card'], place: Place, beforeId: CardId | null, origin: unknown): void {
    const document = this.#document
    document?.putCard(document.board, card, place, beforeId, { byPart: this.#options.byPart, origin })
  }

  #movedTo(place: Place, moved: readonly Spot[]): string {
    const t = pick(boardText)
    if (place.kind === 'loose') return t.move.out
    const lane = this.#options.wall().lanes.find(({ key }) => key === placeKey(place))
    const there = lane?.cards.map((card) => card.id) ?? []
    const count = new Set([...there, ...moved.map(({ card }) => card.id)]).size
    return t.move.said(place.kind === 'part' ? t.part[place.part] : lane?.title || t.untitled, count)
  }

  #say(text: string): void {
    this.#said = sayAgain(this.#said, text)
  }

  #show(offer: Offer): void {
    clearTimeout(this.#timer)
    this.#offer = offer
    this.#timer = setTimeout(() => (this.#offer = null), OFFER_MS)
  }
}
