import { join } from 'node:path'
import DatabaseFile from 'better-sqlite3'
import * as Y from 'yjs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '#shared/random.ts'
import { BoardLog } from '../../server/boards/board-log.ts'
import { SERVER } from '../../server/boards/client-ids.ts'
import { buildBoard, readStoredBoard } from '../../server/boards/stored-board.ts'
import { SNAPSHOTS_KEPT, type Storage } from '../../server/storage/ports.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { listeningLog } from '../support/board-server.ts'
import { linesUntilKilled, startChild } from '../support/child.ts'
import { COMPACTED, compactedText, SLOTS } from '../support/compacting-board.ts'
import { storageFolder } from '../support/storage-folder.ts'

let dir: string
let remove: () => Promise<void>
beforeEach(async () => {
  ;({ dir, remove } = await storageFolder())
})
afterEach(() => remove())

describe('compaction', () => {
  it('F-50 loses nothing when the server is killed in the middle of it', { timeout: 120_000 }, async () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
    const random = seededRandom(seed)
    let snapshots = 0
    for (let kill = 1; kill <= 6; kill++) {
      const during = `seed ${seed}, kill ${kill}`
      const child = startChild('compacting-child.ts', dir)
      const acknowledged = await linesUntilKilled(child, 10 + Math.floor(random() * 90))
      await withStorage(async (storage) => {
        const log = listeningLog()
        const stored = await readStoredBoard(storage, COMPACTED, log)
        const texts = buildBoard(stored.base, stored.tail).doc.getMap<string>('texts')
        const last = Number(texts.get('last'))
        expect(last, during).toBeGreaterThanOrEqual(Number(acknowledged.at(-1)))
        for (let count = Math.max(1, last - SLOTS + 1); count <= last; count++)
          expect(texts.get(`slot ${count % SLOTS}`), during).toBe(compactedText(count))
        expect(log.lines, during).toEqual([])
        expect(await storage.quarantined(), during).toEqual([])
        snapshots += (await storage.snapshots.latest(COMPACTED)) ? 1 : 0
      })
    }
    expect(snapshots, `seed ${seed}`).toBeGreaterThan(0)
  })

  it('F-50 falls back to the newest good snapshot with every record it needs, and keeps the bad ones aside', async () => {
    await withStorage(async (storage) => {
      await writeMany(storage, 120)
      expect((await storage.snapshots.latest(COMPACTED))?.seq).toBeGreaterThan(0)
    })
    // The two newest snapshots decay, one after the other; the content is there each time.
    for (let bad = 1; bad < SNAPSHOTS_KEPT; bad++) {
      const seq = await withStorage(async (storage) => (await storage.snapshots.latest(COMPACTED))?.seq ?? 0)
      decay('snapshots', seq)
      await withStorage(async (storage) => {
        const stored = await readStoredBoard(storage, COMPACTED, listeningLog())
        expect(stored.base).not.toBeNull()
        expect(buildBoard(stored.base, stored.tail).doc.getMap('texts').get('last')).toBe('120')
        expect((await storage.snapshots.latest(COMPACTED))?.seq).toBeLessThan(seq)
      })
    }
    // The next compactions put what decayed aside, and only then are older records trimmed again.
    await withStorage(async (storage) => {
      await writeMany(storage, 200)
      const aside = await storage.quarantined()
      expect(aside.map(({ kind, reason }) => `${kind}: ${reason}`)).toEqual([
        'snapshot: the checksum does not hold',
        'snapshot: the checksum does not hold',
      ])
    })
  })

  it('F-50 passes over a snapshot that is whole but no document, and never reads it again', async () => {
    await withStorage(async (storage) => {
      await writeMany(storage, 120)
      const newest = await storage.snapshots.latest(COMPACTED)
      const log = listeningLog()
      await storage.snapshots.save(COMPACTED, (newest?.seq ?? 0) + 1, new Uint8Array([9, 9, 9]))
      for (let opening = 1; opening <= 2; opening++) {
        const stored = await readStoredBoard(storage, COMPACTED, log)
        expect(buildBoard(stored.base, stored.tail).doc.getMap('texts').get('last')).toBe('120')
      }
      expect(log.lines.map(({ message }) => message)).toEqual(['board snapshot set aside'])
      expect((await storage.quarantined()).map(({ kind }) => kind)).toEqual(['snapshot'])
    })
  })
})

describe('a damaged record', () => {
  it('F-03 costs itself alone: the board opens, and the quarantine has it once', async () => {
    await withStorage((storage) => writeMany(storage, 5))
    decay('journal', 3)
    const log = listeningLog()
    for (let opening = 1; opening <= 3; opening++)
      await withStorage(async (storage) => {
        const stored = await readStoredBoard(storage, COMPACTED, log)
        expect(stored.seq).toBe(5)
        const texts = buildBoard(stored.base, stored.tail).doc.getMap<string>('texts')
        // What came after it stands on it (one client's clock has no gaps) and is put aside with it.
        expect([1, 2].map((count) => texts.get(`slot ${count}`))).toEqual([1, 2].map(compactedText))
        const aside = await storage.quarantined()
        expect(aside.map(({ seq, reason }) => `${seq} ${reason}`)).toEqual([
          '3 damaged or missing',
          '4 does not apply',
          '5 does not apply',
        ])
        expect(new TextDecoder().decode(aside[1]?.bytes)).toContain('4 よりあい')
      })
    expect(log.lines).toHaveLength(3)
  })
})

/** Goes on writing the board up to edit `until`, as the compacting program does. */
async function writeMany(storage: Storage, until: number): Promise<void> {
  const log = listeningLog()
  const written = await BoardLog.open({ storage, stream: COMPACTED, log, onFailure: () => undefined })
  const { doc } = written.build()
  const texts = doc.getMap<string>('texts')
  for (let count = Number(texts.get('last') ?? 0) + 1; count <= until; count++) {
    const before = Y.encodeStateVector(doc)
    doc.transact(() => {
      texts.set(`slot ${count % SLOTS}`, compactedText(count))
      texts.set('last', String(count))
    })
    written.write({ sender: SERVER, updates: [Y.encodeStateAsUpdate(doc, before)] }, () => undefined)
    await written.flush()
  }
  while (!written.settled) await new Promise((resolve) => setImmediate(resolve))
  expect(log.lines).toEqual([])
}

/** Changes one byte of a stored row, as decay would. The storage must be closed. */
function decay(table: 'journal' | 'snapshots', seq: number): void {
  const db = new DatabaseFile(join(dir, 'yoriai.db'))
  const row = db.prepare<[number], { bytes: Buffer }>(`select bytes from ${table} where seq = ?`).get(seq)
  if (!row) throw new Error(`no row ${seq}`)
  const middle = row.bytes.length >> 1
  row.bytes[middle] = (row.bytes[middle] ?? 0) ^ 0x04
  db.prepare(`update ${table} set bytes = ? where seq = ?`).run(row.bytes, seq)
  db.close()
}

async function withStorage<T>(use: (storage: Storage) => Promise<T>): Promise<T> {
  const storage = await openSqliteStorage({ dir })
  try {
    return await use(storage)
  } finally {
    await storage.close()
  }
}
