import { seededRandom } from '#shared/random.ts'
import { eventStream, type Storage } from '../../server/storage/ports.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { childRecord, childWorkshop, CHILD_STREAMS } from './storage-records.ts'

/**
 * A program that does what rooms and boards do with the disk, so many times in all, and says what was acknowledged, a
 * line each: `append stream seq`, `snapshot stream seq`. Arguments: the data folder, the number of appends, a seed.
 */
const [, , dir, times, seed] = process.argv
if (!dir) throw new Error('the data folder is missing')
/** Closing and opening move the log into the database: the other half of what a power cut can hit. */
const ROUNDS = 3
const random = seededRandom(Number(seed))
const say = (line: string) => process.stdout.write(`${line}\n`)
const seqs = Array.from({ length: CHILD_STREAMS }, () => 0)

async function work(storage: Storage, which: number, until: () => boolean): Promise<void> {
  const stream = eventStream(childWorkshop(which))
  let seq = seqs[which] ?? 0
  while (!until()) {
    const size = 1 + Math.floor(random() * 4)
    const records = Array.from({ length: size }, (_, index) => childRecord(which, seq + 1 + index))
    await storage.journal.append({ stream, expectedSeq: seq, records })
    seq += size
    seqs[which] = seq
    say(`append ${which} ${seq}`)
    if (random() < 0.15) {
      const saved = seq
      await storage.snapshots.save(stream, saved, childRecord(which, saved))
      say(`snapshot ${which} ${saved}`)
      await storage.journal.trim(stream, saved)
    }
    // Sometimes alone on the disk, sometimes in a crowd.
    if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 20))
  }
}

for (let round = 0; round < ROUNDS; round++) {
  let left = Number(times) / ROUNDS
  const storage = await openSqliteStorage({ dir })
  const streams = Array.from({ length: CHILD_STREAMS }, (_, which) => which)
  await Promise.all(streams.map((which) => work(storage, which, () => left-- <= 0)))
  await storage.close()
}
