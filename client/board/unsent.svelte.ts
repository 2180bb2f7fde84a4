import { SvelteMap } from 'svelte/reactivity'
import { BOARD_NAMES, type BoardName, type WorkshopId } from '#shared/ids.ts'
import { readLocal, readLocalJson, writeLocal } from '../connection/local-store.ts'

/** A field of a board besides its composer: a draft being reworded, or a reply. */
export type UnsentField = `draft ${string}` | `reply ${string}`

interface Unsent {
  readonly board: BoardName
  readonly text: string
}
type Fields = Readonly<Record<string, Unsent>>

/** What was written in a workshop and has not been sent: kept through reloads and phase changes. */
export class UnsentTexts {
  readonly #prefix: string
  readonly #texts = new SvelteMap<BoardName, string>()

  constructor(workshopId: WorkshopId) {
    this.#prefix = `yoriai.unsent.${workshopId}`
    for (const board of BOARD_NAMES) {
      const text = readLocal(`${this.#prefix}.${board}`)
      if (text !== null) this.#texts.set(board, text)
    }
  }

  /** What stands in the composer of a board. */
  of(board: BoardName): string {
    return this.#texts.get(board) ?? ''
  }

  /** Blank text counts as none. */
  keep(board: BoardName, text: string): void {
    const blank = text.trim() === ''
    if (blank) this.#texts.delete(board)
    else this.#texts.set(board, text)
    writeLocal(`${this.#prefix}.${board}`, blank ? null : text)
  }

  /** Unsent text of the other boards, in the order of the boards. */
  besides(board: BoardName | null): readonly { readonly board: BoardName; readonly text: string }[] {
    return BOARD_NAMES.filter((name) => name !== board).flatMap((name) => {
      const text = this.#texts.get(name)
      return text === undefined ? [] : [{ board: name, text }]
    })
  }

  /** What stood in a field before the page was loaded anew; `null` when nothing did. */
  inField(field: UnsentField): string | null {
    return this.#fields[field]?.text ?? null
  }

  /** `null` and blank text count as none. */
  keepField(field: UnsentField, board: BoardName, text: string | null): void {
    const { [field]: before, ...others } = this.#fields
    if (text !== null && text.trim() !== '') this.#write({ ...others, [field]: { board, text } })
    else if (before !== undefined) this.#write(others)
  }

  /** Takes out the texts of a board whose fields `isGone`: a draft that was shown meanwhile, a reply nobody has open. */
  takeFields(board: BoardName, isGone: (field: UnsentField) => boolean): readonly string[] {
    const entries = Object.entries(this.#fields) as [UnsentField, Fields[string]][]
    const gone = entries.filter(([field, kept]) => kept.board === board && isGone(field))
    for (const [field] of gone) this.keepField(field, board, null)
    return gone.map(([, { text }]) => text)
  }

  get #fields(): Fields {
    const kept = readLocalJson(`${this.#prefix}.fields`)
    if (typeof kept !== 'object' || kept === null) return {}
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, Unsent] => isUnsent(entry[1])),
    )
  }

  #write(fields: Fields): void {
    writeLocal(`${this.#prefix}.fields`, Object.keys(fields).length > 0 ? JSON.stringify(fields) : null)
  }
}

/** Read by hand: a schema's library is too heavy to be fetched before the room is there. */
function isUnsent(kept: unknown): kept is Unsent {
  if (typeof kept !== 'object' || kept === null || !('board' in kept) || !('text' in kept)) return false
  return BOARD_NAMES.some((name) => name === kept.board) && typeof kept.text === 'string'
}
