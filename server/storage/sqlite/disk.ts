import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** The room on the disk, for the writer thread: all of it waits for the disk. */
export interface Disk {
  /** bytes that may still be written; `null` when the system does not say */
  free(): number | null
  /** Gives the reserve up, so that what is waiting can be written; `false` when there is none. */
  makeRoom(): boolean
  /** Makes the reserve again where there is ample room. */
  refill(): void
}

/** The reserve is made only where this many times its size stays free beside it. */
const AMPLE = 3
const BLOCK = new Uint8Array(64 * 1024)

/**
 * A file of nothing beside the data that is given up when the disk is full: the commit that struck can then be finished,
 * and there is room to tidy up. `reserveBytes` 0: none.
 */
export function diskOf(dir: string, reserveBytes: number): Disk {
  const reserve = join(dir, 'yoriai.reserve')
  const held = () => statSync(reserve, { throwIfNoEntry: false })?.size ?? null

  function free(): number | null {
    try {
      const { bavail, bsize } = statfsSync(dir)
      return bavail * bsize
    } catch {
      return null
    }
  }

  return {
    free,
    makeRoom() {
      if (held() === null) return false
      rmSync(reserve, { force: true })
      return true
    },
    refill() {
      if (reserveBytes === 0 || held() === reserveBytes) return
      if ((free() ?? 0) < (1 + AMPLE) * reserveBytes) return
      try {
        // Written and synced: a file of holes would reserve nothing.
        const file = openSync(reserve, 'w')
        try {
          for (let left = reserveBytes; left > 0;)
            left -= writeSync(file, BLOCK, 0, Math.min(left, BLOCK.length))
          fsyncSync(file)
        } finally {
          closeSync(file)
        }
      } catch {
        rmSync(reserve, { force: true })
      }
    },
  }
}
