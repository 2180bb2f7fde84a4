import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A data folder of its own for a test; `remove` takes it away with everything in it. */
export async function storageFolder(): Promise<{ readonly dir: string; remove(this: void): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'yoriai-storage-'))
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}
