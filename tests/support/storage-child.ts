import { eventStream } from '../../server/storage/ports.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { childRecord, childWorkshop, CHILD_STREAMS } from './storage-records.ts'

/**
 * A program that appends for ever and says what was acknowledged, a line `stream seq` each, until it is killed.
 * Arguments: the data folder.
 */
const [, , dir] = process.argv
if (!dir) throw new Error('the data folder is missing')
const storage = await openSqliteStorage({ dir })
process.stdout.write('open\n')

async function appendForEver(which: number): Promise<never> {
  const stream = eventStream(childWorkshop(which))
  const { records } = await storage.journal.read(stream, 0)
  let seq = records.at(-1)?.seq ?? 0
  for (;;) {
    // One, two or three records at a time: an append is all or nothing.
    const size = 1 + (seq % 3)
    const added = Array.from({ length: size }, (_, index) => childRecord(which, seq + 1 + index))
    await storage.journal.append({ stream, expectedSeq: seq, records: added })
    seq += size
    process.stdout.write(`${which} ${seq}\n`)
  }
}

await Promise.all(Array.from({ length: CHILD_STREAMS }, (_, which) => appendForEver(which)))
