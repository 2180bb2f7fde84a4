import { CONTESTANTS, type BoardServer } from '../contestants.ts'
import { memoryOf, meter } from '../machine.ts'
import { Crowd } from '../people/crowd.ts'
import { Ledger } from '../people/ledger.ts'
import { LightPerson } from '../people/light-person.ts'
import { spread, type Bench, type Item, type Measured } from '../results.ts'
import { inLanes, sleep } from '../stage/lanes.ts'
import type { Stage } from '../stage/boards.ts'
import type { StagedBoard } from '../stage/staged-board.ts'
import { converged, settle } from './checks.ts'

/** What people still feel as at once. */
const BEARABLE_MS = 100
/** Below it there is room for many more. */
const EASY_MS = 30
const LANES = 40
const SETTLE_MS = 1_500
const MEASURE_MS = 4_000

interface Dose {
  readonly first: number
  /** teams that come at once: many while it is easy, few when it gets tight */
  readonly step: { readonly easy: number; readonly tight: number }
  readonly most: number
}

/** Up to where it is worth looking, by server: far enough beyond what any of them has reached. */
const MOST: Readonly<Record<BoardServer, number>> = {
  ours: 700,
  relay: 800,
  hocuspocus: 400,
  'y-websocket': 450,
  'y-leveldb': 400,
}

interface Step {
  readonly teams: number
  readonly p99: number
  readonly rate: number
  readonly cpu: number
  readonly serverPct: number
  readonly loadPct: number
  readonly foreignPct: number
  readonly lag: number
}

/** Adds teams until the slowest hundredth of deliveries takes too long twice in a row. */
async function saturate(name: BoardServer, bench: Bench, dose: Dose): Promise<Measured> {
  const contestant = CONTESTANTS[name]
  const stage = await bench.stages.open(
    contestant,
    { teams: dose.most, cardsEach: 1 },
    { profile: bench.profile },
  )
  try {
    const { pid } = stage.server
    const before = memoryOf(pid).now
    const ledger = new Ledger()
    const crowd = new Crowd({ keysPerSecond: 5, presencePerSecond: 1 })
    let best: Step | null = null
    let rss = before
    let teams = 0
    while (teams < dose.most) {
      const more = best === null ? dose.first : best.p99 < EASY_MS ? dose.step.easy : dose.step.tight
      crowd.add(await letIn(stage, name, ledger, stage.boards.slice(teams, teams + more)))
      teams = Math.min(dose.most, teams + more)
      if (best === null) crowd.start()
      let step = await measureStep(pid, crowd, ledger, teams)
      if (step.p99 > BEARABLE_MS) step = await measureStep(pid, crowd, ledger, teams)
      bench.say(
        `  ${name} ${teams} teams: p99 ${step.p99.toFixed(1)} ms, server ${step.serverPct.toFixed(0)} %, load ${step.loadPct.toFixed(0)} %`,
      )
      if (step.p99 > BEARABLE_MS) break
      best = step
      rss = memoryOf(pid).now
    }
    crowd.stop()
    const joined = { ...stage, boards: stage.boards.slice(0, teams) }
    const faults = [
      ...(await settle(crowd.people, ledger, contestant)),
      ...(await converged(joined, crowd.people, ledger, contestant)),
    ]
    for (const person of crowd.people) person.leave()
    return {
      values: {
        teams: best?.teams ?? 0,
        people: 6 * (best?.teams ?? 0),
        rate: best?.rate ?? null,
        p99: best?.p99 ?? null,
        serverPct: best?.serverPct ?? null,
        loadPct: best?.loadPct ?? null,
        cpu: best?.cpu ?? null,
        kbPerPerson: best === null ? null : (1_024 * (rss - before)) / (6 * best.teams),
        limit: limitOf(best, teams >= dose.most),
      },
      faults,
      foreignPct: best?.foreignPct ?? null,
    }
  } finally {
    await stage.server.stop()
    bench.stages.drop(stage.dir)
  }
}

function limitOf(best: Step | null, everybodyIn: boolean): string {
  if (best !== null && everybodyIn) return 'not reached'
  if ((best?.loadPct ?? 0) < 85) return 'server'
  return (best?.serverPct ?? 0) < 85 ? 'load generator' : 'both'
}

async function measureStep(pid: number, crowd: Crowd, ledger: Ledger, teams: number): Promise<Step> {
  await sleep(SETTLE_MS)
  ledger.clearLatencies()
  ledger.measure(true)
  crowd.takeLag()
  const measure = meter(pid)
  await sleep(MEASURE_MS)
  const usage = measure()
  ledger.measure(false)
  const { deliveries, latencies } = ledger.measured
  return {
    teams,
    p99: spread(latencies).p99,
    rate: deliveries / (usage.wallMs / 1_000),
    cpu: (1_000 * usage.serverMs) / deliveries,
    serverPct: usage.serverPct,
    loadPct: usage.loadPct,
    foreignPct: usage.foreignPct,
    lag: crowd.takeLag(),
  }
}

async function letIn(
  { server }: Stage,
  name: BoardServer,
  ledger: Ledger,
  boards: readonly StagedBoard[],
): Promise<readonly LightPerson[]> {
  const places = boards.flatMap((team) => team.seats.map((_, index) => ({ team, index })))
  const people: LightPerson[] = []
  await inLanes(places.length, LANES, async (turn) => {
    const place = places[turn]
    if (!place) return
    const person = new LightPerson({ port: server.port, contestant: CONTESTANTS[name], ledger, ...place })
    await person.link.synced
    place.team.clients.push(person.client)
    people.push(person)
  })
  return people
}

export const saturation: Item = {
  name: 'saturation',
  title: `Saturation: teams added until p99 > ${BEARABLE_MS} ms twice (clients without documents, 5 keys/s)`,
  servers: ['ours', 'hocuspocus', 'y-websocket', 'y-leveldb', 'relay'],
  rounds: 1,
  columns: [
    { key: 'teams', title: 'teams', digits: 0, ratioTo: ['relay', 'hocuspocus'] },
    { key: 'people', title: 'people', digits: 0 },
    { key: 'rate', title: 'deliveries/s', digits: 0 },
    { key: 'p99', title: 'p99 ms', digits: 0 },
    { key: 'serverPct', title: 'server CPU %', digits: 0 },
    { key: 'loadPct', title: 'load CPU %', digits: 0 },
    { key: 'cpu', title: 'CPU µs/delivery', digits: 1 },
    { key: 'kbPerPerson', title: 'KB/person', digits: 0 },
    { key: 'limit', title: 'what is the limit' },
  ],
  notes: [
    'The row is the last step that held. Latency contains the waiting of the load generator itself, which is one thread too.',
    'These clients keep no documents: what is checked is that every delivery arrived and that a newcomer gets every edit.',
  ],
  run: async (server, bench) => [
    await saturate(
      server as BoardServer,
      bench,
      bench.quick
        ? { first: 10, step: { easy: 10, tight: 5 }, most: 30 }
        : { first: 100, step: { easy: 100, tight: 50 }, most: MOST[server as BoardServer] },
    ),
  ],
}
