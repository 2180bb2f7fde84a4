import { CLOSE } from '#shared/protocol/board-frames.ts'
import { seededRandom } from '#shared/random.ts'
import { Crew } from '../support/fault-crew.ts'
import { FaultJournal, percentile } from '../support/fault-journal.ts'
import { judgeBoards, pause } from '../support/fault-reader.ts'
import { startStaged } from '../support/fault-stage.ts'
import type { Trial } from './trial.ts'

/** How long people may be away because the server was started again, ms. */
const BACK_WITHIN = 30_000

/** G-10. A new version is rolled out while everybody types; they go on typing while nobody is there. */
export const restart: Trial = {
  name: 'restart',
  promise:
    'a restart during the workshop: everybody hears 1012, comes back by themselves, and nothing typed is lost',
  async run({ count, seed }) {
    const random = seededRandom(seed)
    const journal = new FaultJournal()
    const { server, stage } = await startStaged({ teams: 4, members: 5, cards: 4 })
    const failures: string[] = []
    const back: number[] = []
    const leaving: number[] = []
    const crew = new Crew({ base: () => server.url, stage, journal, seed, pace: 4 })
    let trials = 0
    try {
      await crew.allLive(30_000)
      crew.start()
      while (trials < count && failures.length === 0) {
        const at = `seed ${seed}, restart ${++trials}`
        await pause(200 + random() * 600)
        const before = crew.typists.map(({ closeCodes }) => closeCodes.length)
        const asked = performance.now()
        const code = await server.terminate()
        leaving.push(performance.now() - asked)
        if (code !== 0) failures.push(`${at}: the server ended with ${code}`)
        for (const [index, { name, closeCodes }] of crew.typists.entries()) {
          const heard = closeCodes[before[index] ?? 0]
          if (heard !== CLOSE.restarting) failures.push(`${at}: ${name} heard ${heard}`)
        }
        await server.start()
        const started = performance.now()
        if (!(await crew.allLive(BACK_WITHIN))) failures.push(`${at}: not everybody came back`)
        back.push(performance.now() - started)
      }
      const wrong = await crew.settle(server.url, 30_000)
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
    return {
      trials,
      failures,
      figures: {
        people: crew.typists.length,
        'words typed': journal.size,
        'leaving, slowest, ms': Math.round(Math.max(...leaving)),
        'all back after the start, slowest, ms': Math.round(Math.max(...back)),
        'typed to seen p95, ms': Math.round(percentile(journal.latencies, 0.95)),
      },
    }
  },
}
