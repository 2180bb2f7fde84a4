import type { Seat } from '../stage/workshop.ts'
import type { StagedBoard } from '../stage/staged-board.ts'
import { awarenessPayload } from '../wire/updates.ts'
import type { BoardLink } from './board-link.ts'

/** Somebody on a board, as the load knows them. */
export interface Person {
  readonly client: number
  readonly team: StagedBoard
  readonly link: BoardLink
  /** edits of teammates this person has not heard */
  missing(): number
  /** types one character into one of their own cards */
  type(): void
  /** says where the caret is */
  wave(): void
  leave(): void
}

/** A card is full after so many characters; then the next of one's own is written in. */
export const CHARACTERS_A_CARD = 40

const KANA = [
  ...'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん',
]

export function character(index: number): string {
  return KANA[index % KANA.length] ?? 'ん'
}

/** As a browser draws it: 32 random bits. */
export function newClient(): number {
  return 1 + Math.floor(Math.random() * 0xffff_fffe)
}

/** What each person says of themselves, in the shape our clients say it. */
export class Presence {
  readonly #client: number
  readonly #state: (offset: number) => string
  #clock = 0

  constructor(client: number, seat: Seat, cardId: string) {
    this.#client = client
    this.#state = (offset) =>
      JSON.stringify({
        person: { id: seat.personId, name: '架空のひと', hue: client % 6 },
        editing: { cardId, anchor: offset, head: offset },
      })
  }

  next(): Uint8Array {
    this.#clock++
    return awarenessPayload(this.#client, this.#clock, this.#state(this.#clock % 40))
  }
}
