/** Reads lib0's numbers one after another. Reads past the end, and what is no safe integer, are NaN, never an exception. */
export class Cursor {
  readonly bytes: Uint8Array
  /** where the next byte is */
  at = 0
  /** whether every number so far was in its shortest form, as lib0 writes them */
  isShortest = true

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** A varuint. */
  number(): number {
    let value = 0
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.bytes[this.at++]
      if (byte === undefined) return Number.NaN
      value += (byte & 0x7f) * factor
      if (byte < 0x80) {
        if (byte === 0 && factor > 1) this.isShortest = false
        return value <= Number.MAX_SAFE_INTEGER ? value : Number.NaN
      }
    }
    return Number.NaN
  }

  /** A byte array with its length before it, as a view; `null` when it does not end within these bytes. */
  payload(): Uint8Array | null {
    const size = this.number()
    const start = this.at
    this.at += size
    if (!(this.at <= this.bytes.byteLength)) return null
    return new Uint8Array(this.bytes.buffer, this.bytes.byteOffset + start, size)
  }
}
