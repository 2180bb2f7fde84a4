import { CONTESTANTS, type BoardServer } from '../contestants.ts'
import { meter, memoryOf } from '../machine.ts'
import { Crowd, type Pace } from '../people/crowd.ts'
import { FullPerson } from '../people/full-person.ts'
import { Ledger } from '../people/ledger.ts'
import { spread, type Bench, type Measured } from '../results.ts'
import { inLanes, sleep } from '../stage/lanes.ts'
import type { Stage } from '../stage/boards.ts'
import { converged, settle } from './checks.ts'

export interface Dose {
  readonly teams: number
  readonly pace: Pace
  /** ms */
  readonly warmUp: number
  readonly measured: number
}

const CARDS_EACH = 3
const LANES = 30

/** Teams of six type and move, each with a real document; what that costs the server and how long it takes. */
export async function typing(name: BoardServer, bench: Bench, dose: Dose): Promise<Measured> {
  const contestant = CONTESTANTS[name]
  const stage = await bench.stages.open(
    contestant,
    { teams: dose.teams, cardsEach: CARDS_EACH },
    { profile: bench.profile },
  )
  try {
    const before = memoryOf(stage.server.pid).now
    const ledger = new Ledger()
    const people = await letIn(stage, name, ledger)
    const crowd = new Crowd(dose.pace)
    crowd.add(people)
    crowd.start()
    await sleep(dose.warmUp)
    ledger.measure(true)
    crowd.takeLag()
    const measure = meter(stage.server.pid)
    await sleep(dose.measured)
    const usage = measure()
    ledger.measure(false)
    const lag = crowd.takeLag()
    crowd.stop()
    const memory = memoryOf(stage.server.pid)
    const faults = [
      ...(await settle(people, ledger, contestant)),
      ...(await converged(stage, people, ledger, contestant)),
    ]
    const { deliveries, latencies } = ledger.measured
    const { p50, p95, p99 } = spread(latencies)
    const presence = people.reduce((sum, { link }) => sum + link.presence, 0)
    for (const person of people) person.leave()
    return {
      values: {
        cpu: (1_000 * usage.serverMs) / deliveries,
        cpuMain: (1_000 * usage.mainMs) / deliveries,
        p50,
        p95,
        p99,
        serverPct: usage.serverPct,
        loadPct: usage.loadPct,
        rss: memory.now,
        kbPerPerson: (1_024 * (memory.now - before)) / people.length,
        rate: deliveries / (usage.wallMs / 1_000),
        lag,
        presence,
      },
      faults,
      foreignPct: usage.foreignPct,
    }
  } finally {
    await stage.server.stop()
    bench.stages.drop(stage.dir)
  }
}

/** Everybody on their team's board, in sync. */
async function letIn(stage: Stage, name: BoardServer, ledger: Ledger): Promise<FullPerson[]> {
  const places = stage.boards.flatMap((team) => team.seats.map((_, index) => ({ team, index })))
  const people: FullPerson[] = []
  await inLanes(places.length, LANES, async (turn) => {
    const place = places[turn]
    if (!place) return
    const person = new FullPerson({
      port: stage.server.port,
      contestant: CONTESTANTS[name],
      ledger,
      ...place,
    })
    await person.link.synced
    place.team.clients.push(person.client)
    people.push(person)
  })
  const complete = () => people.every(({ doc, team }) => doc.getMap('cards').size >= team.cardIds.length)
  while (!complete()) await sleep(20)
  return people
}
