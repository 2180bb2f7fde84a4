import { SvelteMap } from 'svelte/reactivity'
import type { BoardName, TeamId } from '#shared/ids.ts'
import type { BoardSnapshot } from '#shared/outcome/outcome.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { Result } from '#shared/result.ts'

export type FetchBoard = (teamId: TeamId, board: BoardName) => Promise<Result<BoardSnapshot, WireError>>

/** A closed board as this device knows it. A failure does not take away what was read before. */
export type ShelfEntry =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'there'; readonly snapshot: BoardSnapshot }

/** Boards that are only read: the team's earlier ones, and those of teams that present. */
export class BoardShelf {
  readonly #fetch: FetchBoard
  readonly #entries = new SvelteMap<string, ShelfEntry>()
  readonly #asked = new Map<string, number>()

  constructor(fetch: FetchBoard) {
    this.#fetch = fetch
  }

  of(teamId: TeamId, board: BoardName): ShelfEntry | null {
    return this.#entries.get(keyOf(teamId, board)) ?? null
  }

  /** What has been read, `null` for anything else. */
  snapshot(teamId: TeamId, board: BoardName): BoardSnapshot | null {
    const entry = this.of(teamId, board)
    return entry?.kind === 'there' ? entry.snapshot : null
  }

  /** Reads a board anew. Of several questions at once the last one's answer stands. */
  async refresh(teamId: TeamId, board: BoardName): Promise<void> {
    const key = keyOf(teamId, board)
    const question = (this.#asked.get(key) ?? 0) + 1
    this.#asked.set(key, question)
    const before = this.#entries.get(key)
    if (before?.kind !== 'there') this.#entries.set(key, { kind: 'loading' })
    const read = await this.#fetch(teamId, board)
    if (this.#asked.get(key) !== question) return
    if (read.ok) this.#entries.set(key, { kind: 'there', snapshot: read.value })
    else if (before?.kind !== 'there') this.#entries.set(key, { kind: 'failed' })
  }
}

function keyOf(teamId: TeamId, board: BoardName): string {
  return `${teamId}/${board}`
}
