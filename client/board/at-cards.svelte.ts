import type { CardId } from '#shared/ids.ts'
import { isSameList, type Peer } from '../boards/peers.ts'
import { ByKey, type Seen } from '../ui/by-key.svelte.ts'

/** The others at one card. */
export interface AtCard {
  /** those whose caret is in it */
  readonly typing: readonly Peer[]
  /** those with it in their hand */
  readonly holding: readonly Peer[]
}

/** One and the same, so that a card without anybody at it does not change. */
const NOBODY: AtCard = { typing: [], holding: [] }

/** Who of the others is at which card. */
export class AtCards {
  readonly #places = $derived.by(() => byCard(this.#peers()))
  readonly #peers: () => readonly Peer[]
  readonly #cards = new ByKey(
    () => {
      const places = this.#places
      return (cardId: CardId) => places.get(cardId) ?? NOBODY
    },
    (before, now) => isSameList(before.typing, now.typing) && isSameList(before.holding, now.holding),
  )

  constructor(peers: () => readonly Peer[]) {
    this.#peers = peers
  }

  of(cardId: CardId): AtCard {
    return this.#places.get(cardId) ?? NOBODY
  }

  /** For whoever shows the card as long as it is there. */
  watch(cardId: CardId): Seen<AtCard> {
    return this.#cards.at(cardId)
  }

  /** To be called in an effect while cards are shown. */
  tell(): void {
    this.#cards.tell()
  }
}

function byCard(peers: readonly Peer[]): ReadonlyMap<string, AtCard> {
  const found = new Map<string, { typing: Peer[]; holding: Peer[] }>()
  const at = (cardId: string) => {
    const place = found.get(cardId) ?? { typing: [], holding: [] }
    found.set(cardId, place)
    return place
  }
  for (const peer of peers) {
    if (peer.editing) at(peer.editing.cardId).typing.push(peer)
    for (const cardId of peer.holding) at(cardId).holding.push(peer)
  }
  return found
}
