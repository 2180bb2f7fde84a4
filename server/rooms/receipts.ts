import type { ParticipantId } from '#shared/ids.ts'

/** Who a receipt belongs to. Facilitators without a seat share one book: their command ids are random all the same. */
export interface Giver {
  readonly role: string
  readonly participantId?: ParticipantId | null
}

/** Enough for everything one person's outbox can hold after hours without a network (reliability.md 5.4). */
const KEPT_PER_GIVER = 200

export type SavedReceipts = readonly (readonly [
  giver: string,
  commands: readonly (readonly [string, number])[],
])[]

/** Which commands have taken effect, and at which seq: the same command id from the same person counts once. */
export class Receipts {
  readonly #books = new Map<string, Map<string, number>>()

  constructor(saved: SavedReceipts = []) {
    for (const [giver, commands] of saved) this.#books.set(giver, new Map(commands))
  }

  seqOf(giver: Giver, commandId: string): number | undefined {
    return this.#books.get(bookOf(giver))?.get(commandId)
  }

  note(giver: Giver, commandId: string, seq: number): void {
    const name = bookOf(giver)
    const book = this.#books.get(name) ?? new Map<string, number>()
    this.#books.set(name, book)
    book.delete(commandId)
    book.set(commandId, seq)
    for (const oldest of book.keys()) {
      if (book.size <= KEPT_PER_GIVER) break
      book.delete(oldest)
    }
  }

  saved(): SavedReceipts {
    return [...this.#books].map(([giver, commands]) => [giver, [...commands]])
  }
}

/** A seat keeps its book when its holder becomes a facilitator. */
export function bookOf({ role, participantId }: Giver): string {
  return participantId ?? `:${role}`
}
