import { crc32 as zlibCrc32 } from 'node:zlib'

/**
 * CRC-32 as in IEEE 802.3 and zlib (reflected, polynomial 0xEDB88320), of `bytes`, going on from the checksum of what
 * came before. An unsigned 32-bit integer. It finds decay and torn writes, not tampering.
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  return zlibCrc32(bytes, before)
}

const utf8 = new TextEncoder()

/** Covers where a record belongs as well as what it says, so that a row in the wrong place is found too. */
export function checksum(stream: string, seq: number, bytes: Uint8Array): number {
  return crc32(bytes, crc32(utf8.encode(`${stream}\n${seq}\n`)))
}
