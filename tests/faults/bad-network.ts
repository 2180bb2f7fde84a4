import { seededRandom } from '#shared/random.ts'
import { Crew } from '../support/fault-crew.ts'
import { FaultJournal, percentile } from '../support/fault-journal.ts'
import { judgeBoards, pause } from '../support/fault-reader.ts'
import { startStaged } from '../support/fault-stage.ts'
import { CALM, FaultProxy, type Weather } from './fault-proxy.ts'
import type { Trial } from './trial.ts'

/** Hotel Wi-Fi: 200 ms there and back, every tenth chunk as late as TCP makes a lost one, 128 kbit/s. */
const HOTEL: Partial<Weather> = {
  latency: 95,
  jitter: 10,
  bytesPerSecond: 16_000,
  late: { share: 0.1, least: 200, most: 1_600 },
}

/** Every so many ms something worse happens: connections are reset or half closed, or nothing passes for a moment. */
const WORSE_EVERY = 12_000
const IN_SYNC_WITHIN = 30_000

/** G-11. `count` is the length in seconds. */
export const badNetwork: Trial = {
  name: 'bad-network',
  promise: 'a bad network: nothing typed is lost, and everybody reads the same soon after it heals',
  async run({ count, seed }) {
    const random = seededRandom(seed)
    const journal = new FaultJournal()
    const { server, stage } = await startStaged({ teams: 2, members: 4, cards: 4 })
    const proxy = await FaultProxy.open({ target: server.port, seed })
    const crew = new Crew({ base: () => proxy.url, stage, journal, seed, pace: 2 })
    const failures: string[] = []
    let worse = 0
    try {
      await crew.allLive(30_000)
      proxy.set(HOTEL)
      crew.start()
      const end = performance.now() + count * 1_000
      while (performance.now() < end) {
        const calm = Math.min(WORSE_EVERY * (0.5 + random()), end - performance.now())
        await pause(calm)
        if (performance.now() >= end) break
        worse++
        const kind = Math.floor(random() * 3)
        if (kind === 0) proxy.reset()
        else if (kind === 1) proxy.halfClose(random() < 0.5 ? 'up' : 'down')
        else {
          proxy.set({ blackHole: true })
          await pause(1_000 + random() * 2_000)
          proxy.set({ blackHole: false })
        }
      }
      crew.stop()
      proxy.set(CALM)
      const healed = performance.now()
      failures.push(...(await crew.settle(server.url, IN_SYNC_WITHIN)))
      const inSync = performance.now() - healed
      crew.survey()
      crew.hold()
      await server.kill()
      await server.start()
      failures.push(...(await judgeBoards(server.url, stage, journal)), ...journal.refusals)
      const { latencies } = journal
      return {
        trials: count,
        failures: failures.map((wrong) => `seed ${seed}: ${wrong}`),
        figures: {
          people: crew.typists.length,
          'words typed': journal.size,
          'typed to seen p50, ms': Math.round(percentile(latencies, 0.5)),
          'typed to seen p95, ms': Math.round(percentile(latencies, 0.95)),
          'cuts and black holes': worse,
          'in sync after it healed, ms': Math.round(inSync),
        },
      }
    } finally {
      crew.close()
      await proxy.close()
      await server.close()
    }
  },
}
