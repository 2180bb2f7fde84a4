import * as Y from 'yjs'
import type { Contestant } from '../contestants.ts'
import { BoardLink } from '../people/board-link.ts'
import { EMPTY_STATE_VECTOR } from '../wire/updates.ts'
import { sleep } from './lanes.ts'

export interface Visit {
  readonly port: number
  readonly contestant: Contestant
  readonly board: string
  readonly token: string | null
}

/** Far more than any server here needs. */
const PATIENCE_MS = 30_000
/** LevelDB says "synced" before it has looked; what comes before it has looked is easily lost. */
const OPENED_MS = 200

/** Somebody with an empty document comes, stays until `complete`, and goes. Rejects when that never happens. */
export async function visit(at: Visit, complete: (doc: Y.Doc) => boolean): Promise<Y.Doc> {
  const doc = new Y.Doc()
  const link = new BoardLink({
    ...at,
    stateVector: Y.encodeStateVector(doc),
    onUpdate: (update) => Y.applyUpdate(doc, update),
    beyond: (stateVector) => Y.encodeStateAsUpdate(doc, stateVector),
  })
  try {
    await link.synced
    const deadline = performance.now() + PATIENCE_MS
    while (!complete(doc)) {
      if (performance.now() > deadline)
        throw new Error(`${at.board} was not complete after ${PATIENCE_MS} ms`)
      await sleep(5)
    }
    return doc
  } finally {
    link.leave()
  }
}

/** Puts `update` on a board as one edit, and stays until somebody else has all of it. */
export async function bring(at: Visit, update: Uint8Array, complete: (doc: Y.Doc) => boolean): Promise<void> {
  const link = new BoardLink({ ...at, stateVector: EMPTY_STATE_VECTOR, onUpdate: () => undefined })
  try {
    await link.synced
    await sleep(OPENED_MS)
    link.edit(update)
    await visit(at, complete)
  } finally {
    link.leave()
  }
}
