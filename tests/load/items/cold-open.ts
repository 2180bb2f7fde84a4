import { CONTESTANTS, REMEMBERING, type BoardServer } from '../contestants.ts'
import { BoardLink } from '../people/board-link.ts'
import { Crowd } from '../people/crowd.ts'
import { Ledger, type Heard } from '../people/ledger.ts'
import { LightPerson } from '../people/light-person.ts'
import { median, type Bench, type Item, type Measured } from '../results.ts'
import { sleep } from '../stage/lanes.ts'
import { ServerProcess } from '../server-process.ts'
import type { StagedBoard } from '../stage/staged-board.ts'
import { EMPTY_STATE_VECTOR, reachesOf } from '../wire/updates.ts'
import { settle } from './checks.ts'

const OPENINGS = 5
/** Hocuspocus stores after 2 s of quiet; nobody is to lose anything here. */
const STORED_MS = 4_000
const PATIENCE_MS = 30_000
/** Our limit is 100 frames a second for each connection; the peers have none. */
const KEYS_PER_SECOND = { ours: 80, others: 300 }

/** One board of many single edits; the server is killed, started, and asked for it: five times. */
async function coldOpen(name: BoardServer, bench: Bench): Promise<Measured> {
  const contestant = CONTESTANTS[name]
  const edits = bench.quick ? 1_000 : 20_000
  const stage = await bench.stages.open(contestant, { teams: 1, cardsEach: 17 })
  let { server } = stage
  try {
    const [team] = stage.boards
    if (!team) throw new Error('no board')
    const ledger = new Ledger()
    const people = team.seats.map(
      (_, index) => new LightPerson({ port: server.port, contestant, ledger, team, index }),
    )
    team.clients.push(...people.map(({ client }) => client))
    await Promise.all(people.map(({ link }) => link.synced))
    const keysPerSecond = name === 'ours' ? KEYS_PER_SECOND.ours : KEYS_PER_SECOND.others
    const crowd = new Crowd({ keysPerSecond, presencePerSecond: 1 })
    crowd.add(people)
    crowd.start()
    const sent = () => team.clients.reduce((sum, client) => sum + ledger.endOf(client), 0)
    while (sent() < edits) await sleep(5)
    crowd.stop()
    const faults = await settle(people, ledger, contestant)
    await sleep(STORED_MS)
    const took: number[] = []
    let early = 0
    for (let opening = 0; opening < OPENINGS; opening++) {
      server.kill()
      await server.ended()
      server = await ServerProcess.start((port) => contestant.launch(stage.dir, port))
      const opened = await open(server.port, name, team, ledger)
      if (opened.took === null) faults.push(`not complete after ${PATIENCE_MS / 1_000} s`)
      else took.push(opened.took)
      if (opened.toldEarly) early++
    }
    return {
      values: {
        edits: sent(),
        took: median(took),
        worst: Math.max(...took),
        toldEarly: `${early} of ${OPENINGS}`,
      },
      faults,
      foreignPct: null,
    }
  } finally {
    await server.stop()
    bench.stages.drop(stage.dir)
  }
}

/** ms until a newcomer has every edit. */
async function open(port: number, name: BoardServer, team: StagedBoard, ledger: Ledger) {
  const heard: Heard = new Map()
  const start = performance.now()
  let took: number | null = null
  let toldEarly = false
  const link = new BoardLink({
    port,
    contestant: CONTESTANTS[name],
    board: team.board,
    token: team.seats[0]?.token ?? null,
    stateVector: EMPTY_STATE_VECTOR,
    onUpdate: (update, answer) => {
      const now = performance.now()
      for (const reach of reachesOf(update)) ledger.heard(heard, reach)
      if (ledger.missing(heard, team.clients) === 0) took ??= now - start
      else if (answer) toldEarly = true
    },
  })
  while (took === null && performance.now() - start < PATIENCE_MS) await sleep(1)
  link.leave()
  return { took, toldEarly } as { readonly took: number | null; readonly toldEarly: boolean }
}

export const coldOpenItem: Item = {
  name: 'cold-open',
  title: 'Cold open: a board of 20,000 single edits after kill -9 and a start',
  servers: REMEMBERING.filter((name) => CONTESTANTS[name].durable),
  rounds: 1,
  columns: [
    { key: 'edits', title: 'edits', digits: 0 },
    { key: 'took', title: 'complete after ms', digits: 0, ratioTo: ['hocuspocus'] },
    { key: 'worst', title: 'worst ms', digits: 0 },
    { key: 'toldEarly', title: 'told “synced” too early' },
  ],
  notes: [
    `Median of ${OPENINGS} starts; from the first packet of the connection. The first request a fresh process serves.`,
  ],
  run: async (server, bench) => [await coldOpen(server as BoardServer, bench)],
}
