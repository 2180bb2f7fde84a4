/** The platform's own, brought by whoever reads: UTF-8, with a mark of byte order taken as text. */
export type DecodeText = (bytes: Uint8Array) => string

/**
 * Reads the encoding of lib0, piece by piece. What lies beyond the end reads as a mistake and throws, like all that no
 * program of ours writes.
 */
export class UpdateBytes {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #decode: DecodeText
  #at = 0

  constructor(bytes: Uint8Array, decode: DecodeText) {
    this.#bytes = bytes
    this.#decode = decode
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new RangeError('The bytes end too early.')
    return byte
  }

  /** At most 53 bits. */
  number(): number {
    let number = 0
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.byte()
      number += (byte & 0x7f) * factor
      if (byte < 0x80) return number
      if (factor > Number.MAX_SAFE_INTEGER) throw new RangeError('The number is too large.')
    }
  }

  bytes(): Uint8Array {
    const start = this.#skip(this.number())
    return this.#bytes.subarray(start, this.#at)
  }

  string(): string {
    return this.#decode(this.bytes())
  }

  /** What a shared map holds that is no shared type itself. */
  value(): unknown {
    const kind = this.byte()
    switch (kind) {
      case 127:
        return undefined
      case 126:
        return null
      case 125:
        return this.#signed()
      case 124:
        return this.#view.getFloat32(this.#skip(4))
      case 123:
        return this.#view.getFloat64(this.#skip(8))
      case 122:
        return this.#view.getBigInt64(this.#skip(8))
      case 121:
        return false
      case 120:
        return true
      case 119:
        return this.string()
      case 118:
        return Object.fromEntries(this.list(() => [this.string(), this.value()]))
      case 117:
        return this.list(() => this.value())
      case 116:
        return this.bytes()
      default:
        throw new RangeError(`There is no kind ${kind}.`)
    }
  }

  /** As many as the number before them says. */
  list<Item>(read: () => Item): Item[] {
    const items: Item[] = []
    for (let left = this.number(); left > 0; left--) items.push(read())
    return items
  }

  /** Six bits, sign and all, then seven a byte. */
  #signed(): number {
    const first = this.byte()
    const sign = first & 0x40 ? -1 : 1
    const rest = first & 0x80 ? this.number() : 0
    return sign * ((first & 0x3f) + rest * 0x40)
  }

  /** Answers where the part left behind begins. */
  #skip(length: number): number {
    const start = this.#at
    this.#at += length
    if (this.#at > this.#bytes.byteLength) throw new RangeError('The bytes end too early.')
    return start
  }
}
