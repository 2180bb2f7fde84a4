import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, statfs } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { StorageError } from '../storage/ports.ts'
import type { BackupPlace } from '../upkeep/hourly-backup.ts'
import { timeOfSound } from './backup.ts'

interface Options {
  readonly from: string
  readonly to: string
  readonly keep: number
}

/**
 * Backups by `data-tool` as a process of its own, at low priority: copying and checking takes a large database seconds, in
 * which no room may stand still.
 */
export function backupPlace({ from, to, keep }: Options): BackupPlace {
  return {
    async take(signal) {
      const { path, execArgv } = tool()
      const args = [...execArgv, path, 'backup', '--to', to, '--keep', String(keep)]
      const env = { ...process.env, DATA_DIR: from }
      const child = spawn(process.execPath, args, { env, signal, stdio: ['ignore', 'ignore', 'pipe'] })
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)))
      if (child.pid !== undefined) lower(child.pid)
      const [code] = (await once(child, 'close')) as [number | null]
      if (code === 0) return 'sound'
      if (code === 2) return 'damaged'
      throw new StorageError(`The backup ended with code ${code}: ${said.trim()}`)
    },
    async newest() {
      const names = await readdir(to).catch(() => [])
      const times = names.flatMap((name) => timeOfSound(name) ?? [])
      return times.length === 0 ? null : Math.max(...times)
    },
    async freeBytes() {
      try {
        await mkdir(to, { recursive: true })
        const { bavail, bsize } = await statfs(to)
        return bavail * bsize
      } catch {
        return null
      }
    },
  }
}

/** It is gone already, or the system does not allow it: it runs as it is then. */
function lower(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW)
  } catch {
    return
  }
}

/** Beside the built server, or its source. */
function tool(): { readonly path: string; readonly execArgv: readonly string[] } {
  const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url))
  if (!import.meta.url.endsWith('.ts')) return { path: beside('data-tool.js'), execArgv: [] }
  return { path: beside('data-tool.ts'), execArgv: ['--import', 'tsx'] }
}
