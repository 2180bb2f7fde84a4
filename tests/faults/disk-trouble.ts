import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Crew } from '../support/fault-crew.ts'
import { FaultJournal } from '../support/fault-journal.ts'
import { holdsWithin, judgeBoards, pause } from '../support/fault-reader.ts'
import type { BuiltServer } from '../support/fault-server.ts'
import { startStaged } from '../support/fault-stage.ts'
import { failCalls, mustTrace } from '../support/fault-trace.ts'
import type { Dose, Trial, TrialReport } from './trial.ts'

/**
 * The server begins no workshop with less than 50 MB free, and keeps a reserve where there is ample room; so there is room
 * for both until the ballast comes.
 */
const SMALL_DISK = 'size=96m'

/** How long the disk fails each time, ms; long enough for the server to try again and fail again. */
const TROUBLE = 1_500
/** Saving must work again so soon after the disk does, ms. */
const SAVED_WITHIN = 30_000
/** Acknowledgements under way when the trouble begins are fair; later ones are lies. */
const UNDER_WAY = 500

/** The disk fails until the returned function is called. */
type MakeTrouble = (server: BuiltServer) => Promise<() => Promise<void>>

/** G-17. The disk is full for a while. */
export const diskFull: Trial = {
  name: 'disk-full',
  promise:
    'a full disk: nothing acknowledged is lost, the server goes on, and saves again when there is room',
  async run(dose) {
    const dir = mkdtempSync(join(tmpdir(), 'yoriai-full-'))
    // Only root may mount, and in some containers not even root: there every write fails as if the disk were full.
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', SMALL_DISK, 'tmpfs', dir]).status !== 0) {
      rmSync(dir, { recursive: true, force: true })
      mustTrace()
      const full: MakeTrouble = (server) => failCalls(server.pid, 'pwrite64,ftruncate,fallocate', 'ENOSPC')
      return withTrouble(dose, full, { dir: undefined, syncs: false })
    }
    try {
      return await withTrouble(dose, () => fill(join(dir, 'ballast')), {
        dir: join(dir, 'data'),
        syncs: false,
      })
    } finally {
      spawnSync('umount', [dir])
      rmSync(dir, { recursive: true, force: true })
    }
  },
}

/** G-17. Syncing fails for a while, as a dying disk or a lost volume makes it. */
export const failingSync: Trial = {
  name: 'failing-sync',
  promise:
    'a failing fsync: nothing is acknowledged meanwhile, nothing acknowledged is lost, and saving goes on after it',
  async run(dose) {
    mustTrace()
    const failing: MakeTrouble = (server) => failCalls(server.pid, 'fdatasync,fsync', 'EIO')
    return withTrouble(dose, failing, { dir: undefined, syncs: true })
  },
}

async function withTrouble(
  { count, seed }: Dose,
  makeTrouble: MakeTrouble,
  { dir, syncs }: { readonly dir: string | undefined; readonly syncs: boolean },
): Promise<TrialReport> {
  const journal = new FaultJournal()
  const { server, stage } = await startStaged(
    { teams: 2, members: 3, cards: 4 },
    dir === undefined ? {} : { dir },
  )
  const crew = new Crew({ base: () => server.url, stage, journal, seed, pace: 8 })
  const failures: string[] = []
  const again: number[] = []
  let trials = 0
  try {
    await crew.allLive(30_000)
    while (trials < count && failures.length === 0) {
      const at = `seed ${seed}, time ${++trials}`
      crew.start()
      await pause(400)
      const end = await makeTrouble(server)
      await pause(UNDER_WAY)
      const before = journal.acknowledged
      await pause(TROUBLE)
      const meanwhile = journal.acknowledged - before
      if (syncs && meanwhile > 0)
        failures.push(`${at}: ${meanwhile} words acknowledged while no sync could succeed`)
      if (crew.typists.every(({ saved }) => saved)) failures.push(`${at}: nobody felt any trouble`)
      await end()
      const ended = performance.now()
      if (!server.alive) await server.start()
      crew.stop()
      const saved = await holdsWithin(SAVED_WITHIN, () => crew.typists.every((typist) => typist.saved))
      if (!saved) failures.push(`${at}: not saved ${SAVED_WITHIN} ms after the trouble`)
      again.push(performance.now() - ended)
    }
    const wrong = await crew.settle(server.url, SAVED_WITHIN)
    crew.survey()
    crew.hold()
    await server.kill()
    await server.start()
    wrong.push(...(await judgeBoards(server.url, stage, journal)), ...journal.refusals)
    failures.push(...wrong.map((one) => `seed ${seed}, at the end: ${one}`))
  } finally {
    crew.close()
    await server.close()
  }
  const slowest = Math.round(Math.max(...again))
  return {
    trials,
    failures,
    figures: { 'words typed': journal.size, 'all saved after the trouble, slowest, ms': slowest },
  }
}

/** Takes all the room there is, and whatever the server gives up; gives it back when called. */
async function fill(ballast: string): Promise<() => Promise<void>> {
  const takeAll = () => {
    for (const size of [64 * 1024, 4 * 1024]) {
      const block = new Uint8Array(size)
      try {
        for (;;) appendFileSync(ballast, block)
      } catch {
        // full at this size
      }
    }
  }
  takeAll()
  const again = setInterval(takeAll, 20)
  return async () => {
    clearInterval(again)
    rmSync(ballast)
  }
}
