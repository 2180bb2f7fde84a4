/**
 * CRC-32 as in IEEE 802.3 and zlib (reflected, polynomial 0xEDB88320), from the table method of RFC 1952, section 8.
 * Written out because `zlib.crc32` came with Node 22. It finds decay and torn writes, not tampering.
 */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  return crc
})

/** The checksum of `bytes`, going on from the checksum of what came before. An unsigned 32-bit integer. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8)
  return ~crc >>> 0
}

const utf8 = new TextEncoder()

/** Covers where a record belongs as well as what it says, so that a row in the wrong place is found too. */
export function checksum(stream: string, seq: number, bytes: Uint8Array): number {
  return crc32(bytes, crc32(utf8.encode(`${stream}\n${seq}\n`)))
}
