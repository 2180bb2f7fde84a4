import * as Y from 'yjs'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { placeOf } from '#shared/boards/read-board.ts'
import { TextBinding } from './text-binding.ts'

/** What kind of text was typed: a card's words, or a cluster's name. */
export type TextKind = 'reworded' | 'named'

interface Options {
  readonly board: BoardDoc
  /** how a stretch of typing is called, in the words of the moment */
  readonly textLabel: (kind: TextKind) => string
}

const LABEL = 'label'

/**
 * One person's own steps on one board, and the way back from each. What others changed since stays: a card they moved
 * on stays there, a cluster they filled or named stays with what is theirs. All that is typed in one field in one go
 * is one step.
 */
export class BoardHistory {
  readonly board: BoardDoc
  /** the origin of edits that are steps; `step` hands it out */
  readonly #origin = Symbol('own step')
  readonly #undo: Y.UndoManager
  #last: unknown = null
  #label = ''
  /** by cluster: whether it stays in the step being taken back */
  #kept = new Map<Y.Item, boolean>()

  constructor({ board, textLabel }: Options) {
    this.board = board
    this.#undo = new Y.UndoManager([board.cards, board.clusters, board.links], {
      // steps end where another origin begins, not after a while
      captureTimeout: Infinity,
      captureTransaction: ({ origin }) => {
        this.#divide(origin)
        return true
      },
      // what a field's own undo does belongs to the typing it is a part of
      trackedOrigins: new Set<unknown>([this.#origin, TextBinding, Y.UndoManager]),
      deleteFilter: (item) => !this.#isKept(item),
    })
    this.#undo.on('stack-item-added', ({ stackItem, origin, changedParentTypes }) => {
      const named = changedParentTypes.has(board.clusters as never)
      stackItem.meta.set(LABEL, this.#labelOf(origin) ?? textLabel(named ? 'named' : 'reworded'))
    })
  }

  /** Runs edits that belong to one step, with the origin they must carry. */
  step(label: string, run: (origin: symbol) => void): void {
    this.begin(label)
    this.go(run)
  }

  /** What `go` runs from here on belongs to one new step. */
  begin(label: string): void {
    this.#undo.stopCapturing()
    this.#label = label
  }

  go(run: (origin: symbol) => void): void {
    this.board.doc.transact(() => run(this.#origin), this.#origin)
  }

  /** Takes the last own step back that others have left anything of. Answers what it was, or `null`. */
  undo(): string | null {
    return this.#pop('undo')
  }

  redo(): string | null {
    return this.#pop('redo')
  }

  get canUndo(): boolean {
    return this.#undo.canUndo()
  }

  get canRedo(): boolean {
    return this.#undo.canRedo()
  }

  close(): void {
    this.#undo.destroy()
  }

  #pop(way: 'undo' | 'redo'): string | null {
    this.#kept = new Map()
    this.#undo.stopCapturing()
    return (this.#undo[way]()?.meta.get(LABEL) as string | undefined) ?? null
  }

  /** Another field, or another kind of edit, begins another step. */
  #divide(origin: unknown): void {
    const typed = origin instanceof TextBinding
    const unwound = origin instanceof Y.UndoManager && origin !== this.#undo
    if (!typed && !unwound && origin !== this.#origin) return
    const goesOn = unwound ? this.#last instanceof TextBinding : origin === this.#last
    if (goesOn) return
    if (origin !== this.#origin) this.#undo.stopCapturing()
    this.#last = origin
  }

  #labelOf(origin: unknown): string | null {
    if (origin === this.#origin) return this.#label
    // the way there again goes by the same name
    return origin === this.#undo ? String(this.#undo.currStackItem?.meta.get(LABEL) ?? '') : null
  }

  /** A cluster's own parts go together: the server refuses one that loses its name alone. */
  #isKept(item: Y.Item): boolean {
    const cluster = this.#clusterOf(item, this.#undo.redoing)
    if (cluster === null) return false
    let kept = this.#kept.get(cluster)
    if (kept === undefined) {
      kept = this.#isOthers(cluster)
      this.#kept.set(cluster, kept)
    }
    return kept
  }

  /** The cluster `item` is, or is a part of; letters of its name only when asked for. */
  #clusterOf(item: Y.Item, letters: boolean): Y.Item | null {
    const { clusters } = this.board
    const parent = item.parent as Y.AbstractType<unknown>
    if (parent === (clusters as unknown)) return item
    const above = parent._item
    if (above === null) return null
    if (above.parent === (clusters as unknown)) return above
    const higher = (above.parent as Y.AbstractType<unknown>)._item
    return letters && higher?.parent === (clusters as unknown) ? higher : null
  }

  /** Whether a card still lies in it, or somebody else has written in its name. */
  #isOthers(cluster: Y.Item): boolean {
    const { cards, clusters, doc } = this.board
    const lies = [...cards.values()].some(
      (card) => card instanceof Y.Map && placeOf(card, clusters).cluster === cluster.parentSub,
    )
    return lies || hasLettersOfOthers(clusters.get(cluster.parentSub ?? '')?.get('title'), doc.clientID)
  }
}

function hasLettersOfOthers(title: unknown, me: number): boolean {
  if (!(title instanceof Y.Text)) return false
  for (let item = title._start; item !== null; item = item.right) {
    if (!item.deleted && item.id.client !== me) return true
  }
  return false
}
