import { crc32 } from './crc32.ts'

/** A record as one row of the intake holds it among those of other streams. */
export interface IntakeRecord {
  /** of the row in `streams` */
  readonly streamId: number
  readonly seq: number
  /** `checksum` of the record, from when it was taken; `bytes` may have decayed since */
  readonly crc: number
  readonly bytes: Uint8Array
}

export interface IntakeRow {
  readonly heads: Uint8Array
  readonly bytes: Uint8Array
  /** the same as `heads`: a flipped bit in the one must not cost what the row holds */
  readonly headsAgain: Uint8Array
}

/** stream id, seq (a double: exact up to 2^53), length, crc */
const HEAD = 4 + 8 + 4 + 4
const CRC = 4

/** `id`: the row's own, which its checksum covers, so that a row in another one's place is found out. */
export function encodeIntakeRow(id: number, records: readonly IntakeRecord[]): IntakeRow {
  const heads = Buffer.allocUnsafe(records.length * HEAD + CRC)
  let at = 0
  for (const { streamId, seq, crc, bytes } of records) {
    at = heads.writeUInt32LE(streamId, at)
    at = heads.writeDoubleLE(seq, at)
    at = heads.writeUInt32LE(bytes.byteLength, at)
    at = heads.writeUInt32LE(crc, at)
  }
  heads.writeUInt32LE(crcOf(id, heads), at)
  return { heads, bytes: Buffer.concat(records.map(({ bytes }) => bytes)), headsAgain: heads }
}

/** `null` when neither copy of the heads can be believed: then nobody knows what was there. Bytes are not checked here. */
export function decodeIntakeRow(
  id: number,
  { heads, bytes, headsAgain }: IntakeRow,
): readonly IntakeRecord[] | null {
  const sound = [heads, headsAgain].map(asBuffer).find((copy) => isSound(id, copy))
  if (!sound) return null
  const records: IntakeRecord[] = []
  let from = 0
  for (let at = 0; at < sound.byteLength - CRC; at += HEAD) {
    const length = sound.readUInt32LE(at + 12)
    records.push({
      streamId: sound.readUInt32LE(at),
      seq: sound.readDoubleLE(at + 4),
      crc: sound.readUInt32LE(at + 16),
      bytes: bytes.subarray(from, from + length),
    })
    from += length
  }
  return records
}

function isSound(id: number, heads: Buffer): boolean {
  const end = heads.byteLength - CRC
  return end >= 0 && end % HEAD === 0 && crcOf(id, heads) === heads.readUInt32LE(end)
}

function crcOf(id: number, heads: Buffer): number {
  return crc32(heads.subarray(0, -CRC), crc32(Buffer.from(`intake ${id}\n`)))
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
