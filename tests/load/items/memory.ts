import { CONTESTANTS, BOARD_SERVERS, type BoardServer } from '../contestants.ts'
import { memoryOf, meter } from '../machine.ts'
import { Crowd } from '../people/crowd.ts'
import { Ledger } from '../people/ledger.ts'
import { LightPerson } from '../people/light-person.ts'
import type { Bench, Item, Measured } from '../results.ts'
import { inLanes, sleep } from '../stage/lanes.ts'
import type { StagedBoard } from '../stage/staged-board.ts'
import { settle } from './checks.ts'

const LANES = 20
/** Long enough for the collector to have gone round. */
const TYPING_MS = 5_000

/** What one more person costs: half come and type, then the other half. */
async function perPerson(name: BoardServer, bench: Bench): Promise<Measured> {
  const contestant = CONTESTANTS[name]
  const teams = bench.quick ? 10 : 100
  const stage = await bench.stages.open(contestant, { teams, cardsEach: 1 })
  try {
    const { pid, port } = stage.server
    const ledger = new Ledger()
    const crowd = new Crowd({ keysPerSecond: 1, presencePerSecond: 1 })
    const measure = meter(pid)
    const letIn = async (boards: readonly StagedBoard[]) => {
      const places = boards.flatMap((team) => team.seats.map((_, index) => ({ team, index })))
      await inLanes(places.length, LANES, async (turn) => {
        const place = places[turn]
        if (!place) return
        const person = new LightPerson({ port, contestant, ledger, ...place })
        await person.link.synced
        place.team.clients.push(person.client)
        crowd.add([person])
      })
      await sleep(TYPING_MS)
      return memoryOf(pid).now
    }
    const empty = memoryOf(pid).now
    crowd.start()
    const half = await letIn(stage.boards.slice(0, teams / 2))
    const full = await letIn(stage.boards.slice(teams / 2))
    crowd.stop()
    const { foreignPct } = measure()
    const faults = await settle(crowd.people, ledger, contestant)
    for (const person of crowd.people) person.leave()
    return {
      values: { empty, full, slope: (1_024 * (full - half)) / (teams * 3) },
      faults,
      foreignPct,
    }
  } finally {
    await stage.server.stop()
    bench.stages.drop(stage.dir)
  }
}

export const memory: Item = {
  name: 'memory',
  title: 'Memory per participant: 300 people on 50 boards, then 300 more on 50 more',
  servers: BOARD_SERVERS,
  rounds: 1,
  columns: [
    { key: 'empty', title: 'RSS with nobody MB', digits: 0 },
    { key: 'full', title: 'with 600 people MB', digits: 0 },
    { key: 'slope', title: 'KB/person of the second 300', digits: 0, ratioTo: ['hocuspocus'] },
  ],
  notes: [
    'Board connections only. A Socket.IO connection more for each person of ours: see the fan-out’s KB/socket.',
  ],
  run: async (server, bench) => [await perPerson(server as BoardServer, bench)],
}
