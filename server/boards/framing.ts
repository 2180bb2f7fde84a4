/** Bytes before a message in its frame, at most. */
export const LARGEST_HEAD = 10

/** A final binary frame (RFC 6455, section 5.2). */
const FINAL_BINARY = 0x82

/** Bytes. Boards as newcomers get them: made once, and sent to whoever comes. */
const LARGE = 4 * 1024
const largeOnes = new WeakMap<Uint8Array, Buffer>()

/** what was framed last: an edit goes to a whole team, one after the other */
let last: { readonly message: Uint8Array; readonly bytes: Buffer } | null = null

/** `message` as one frame from a server, which is not masked. The same message is framed once for all who get it. */
export function framed(message: Uint8Array): Buffer {
  if (last?.message === message) return last.bytes
  const known = message.byteLength >= LARGE ? largeOnes.get(message) : undefined
  if (known) return known
  const bytes = Buffer.allocUnsafe(LARGEST_HEAD + message.byteLength)
  const start = writeHead(bytes, 0, message.byteLength)
  bytes.set(message, start)
  const frame = bytes.subarray(0, start + message.byteLength)
  if (message.byteLength >= LARGE) largeOnes.set(message, frame)
  else last = { message, bytes: frame }
  return frame
}

/** Writes what stands before a message of `size` bytes, and returns where the message begins. */
export function writeHead(bytes: Buffer, at: number, size: number): number {
  bytes[at] = FINAL_BINARY
  if (size < 126) {
    bytes[at + 1] = size
    return at + 2
  }
  if (size < 65_536) {
    bytes[at + 1] = 126
    return bytes.writeUInt16BE(size, at + 2)
  }
  bytes[at + 1] = 127
  return bytes.writeBigUInt64BE(BigInt(size), at + 2)
}
