import { crc32 as zlibCrc32 } from 'node:zlib'

/**
 * CRC-32 as in IEEE 802.3 and zlib (reflected, polynomial 0xEDB88320), of `bytes`, going on from the checksum of what
 * came before. An unsigned 32-bit integer. It finds decay and torn writes, not tampering.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  // Asked about nothing, zlib forgets what came before, or not, by where the nothing lies in memory.
  return bytes.byteLength === 0 ? before : zlibCrc32(bytes, before)
}

/** Covers where a record belongs as well as what it says, so that a row in the wrong place is found too. */
export function checksum(stream: string, seq: number, bytes: Uint8Array): number {
  // Files hold 0 for a record of no bytes, from when zlib's answer was taken as it came.
  return bytes.byteLength === 0 ? 0 : crc32(bytes, zlibCrc32(`${stream}\n${seq}\n`))
}
