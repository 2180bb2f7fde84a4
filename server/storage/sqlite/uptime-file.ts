import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Uptime } from '../ports.ts'

/** Overwritten in one write of one size, so that a killed process leaves the old text or the new. */
const SIZE = 16 * 1024

const fileIn = (dir: string) => join(dir, 'yoriai.alive')

/** Not synced: after a power cut it may be some seconds old, which only makes an outage look longer. */
export async function writeUptime(dir: string, uptime: Uptime | null): Promise<void> {
  if (uptime === null) return rm(fileIn(dir), { force: true })
  const text = Buffer.alloc(SIZE, ' ')
  text.write(JSON.stringify(uptime))
  const file = await open(fileIn(dir), 'a').then(async (made) => {
    await made.close()
    return open(fileIn(dir), 'r+')
  })
  await file.write(text, 0, SIZE, 0).finally(() => file.close())
}

/** `null` when there is none, or it was torn by a power cut. */
export async function readUptime(dir: string): Promise<Uptime | null> {
  try {
    const read = JSON.parse(await readFile(fileIn(dir), 'utf8')) as Partial<Uptime>
    return typeof read.aliveAt === 'number' && Array.isArray(read.outages) ? (read as Uptime) : null
  } catch {
    return null
  }
}
