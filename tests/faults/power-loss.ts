import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seededRandom, type Random } from '#shared/random.ts'
import { eventStream } from '../../server/storage/ports.ts'
import { openDatabase } from '../../server/storage/sqlite/database.ts'
import { storeOn } from '../../server/storage/sqlite/store.ts'
import { Disk } from '../support/fault-disk.ts'
import { mustTrace, readTrace, tracing, type TraceOp } from '../support/fault-trace.ts'
import { childRecord, childWorkshop, CHILD_STREAMS } from '../support/storage-records.ts'
import type { Trial } from './trial.ts'

/** Appends in one recorded run; torture takes a new run for every so many points. */
const APPENDS = 150
const POINTS_PER_RUN = 1_000

/**
 * G-02. SQLite's own method: everything the storage asks of the disk is recorded, and the power is cut at any moment of
 * it. What was synced is there; what was not is dropped, torn at a sector or reordered. Then our storage opens it.
 */
export const powerLoss: Trial = {
  name: 'power-loss',
  promise:
    'power loss at any moment: every acknowledged record and snapshot is there, and the database is sound',
  async run({ count, seed }) {
    const failures: string[] = []
    let acknowledged = 0
    let ops = 0
    for (let tried = 0; tried < count; tried += POINTS_PER_RUN) {
      const recorded = await recordRun(seed + tried)
      ops += recorded.length
      acknowledged += recorded.filter(({ kind }) => kind === 'say').length
      failures.push(
        ...replay(recorded, { points: Math.min(POINTS_PER_RUN, count - tried), seed: seed + tried }),
      )
    }
    return {
      trials: count,
      failures,
      figures: { 'acknowledgements in the traces': acknowledged, 'traced calls': ops },
    }
  },
}

/** What the storage does with the disk while it works, and what it acknowledges. */
export async function recordRun(seed: number): Promise<TraceOp[]> {
  mustTrace()
  const dir = mkdtempSync(join(tmpdir(), 'yoriai-power-'))
  try {
    const program = join(import.meta.dirname, '../support/fault-storage-child.ts')
    const data = join(dir, 'data')
    const trace = join(dir, 'trace')
    const [command = '', ...args] = tracing(trace)
    const own = [process.execPath, '--import', 'tsx', program, data, String(APPENDS), String(seed)]
    const child = spawn(command, [...args, ...own], { stdio: ['ignore', 'pipe', 'inherit'] })
    child.stdout.resume()
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) throw new Error(`the recorded program ended with ${code}`)
    const ops = await readTrace(trace, data)
    return ops.filter((op) => op.kind !== 'say' || /^(append|snapshot) /.test(op.bytes.toString()))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Cuts the power at so many moments of a run; what is wrong after each. */
export function replay(
  ops: readonly TraceOp[],
  { points, seed }: { points: number; seed: number },
): string[] {
  const random = seededRandom(seed)
  const moments = Array.from({ length: points }, () => Math.floor(random() * (ops.length + 1)))
  moments.sort((a, b) => a - b)
  // Images in memory: they are opened once and thrown away, and a real disk would be waited for.
  const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'yoriai-image-'))
  const disk = new Disk()
  const promised = new Promised()
  const failures: string[] = []
  let done = 0
  try {
    for (const moment of moments) {
      for (; done < moment; done++) {
        const op = ops[done]
        if (op?.kind === 'say') promised.note(op.bytes.toString())
        else if (op) disk.apply(op)
      }
      const wrong = cutAndOpen(disk, promised, { dir: join(dir, 'data'), random })
      failures.push(
        ...wrong.map((one) => `seed ${seed}, power cut after call ${moment} of ${ops.length}: ${one}`),
      )
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
  return failures
}

/** What the storage has acknowledged up to a moment, by stream. */
class Promised {
  readonly appended = Array.from({ length: CHILD_STREAMS }, () => 0)
  readonly saved = Array.from({ length: CHILD_STREAMS }, () => 0)

  note(said: string): void {
    for (const [, what, stream, seq] of said.matchAll(/^(append|snapshot) (\d+) (\d+)$/gm)) {
      this[what === 'append' ? 'appended' : 'saved'][Number(stream)] = Number(seq)
    }
  }
}

function cutAndOpen(
  disk: Disk,
  promised: Promised,
  { dir, random }: { dir: string; random: Random },
): string[] {
  const fates = disk.cut(dir, random)
  const wrong: string[] = []
  try {
    const db = openDatabase({ dir, maxBytes: null })
    try {
      const sound = db.pragma('integrity_check', { simple: true })
      if (sound !== 'ok') wrong.push(`integrity_check: ${String(sound)}`)
      const { calls } = storeOn(db)
      for (const [which, least] of promised.appended.entries()) {
        const stream = eventStream(childWorkshop(which))
        const snapshot = calls.latestSnapshot(stream)
        const from = snapshot?.seq ?? 0
        if (from < (promised.saved[which] ?? 0))
          wrong.push(`${stream}: the snapshot at ${promised.saved[which]} is lost`)
        if (snapshot && !isRecord(which, snapshot.seq, snapshot.bytes))
          wrong.push(`${stream}: the snapshot reads wrong`)
        const { records, damaged } = calls.read(stream, from)
        if (damaged.length > 0) wrong.push(`${stream}: damaged records ${damaged.join(' ')}`)
        for (const { seq, bytes } of records) {
          if (!isRecord(which, seq, bytes)) wrong.push(`${stream}: record ${seq} reads wrong`)
        }
        const last = records.at(-1)?.seq ?? from
        if (last < least) wrong.push(`${stream}: acknowledged up to ${least}, there up to ${last}`)
      }
    } finally {
      db.close()
    }
  } catch (error) {
    wrong.push(`does not open: ${String(error)}`)
  }
  return wrong.map((one) => `${one} (unsynced writes ${fates.join(', ')})`)
}

function isRecord(which: number, seq: number, bytes: Uint8Array): boolean {
  return Buffer.from(childRecord(which, seq)).equals(bytes)
}
