import { err, ok, type Result } from '../result.ts'
import { INTAKE_LIMITS, type FileTrouble } from './file-trouble.ts'

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'shift_jis'] as const
export type Encoding = (typeof ENCODINGS)[number]

/**
 * The platform's decoders, brought by whoever reads a file: `(encoding, options) => new TextDecoder(encoding, options)`.
 * They leave a byte order mark out; with `fatal` they throw at bytes that are not in the encoding.
 */
export type Decoders = (
  encoding: Encoding,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string }

export interface DecodedText {
  /** line ends are `\n`, within cells too */
  readonly text: string
  readonly encoding: Encoding
  readonly bom: boolean
  /** an end of line at the very end begins no line */
  readonly lines: number
  /** letters that could not be read and are U+FFFD now */
  readonly lost: number
}

const BOMS: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding }[] = [
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
]
/** How a .zip begins, and with it an .xlsx and what Google Forms downloads. */
const ARCHIVE = [0x50, 0x4b, 0x03, 0x04]
/** Bytes looked at for UTF-16 without a mark: a heading has its separators by then. */
const PROBE = 200

/** A file as text. Unicode by its mark, by its NULs or because it is sound UTF-8; Shift_JIS (as Windows writes it) else. */
export function decodeFile(bytes: Uint8Array, decoders: Decoders): Result<DecodedText, FileTrouble> {
  if (bytes.length > INTAKE_LIMITS.bytes) {
    return err({ kind: 'too_large', limit: INTAKE_LIMITS.bytes, found: bytes.length })
  }
  if (beginsWith(bytes, ARCHIVE)) return err({ kind: 'archive' })
  const { encoding, bom } = encodingOf(bytes, decoders)
  const decoded = decoders(encoding, { fatal: false }).decode(bytes)
  if (decoded.includes('\0')) return err({ kind: 'not_text' })
  const text = decoded.replace(/\r\n?/g, '\n')
  if (text.trim() === '') return err({ kind: 'empty' })
  const ends = occurrences(text, '\n')
  return ok({
    text,
    encoding,
    bom,
    lines: text.endsWith('\n') ? ends : ends + 1,
    lost: occurrences(text, '\ufffd'),
  })
}

function encodingOf(
  bytes: Uint8Array,
  decoders: Decoders,
): { readonly encoding: Encoding; readonly bom: boolean } {
  const mark = BOMS.find((one) => beginsWith(bytes, one.bytes))
  if (mark !== undefined) return { encoding: mark.encoding, bom: true }
  return { encoding: utf16Of(bytes) ?? (isUtf8(bytes, decoders) ? 'utf-8' : 'shift_jis'), bom: false }
}

/**
 * UTF-8 and Shift_JIS text has no NUL. In UTF-16 every Latin letter, digit and separator has one, always on the same side;
 * the odd one on the other side is a letter like the ideographic space (U+3000).
 */
function utf16Of(bytes: Uint8Array): Encoding | null {
  const nuls = [0, 0]
  for (const [at, byte] of bytes.subarray(0, PROBE).entries()) {
    if (byte === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1
  }
  const [even = 0, odd = 0] = nuls
  if (even === odd) return null
  return odd > even ? 'utf-16le' : 'utf-16be'
}

function isUtf8(bytes: Uint8Array, decoders: Decoders): boolean {
  try {
    decoders('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function beginsWith(bytes: Uint8Array, beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => bytes[at] === byte)
}

function occurrences(text: string, letter: string): number {
  let count = 0
  for (let at = text.indexOf(letter); at !== -1; at = text.indexOf(letter, at + 1)) count++
  return count
}
