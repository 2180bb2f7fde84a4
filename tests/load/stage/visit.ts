import * as Y from 'yjs'
import type { Contestant } from '../contestants.ts'
import { BoardLink } from '../people/board-link.ts'

export interface Visit {
  readonly port: number
  readonly contestant: Contestant
  readonly board: string
  readonly token: string | null
}

/** Far more than any server here needs. */
const PATIENCE_MS = 20_000

/**
 * Somebody with an empty document comes, stays until `complete`, and goes. Rejects when that never happens. `brings` is
 * put on the board as one edit.
 */
export async function visit(
  { port, contestant, board, token }: Visit,
  complete: (doc: Y.Doc) => boolean,
  brings?: Uint8Array,
): Promise<Y.Doc> {
  const doc = new Y.Doc()
  let look: () => void = () => undefined
  const done = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${board} was not complete after ${PATIENCE_MS} ms`)),
      PATIENCE_MS,
    )
    look = () => {
      if (!complete(doc)) return
      clearTimeout(timer)
      resolve()
    }
  })
  const link = new BoardLink({
    port,
    contestant,
    board,
    token,
    stateVector: Y.encodeStateVector(doc),
    onUpdate: (update) => {
      Y.applyUpdate(doc, update)
      look()
    },
    beyond: (stateVector) => Y.encodeStateAsUpdate(doc, stateVector),
  })
  try {
    await link.synced
    if (brings) {
      Y.applyUpdate(doc, brings)
      link.edit(brings)
      await sleepUntilSent()
    }
    look()
    await done
    return doc
  } finally {
    link.leave()
  }
}

/** A socket that is destroyed at once may lose what it was given. */
function sleepUntilSent(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100))
}
