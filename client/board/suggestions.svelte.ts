import type { Suggestion } from '#shared/boards/similar-cards.ts'
import type { CardId, ClusterId } from '#shared/ids.ts'
import { groupingText } from '../i18n/grouping.ts'
import { pick } from '../i18n/language.svelte.ts'
import { later } from '../ui/later.ts'
import type { CardMoves } from './card-moves.svelte.ts'
import type { Wall } from './wall.ts'

/** What compares all cards with each other. */
export const similarCards = later(
  async () => (await import('#shared/boards/similar-cards.ts')).suggestClusters,
)

interface Options {
  readonly wall: () => Wall
  readonly moves: Pick<CardMoves, 'group' | 'move' | 'tell'>
}

/** A suggestion as it stands: what has been moved meanwhile is no part of it any more. */
export interface Standing {
  readonly number: number
  /** the cluster to join; `null` makes a new one */
  readonly join: { readonly id: ClusterId; readonly title: string } | null
  readonly cardIds: readonly CardId[]
}

/** Clusters that could be made, shown to the one person who asked. Nothing moves before they say so. */
export class Suggestions {
  readonly #options: Options
  #found = $state.raw<readonly (Suggestion & { readonly number: number })[] | null>(null)
  readonly #standing = $derived.by((): readonly Standing[] => this.#stand())
  readonly #numbers = $derived.by(
    () => new Map(this.#standing.flatMap(({ number, cardIds }) => cardIds.map((id) => [id, number]))),
  )

  constructor(options: Options) {
    this.#options = options
  }

  /** The one to decide on now; `null` when there are none. */
  get current(): Standing | null {
    return this.#standing[0] ?? null
  }

  /** How many were found when asked. */
  get count(): number {
    return this.#found?.at(-1)?.number ?? 0
  }

  /** The number of the suggestion a card is part of. */
  numberOf(cardId: CardId): number | null {
    return this.#numbers.get(cardId) ?? null
  }

  /** Rejects when what compares could not be fetched. */
  async ask(): Promise<void> {
    const suggestClusters = await similarCards()
    const cards = this.#options
      .wall()
      .lanes.flatMap((lane) => lane.cards.filter(({ stage }) => stage === 'there'))
    const found = suggestClusters(cards)
    this.#found = found.map((one, index) => ({ ...one, number: index + 1 }))
    const { suggest } = pick(groupingText)
    this.#options.moves.tell(found.length === 0 ? suggest.none : suggest.found(found.length))
  }

  accept(): void {
    const { current } = this
    if (!current) return
    const { moves } = this.#options
    if (current.join) moves.move(current.cardIds, { kind: 'cluster', id: current.join.id })
    else moves.group(current.cardIds)
    this.#drop(current.number)
  }

  dismiss(): void {
    if (this.current) this.#drop(this.current.number)
    if (!this.current) this.#options.moves.tell(pick(groupingText).suggest.done)
  }

  /** One card does not belong; the rest stays suggested while there is enough of it. */
  leaveOut(cardId: CardId): void {
    this.#found =
      this.#found?.map((one) => ({ ...one, cardIds: one.cardIds.filter((id) => id !== cardId) })) ?? null
  }

  close(): void {
    this.#found = null
  }

  #drop(number: number): void {
    // the last one stays in the list for its number, without cards
    this.#found = this.#found?.map((one) => (one.number === number ? { ...one, cardIds: [] } : one)) ?? null
  }

  #stand(): readonly Standing[] {
    if (this.#found === null) return []
    const { lanes } = this.#options.wall()
    const loose = new Set<string>(
      lanes.flatMap((lane) => lane.cards.filter((card) => card.clusterId === null).map(({ id }) => id)),
    )
    return this.#found.flatMap(({ number, clusterId, cardIds }): readonly Standing[] => {
      const still = cardIds.filter((id) => loose.has(id)) as CardId[]
      if (clusterId === null) return still.length >= 2 ? [{ number, join: null, cardIds: still }] : []
      const lane = lanes.find(({ place }) => place.kind === 'cluster' && place.id === clusterId)
      if (lane?.place.kind !== 'cluster' || still.length === 0) return []
      return [{ number, join: { id: lane.place.id, title: lane.title }, cardIds: still }]
    })
  }
}
