import { SvelteMap } from 'svelte/reactivity'
import { BOARD_NAMES, type BoardName, type WorkshopId } from '#shared/ids.ts'
import { readLocal, writeLocal } from '../connection/local-store.ts'

/** What stands in the composers of a workshop and has not been posted: kept through reloads and phase changes. */
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
}
