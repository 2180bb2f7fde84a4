import type { BoardAddress } from '../../rooms/ports.ts'
import type { Log } from '../../runtime.ts'
import type { Storage, StreamName } from '../../storage/ports.ts'
import { decodeMoment, encodeMoment, type MomentRecord } from './moment-record.ts'

export type KeptMoment = MomentRecord & { readonly number: number }

type Disk = Pick<Storage, 'journal' | 'snapshots'>

/**
 * The journal drops what lies before the oldest of three snapshots, so the last two or three of such stretches are kept:
 * three hours of a board that is changed without a pause, and no more than some MiB of the largest ones.
 */
const STRETCH_MOMENTS = 200
const STRETCH_BYTES = 4 * 1024 * 1024

const NOTHING = new Uint8Array(0)

/** The moments of one board on disk: a journal of their own, each of them whole. Appends come one after another. */
export class MomentLog {
  readonly #disk: Disk
  readonly #stream: StreamName
  readonly #log: Log
  /** of the last record; `null`: to be read */
  #seq: number | null = null
  #since = { moments: 0, bytes: 0 }
  #work: Promise<unknown> = Promise.resolve()

  constructor(disk: Disk, { workshopId, teamId, board }: BoardAddress, log: Log) {
    this.#disk = disk
    this.#stream = `moments/${workshopId}/${teamId}/${board}` as StreamName
    this.#log = log
  }

  /** What is kept, oldest first; what does not read is left out. Rejects when the disk fails. */
  async read(): Promise<readonly KeptMoment[]> {
    const { records, damaged } = await this.#disk.journal.read(this.#stream, 0)
    for (const seq of damaged) await this.#setAside(seq, 'damaged or missing')
    const kept: KeptMoment[] = []
    for (const { seq, bytes } of records) {
      try {
        kept.push({ number: seq, ...decodeMoment(bytes) })
      } catch {
        await this.#setAside(seq, 'does not read')
      }
    }
    return kept
  }

  /** On disk when this resolves. Rejects when the disk fails; the next one begins by reading where things stand. */
  add(moment: MomentRecord): Promise<void> {
    const added = this.#work.then(() => this.#append(encodeMoment(moment)))
    this.#work = added.catch(() => (this.#seq = null))
    return added
  }

  async #append(bytes: Uint8Array): Promise<void> {
    const { journal, snapshots } = this.#disk
    const seq = (this.#seq ??= await this.#lastSeq())
    await journal.append({ stream: this.#stream, expectedSeq: seq, records: [bytes] })
    this.#seq = seq + 1
    this.#since = { moments: this.#since.moments + 1, bytes: this.#since.bytes + bytes.byteLength }
    if (this.#since.moments < STRETCH_MOMENTS && this.#since.bytes < STRETCH_BYTES) return
    // Each moment is whole: the snapshot has nothing to say but how far back the journal must reach.
    await snapshots.save(this.#stream, this.#seq, NOTHING)
    this.#since = { moments: 0, bytes: 0 }
    await journal.trim(this.#stream, this.#seq)
  }

  async #lastSeq(): Promise<number> {
    const snapshot = await this.#disk.snapshots.latest(this.#stream)
    const from = snapshot?.seq ?? 0
    const { records, damaged, quarantined } = await this.#disk.journal.read(this.#stream, from)
    this.#since = {
      moments: records.length,
      bytes: records.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
    }
    return Math.max(from, records.at(-1)?.seq ?? 0, ...damaged, ...quarantined)
  }

  async #setAside(seq: number, reason: string): Promise<void> {
    const isNews = await this.#disk.journal.quarantine(this.#stream, seq, reason).catch(() => true)
    if (isNews) this.#log.error({ stream: this.#stream, seq, reason }, 'a kept moment set aside')
  }
}
