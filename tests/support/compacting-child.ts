import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { BoardLog } from '../../server/boards/board-log.ts'
import { SERVER } from '../../server/boards/client-ids.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { COMPACTED, compactedText, SLOTS } from './compacting-board.ts'

/**
 * A program that edits one board so heavily that it is compacted every few edits, and says which edit was acknowledged, a
 * number a line, until it is killed. Arguments: the data folder.
 */
const [, , dir] = process.argv
if (!dir) throw new Error('the data folder is missing')
const storage = await openSqliteStorage({ dir })
const quiet = () => undefined
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
const written = await BoardLog.open({
  storage,
  stream: COMPACTED,
  log,
  onFailure: (error) => {
    throw error
  },
})
const board = boardDoc(new Y.Doc())
Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(written.build().doc))
const texts = board.doc.getMap<string>('texts')
let last = Number(texts.get('last') ?? 0)
for (;;) {
  last++
  const before = Y.encodeStateVector(board.doc)
  board.doc.transact(() => {
    texts.set(`slot ${last % SLOTS}`, compactedText(last))
    texts.set('last', String(last))
  })
  written.write({ sender: SERVER, updates: [Y.encodeStateAsUpdate(board.doc, before)] }, quiet)
  await written.flush()
  process.stdout.write(`${last}\n`)
}
