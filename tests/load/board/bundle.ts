import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** What vite says of a file it wrote. */
interface Chunk {
  readonly file: string
  readonly name?: string
  readonly imports?: readonly string[]
}
type Manifest = Readonly<Record<string, Chunk>>

export interface Bundle {
  /** KB, each file packed by itself with gzip, as it travels at most */
  readonly totalKb: number
  /** the same with brotli, as browsers of today take it */
  readonly brotliKb: number
  readonly files: readonly { readonly name: string; readonly kb: number }[]
}

const BUILT = 'dist/client'
/** The chunk of all that the room imports outright (vite.config.ts). */
const ROOM_CHUNK = 'room'
/** One language is fetched; Japanese takes more bytes. */
const ROOM_WORDS = '../virtual:words/room/ja'

/**
 * The JavaScript without which the room does not show its board: the page's script, the room with its words in one language,
 * and all that these import outright. Nothing else is asked for until the board is painted (tests/e2e/first-picture.spec.ts
 * watches over that); what is fetched then, or at a tap, is not in it.
 */
export function roomBundle(): Bundle {
  const manifest = JSON.parse(readFileSync(`${BUILT}/.vite/manifest.json`, 'utf8')) as Manifest
  const needed = new Set<string>()
  const need = (key: string): void => {
    const chunk = manifest[key]
    if (!chunk) throw new Error(`the build has no ${key}`)
    if (needed.has(chunk.file)) return
    needed.add(chunk.file)
    chunk.imports?.forEach(need)
  }
  const room = Object.keys(manifest).find(
    (key) => manifest[key]?.name === ROOM_CHUNK && manifest[key].file.endsWith('.js'),
  )
  for (const key of ['index.html', room ?? ROOM_CHUNK, ROOM_WORDS]) need(key)
  const packed = (file: string, pack: (bytes: Buffer) => Buffer) =>
    pack(readFileSync(`${BUILT}/${file}`)).byteLength / 1024
  const files = [...needed].map((file) => ({
    name: file.replace('assets/', ''),
    kb: packed(file, gzipped),
  }))
  return {
    files: files.sort((a, b) => b.kb - a.kb),
    totalKb: files.reduce((sum, { kb }) => sum + kb, 0),
    brotliKb: [...needed].reduce((sum, file) => sum + packed(file, (bytes) => brotliCompressSync(bytes)), 0),
  }
}

/** As the build writes it beside each file (scripts/lib/compressed-assets.ts), and the server sends it. */
export function gzipped(bytes: Buffer): Buffer {
  return gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION })
}

/** For a reader at a terminal. */
export function bundleText({ files, totalKb, brotliKb }: Bundle): string {
  const row = (name: string, kb: number) => `${kb.toFixed(1).padStart(7)} KB  ${name}`
  return [
    ...files.map(({ name, kb }) => row(name, kb)),
    row('together (bar 120)', totalKb),
    row('with brotli', brotliKb),
    '',
  ].join('\n')
}
