import { applyUpdate, snapshot, snapshotContainsUpdate, type Doc } from 'yjs'
import type { BoardName, TeamId } from '#shared/ids.ts'
import { keptElsewhere } from './board-keeper.ts'
import { keptStore, type KeptFor, type KeptPlace } from './kept-store.ts'
import type { Kept } from './kept.ts'
import { getDrawer } from './drawer.svelte.ts'

/** Origin of what an earlier page had not got saved. */
const KEPT = Symbol('kept')

/** Where a document stands with the server. */
export interface Standing {
  readonly synced: boolean
  readonly generation: string | null
  readonly writable: boolean
  /** it will never be synced */
  readonly shut: boolean
}

/** What earlier pages kept of one board: brought back into its document, or into the drawer where that cannot be. */
export class AdoptedEdits {
  readonly #place: KeptPlace
  #found: readonly Kept[] = []
  #adopted: readonly Kept[] = []

  constructor(place: KeptPlace, found: () => void) {
    this.#place = place
    void keptElsewhere(place).then((all) => {
      this.#found = all.filter(({ teamId, board }) => teamId === place.teamId && board === place.board)
      if (this.#found.length > 0) found()
    })
  }

  /** Texts that are in the document again and not yet known to be saved. */
  get texts(): readonly string[] {
    return this.#adopted.flatMap(({ texts }) => texts)
  }

  /** Brings back what may come back. Returns how many texts went to the drawer instead. */
  take(doc: Doc, { synced, generation, writable, shut }: Standing): number {
    if (this.#found.length === 0 || (!shut && (!synced || generation === null))) return 0
    // applying tells of a change, which leads here again
    const found = this.#found
    this.#found = []
    let late = 0
    for (const kept of found) {
      const same = !shut && kept.generation === generation
      if (same && (holds(doc, kept) || (writable && applied(doc, kept))))
        this.#adopted = [...this.#adopted, kept]
      else late += shelve(this.#place, kept)
    }
    return late
  }

  /** The server has it, or the drawer. */
  settle(): void {
    for (const { key, version } of this.#adopted) void keptStore.remove(key, version)
    this.#adopted = []
  }
}

/** Puts what was kept of all other boards of this person into the drawer: their time is over. Returns how many texts. */
export async function shelveOthers(
  who: KeptFor,
  live: { readonly teamId: TeamId; readonly board: BoardName } | null,
): Promise<number> {
  const all = await keptElsewhere(who)
  return all
    .filter(({ teamId, board }) => teamId !== live?.teamId || board !== live.board)
    .reduce((texts, kept) => texts + shelve(who, kept), 0)
}

function shelve(who: KeptFor, { key, version, board, texts }: Kept): number {
  const drawer = getDrawer(who.workshopId)
  const before = drawer.entries.length
  for (const text of texts) drawer.add(text, board)
  void keptStore.remove(key, version)
  return drawer.entries.length - before
}

/** It had arrived after all, before the page could hear of it. */
function holds(doc: Doc, { update }: Kept): boolean {
  try {
    return snapshotContainsUpdate(snapshot(doc), update)
  } catch {
    return false
  }
}

/** `false` when it does not read, or builds on something that is not there. */
function applied(doc: Doc, { update }: Kept): boolean {
  try {
    applyUpdate(doc, update, KEPT)
    return doc.store.pendingStructs === null && doc.store.pendingDs === null
  } catch {
    return false
  }
}
