import { seededRandom } from '#shared/random.ts'
import { Crew } from '../support/fault-crew.ts'
import { FaultJournal, percentile } from '../support/fault-journal.ts'
import { Orders } from '../support/fault-orders.ts'
import { judgeBoards, pause } from '../support/fault-reader.ts'
import { startStaged } from '../support/fault-stage.ts'
import type { Trial } from './trial.ts'

const TEAMS = 4
const MEMBERS = 3
/** words and erasures a second and person */
const PACE = 20
/** typing before each kill, ms */
const LEAST = 100
const MOST = 450

/**
 * G-01. The server is killed in the middle of everybody's typing, again and again. Nobody comes back before its disk has
 * been read: a client that still holds what the server lost would heal it and hide the loss.
 */
export const killUnderLoad: Trial = {
  name: 'kill-under-load',
  promise:
    'kill -9 under load: no acknowledged edit or command is lost, nothing anybody saw is gone, each command counts once',
  async run({ count, seed }) {
    const random = seededRandom(seed)
    const journal = new FaultJournal()
    const { server, stage } = await startStaged({ teams: TEAMS, members: MEMBERS, cards: 6 })
    const failures: string[] = []
    const ready: number[] = []
    const back: number[] = []
    const base = () => server.url
    const crew = new Crew({ base, stage, journal, seed, pace: PACE })
    const orders = await Orders.start(base, stage)
    let trials = 0
    const restart = async () => {
      crew.hold()
      orders.hold()
      await server.kill()
      if (!(await crew.allOffline(5_000))) failures.push(`seed ${seed}: connections outlived a kill`)
      crew.survey()
      ready.push(await server.start())
      for (const wrong of [...(await judgeBoards(server.url, stage, journal)), ...(await orders.judge())]) {
        failures.push(`seed ${seed}, kill ${trials}: ${wrong}`)
      }
    }
    try {
      await crew.allLive(30_000)
      crew.start()
      while (trials < count && failures.length === 0) {
        trials++
        await pause(LEAST + random() * (MOST - LEAST))
        await restart()
        for (const typist of crew.typists) if (random() < 0.2) typist.reload()
        const released = performance.now()
        crew.release()
        orders.release()
        if (!(await crew.allLive(30_000)))
          failures.push(`seed ${seed}, kill ${trials}: not everybody came back`)
        back.push(performance.now() - released)
      }
      await orders.stop()
      failures.push(
        ...(await crew.settle(server.url, 30_000)).map((wrong) => `seed ${seed}, at the end: ${wrong}`),
      )
      trials++
      await restart()
      failures.push(...journal.refusals.map((refusal) => `seed ${seed}: honest edit refused: ${refusal}`))
    } finally {
      await orders.stop().catch(() => undefined)
      crew.close()
      await server.close()
    }
    return {
      trials,
      failures,
      figures: {
        'words typed': journal.size,
        'of them acknowledged': journal.acknowledged,
        commands: orders.count,
        'ready again p95, ms': Math.round(percentile(ready, 0.95)),
        'all back p95, ms': Math.round(percentile(back, 0.95)),
      },
    }
  },
}
