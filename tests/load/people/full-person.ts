import * as Y from 'yjs'
import type { Contestant } from '../contestants.ts'
import type { StagedBoard } from '../stage/staged-board.ts'
import { reachesOf } from '../wire/updates.ts'
import { BoardLink } from './board-link.ts'
import type { Heard, Ledger } from './ledger.ts'
import { character, CHARACTERS_A_CARD, newClient, Presence, type Person } from './person.ts'

export interface PersonOptions {
  readonly port: number
  readonly contestant: Contestant
  readonly team: StagedBoard
  /** which of the team */
  readonly index: number
  readonly ledger: Ledger
}

/** Somebody with a real document, which every update is applied to, as in a browser. */
export class FullPerson implements Person {
  readonly client: number
  readonly doc = new Y.Doc()
  readonly team: StagedBoard
  readonly link: BoardLink
  readonly #ledger: Ledger
  readonly #heard: Heard = new Map()
  readonly #presence: Presence
  readonly #cards: readonly string[]
  #typed = 0

  constructor({ port, contestant, team, index, ledger }: PersonOptions) {
    const seat = team.seats[index]
    if (!seat) throw new Error(`no seat ${index} on ${team.board}`)
    this.client = newClient()
    this.doc.clientID = this.client
    this.team = team
    this.#ledger = ledger
    this.#cards = cardsOf(team, index)
    this.#presence = new Presence(this.client, seat, this.#cards[0] ?? '')
    ledger.author(this.client)
    if (!contestant.remembers) Y.applyUpdate(this.doc, team.base)
    this.link = new BoardLink({
      port,
      contestant,
      board: team.board,
      token: seat.token,
      stateVector: Y.encodeStateVector(this.doc),
      onUpdate: (update) => this.#take(update),
      beyond: (stateVector) => Y.encodeStateAsUpdate(this.doc, stateVector),
    })
  }

  missing(): number {
    const others = this.team.clients.filter((client) => client !== this.client)
    return this.#ledger.missing(this.#heard, others)
  }

  type(): void {
    const cardId = this.#cards[Math.floor(this.#typed / CHARACTERS_A_CARD) % this.#cards.length]
    const card = this.doc.getMap<Y.Map<unknown>>('cards').get(cardId ?? '')
    const text = card?.get('text')
    if (!(text instanceof Y.Text)) throw new Error(`no card ${cardId} on ${this.team.board}`)
    // Listening makes Yjs encode: a browser listens always, the load only to what it types itself.
    let update: Uint8Array | null = null
    const listen = (bytes: Uint8Array) => (update = bytes)
    this.doc.on('update', listen)
    text.insert(text.length, character(this.#typed++))
    this.doc.off('update', listen)
    if (update === null) return
    this.#ledger.sent(this.client)
    this.link.edit(update)
  }

  wave(): void {
    this.link.wave(this.#presence.next())
  }

  leave(): void {
    this.link.leave()
  }

  #take(update: Uint8Array): void {
    for (const reach of reachesOf(update))
      if (reach.client !== this.client) this.#ledger.heard(this.#heard, reach)
    Y.applyUpdate(this.doc, update)
  }
}

/** A person's own cards: nobody else types in them. */
export function cardsOf(team: StagedBoard, index: number): readonly string[] {
  return team.cardIds.filter((_, rank) => rank % team.seats.length === index)
}
