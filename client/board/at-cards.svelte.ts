import type { Peer } from '../boards/peers.ts'

/** One and the same, so that a card without anybody in it does not change. */
const NOBODY: readonly Peer[] = []

/** Who of the others is at which card. Every card asks, so that those at none are not gone through for each. */
export class AtCards {
  readonly #peers: () => readonly Peer[]
  readonly #typing = $derived.by(() =>
    byCard(this.#peers(), ({ editing }) => (editing ? [editing.cardId] : [])),
  )
  readonly #holding = $derived.by(() => byCard(this.#peers(), ({ holding }) => holding))

  constructor(peers: () => readonly Peer[]) {
    this.#peers = peers
  }

  /** Those whose caret is in the card. */
  typing(cardId: string): readonly Peer[] {
    return this.#typing.get(cardId) ?? NOBODY
  }

  /** Those with the card in their hand. */
  holding(cardId: string): readonly Peer[] {
    return this.#holding.get(cardId) ?? NOBODY
  }
}

function byCard(peers: readonly Peer[], cardsOf: (peer: Peer) => readonly string[]): Map<string, Peer[]> {
  const found = new Map<string, Peer[]>()
  for (const peer of peers) {
    for (const cardId of cardsOf(peer)) {
      const others = found.get(cardId)
      if (others) others.push(peer)
      else found.set(cardId, [peer])
    }
  }
  return found
}
