import type { Decoders } from '#shared/intake/decode.ts'

/** The platform's decoders, as server and browser bring them. */
export const decoders: Decoders = (encoding, options) => new TextDecoder(encoding, options)

export const UTF8_BOM = [0xef, 0xbb, 0xbf]
export const UTF16_BOM = [0xff, 0xfe]

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

export function utf16(text: string, order: 'le' | 'be' = 'le'): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), order === 'le')
  return bytes
}

export function withMark(mark: readonly number[], bytes: Uint8Array): Uint8Array {
  return Uint8Array.from([...mark, ...bytes])
}

/** Node has no Shift_JIS encoder: its decoder, asked for every pair of bytes once, read backwards. */
const shiftJisPairs = new Map<string, readonly [number, number]>()

export function shiftJis(text: string): Uint8Array {
  if (shiftJisPairs.size === 0) learnPairs()
  return Uint8Array.from(
    [...text].flatMap((letter) => {
      const code = letter.charCodeAt(0)
      if (code < 0x80) return [code]
      if (code >= 0xff61 && code <= 0xff9f) return [code - 0xff61 + 0xa1]
      const pair = shiftJisPairs.get(letter)
      if (pair === undefined) throw new Error(`Shift_JIS has no ${letter}`)
      return [...pair]
    }),
  )
}

function learnPairs(): void {
  const decoder = new TextDecoder('shift_jis')
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    // ED and EE repeat FA to FC, and Windows writes the latter
    if ((lead >= 0xa0 && lead <= 0xdf) || lead === 0xed || lead === 0xee) continue
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      const letter = decoder.decode(Uint8Array.of(lead, trail))
      const isOne = [...letter].length === 1 && letter !== '\ufffd'
      if (isOne && !shiftJisPairs.has(letter)) shiftJisPairs.set(letter, [lead, trail])
    }
  }
}
