import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

/** Bytes. What fits one packet gains nothing by being smaller. */
const LEAST = 1_400
const TEXT = /\.(js|css|svg)$/

const ways = [
  { suffix: 'br', compress: promisify(brotliCompress) },
  {
    suffix: 'gz',
    compress: (bytes: Buffer) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  },
]

/**
 * Writes the client's scripts and styles compressed as well, beside themselves (`.br`, `.gz`): once when they are built and
 * as small as can be, rather than for each who asks.
 */
export function compressedAssets(): Plugin {
  return {
    name: 'yoriai:compressed-assets',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async writeBundle({ dir }, bundle) {
      if (dir === undefined) return
      for (const name of Object.keys(bundle).filter((one) => TEXT.test(one))) {
        const path = join(dir, name)
        const bytes = await readFile(path)
        if (bytes.byteLength < LEAST) continue
        for (const { suffix, compress } of ways) await writeFile(`${path}.${suffix}`, await compress(bytes))
      }
    },
  }
}
