import type { StagedBoard } from '../stage/staged-board.ts'
import { EMPTY_STATE_VECTOR, reachesOf, typed } from '../wire/updates.ts'
import { BoardLink } from './board-link.ts'
import { cardsOf, type PersonOptions } from './full-person.ts'
import type { Heard, Ledger } from './ledger.ts'
import { character, CHARACTERS_A_CARD, newClient, Presence, type Person } from './person.ts'

interface Id {
  readonly client: number
  readonly clock: number
}

/** Somebody without a document: writes the same bytes and keeps count. So the load is the last to saturate. */
export class LightPerson implements Person {
  readonly client: number
  readonly team: StagedBoard
  readonly link: BoardLink
  readonly #ledger: Ledger
  readonly #heard: Heard = new Map()
  readonly #presence: Presence
  /** the last character of each of this person's cards */
  readonly #ends: Id[]
  #typed = 0

  constructor({ port, contestant, team, index, ledger }: PersonOptions) {
    const seat = team.seats[index]
    if (!seat) throw new Error(`no seat ${index} on ${team.board}`)
    this.client = newClient()
    this.team = team
    this.#ledger = ledger
    const cardIds = cardsOf(team, index)
    this.#presence = new Presence(this.client, seat, cardIds[0] ?? '')
    this.#ends = cardIds.flatMap((id) => team.ends.get(id) ?? [])
    ledger.author(this.client)
    this.link = new BoardLink({
      port,
      contestant,
      board: team.board,
      token: seat.token,
      stateVector: EMPTY_STATE_VECTOR,
      onUpdate: (update) => this.#take(update),
    })
  }

  missing(): number {
    const others = this.team.clients.filter((client) => client !== this.client)
    return this.#ledger.missing(this.#heard, others)
  }

  type(): void {
    const card = Math.floor(this.#typed / CHARACTERS_A_CARD) % this.#ends.length
    const origin = this.#ends[card]
    if (origin === undefined) throw new Error(`no card for ${this.client} on ${this.team.board}`)
    const id = { client: this.client, clock: this.#typed }
    this.#ends[card] = id
    const update = typed(id, origin, character(this.#typed++))
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
  }
}
