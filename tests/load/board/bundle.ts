import { readFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** What vite says of a file it wrote. */
interface Chunk {
  readonly file: string
  readonly imports?: readonly string[]
}

export interface Bundle {
  /** KB, each file packed by itself with gzip, as it travels at most */
  readonly totalKb: number
  /** the same with brotli, as browsers of today take it */
  readonly brotliKb: number
  readonly files: readonly { readonly name: string; readonly kb: number }[]
}

const BUILT = 'dist/client'
/** the page's own script, and the room it fetches */
const ROOM = ['index.html', 'room/RoomPage.svelte']

/**
 * The JavaScript without which the room does not show its board: the page's script, the room, and all that these import
 * outright. What is fetched later, when idle or at a tap, is not in it.
 */
export function roomBundle(): Bundle {
  const manifest = JSON.parse(readFileSync(`${BUILT}/.vite/manifest.json`, 'utf8')) as Record<string, Chunk>
  const needed = new Set<string>()
  const need = (key: string): void => {
    const chunk = manifest[key]
    if (!chunk) throw new Error(`the build has no ${key}`)
    if (needed.has(chunk.file)) return
    needed.add(chunk.file)
    chunk.imports?.forEach(need)
  }
  ROOM.forEach(need)
  const packed = (file: string, pack: (bytes: Buffer) => Buffer) =>
    pack(readFileSync(`${BUILT}/${file}`)).byteLength / 1024
  const files = [...needed].map((file) => ({
    name: file.replace('assets/', ''),
    kb: packed(file, (bytes) => gzipSync(bytes)),
  }))
  return {
    files: files.sort((a, b) => b.kb - a.kb),
    totalKb: files.reduce((sum, { kb }) => sum + kb, 0),
    brotliKb: [...needed].reduce((sum, file) => sum + packed(file, (bytes) => brotliCompressSync(bytes)), 0),
  }
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
