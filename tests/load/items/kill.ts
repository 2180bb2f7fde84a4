import * as Y from 'yjs'
import { CONTESTANTS, REMEMBERING, type BoardServer } from '../contestants.ts'
import { BoardLink } from '../people/board-link.ts'
import { Crowd } from '../people/crowd.ts'
import { Ledger } from '../people/ledger.ts'
import { LightPerson } from '../people/light-person.ts'
import { median, type Bench, type Item, type Measured } from '../results.ts'
import { inLanes, sleep } from '../stage/lanes.ts'
import { ServerProcess } from '../server-process.ts'
import type { StagedBoard } from '../stage/staged-board.ts'

/** LevelDB brings a board after it has said "synced". */
const AFTERMATH_MS = 1_500
const LANES = 10

/** Kills the server under typing hands, starts it again, and asks with empty hands for what others had seen already. */
async function killWhileTyping(name: BoardServer, bench: Bench): Promise<Measured> {
  const contestant = CONTESTANTS[name]
  const stage = await bench.stages.open(contestant, { teams: bench.quick ? 4 : 10, cardsEach: 2 })
  let { server } = stage
  try {
    const ledger = new Ledger()
    /** by client: the clock after the last edit somebody else has received */
    const shared = new Map<number, number>()
    ledger.onHeard = (client, clock) => shared.set(client, Math.max(shared.get(client) ?? 0, clock + 1))
    const people = stage.boards.flatMap((team) =>
      team.seats.map((_, index) => new LightPerson({ port: server.port, contestant, ledger, team, index })),
    )
    for (const { team, client } of people) team.clients.push(client)
    await Promise.all(people.map(({ link }) => link.synced))
    const crowd = new Crowd({ keysPerSecond: 5, presencePerSecond: 1 })
    crowd.add(people)
    crowd.start()
    await sleep(bench.quick ? 3_000 : 8_000 + Math.random() * 8_000)
    server.kill()
    const killedAt = performance.now()
    crowd.stop()
    await server.ended()
    // What the dead server had handed to the network may still be on its way; it counts as seen.
    await sleep(200)
    for (const person of people) person.leave()
    ledger.onHeard = null
    server = await ServerProcess.start((port) => contestant.launch(stage.dir, port))
    let sharedCount = 0
    let lost = 0
    const seconds: number[] = []
    await inLanes(stage.boards.length, LANES, async (index) => {
      const team = stage.boards[index]
      if (!team) return
      const doc = await whatIsLeft(server.port, name, team)
      let first = killedAt
      for (const client of team.clients) {
        const [kept, seen] = [Y.getState(doc.store, client), shared.get(client) ?? 0]
        sharedCount += seen
        lost += Math.max(0, seen - kept)
        if (seen > kept) first = Math.min(first, ledger.sentAt(client, kept) ?? killedAt)
      }
      seconds.push((killedAt - first) / 1_000)
    })
    return {
      values: {
        shared: sharedCount,
        lost,
        lostPct: (100 * lost) / sharedCount,
        boards: `${seconds.filter((lostSeconds) => lostSeconds > 0).length} of ${seconds.length}`,
        seconds: median(seconds),
        worst: Math.max(...seconds),
      },
      // Losing is the result here, not a fault.
      faults: sharedCount > 0 ? [] : ['nothing was shared'],
      foreignPct: null,
    }
  } finally {
    await server.stop()
    bench.stages.drop(stage.dir)
  }
}

async function whatIsLeft(port: number, name: BoardServer, { board, seats }: StagedBoard): Promise<Y.Doc> {
  const doc = new Y.Doc()
  const link = new BoardLink({
    port,
    contestant: CONTESTANTS[name],
    board,
    token: seats[0]?.token ?? null,
    stateVector: Y.encodeStateVector(doc),
    onUpdate: (update) => Y.applyUpdate(doc, update),
  })
  await link.synced
  await sleep(AFTERMATH_MS)
  link.leave()
  return doc
}

export const kill: Item = {
  name: 'kill',
  title: 'kill -9 while 10 teams type: edits others had already received, lost',
  servers: REMEMBERING,
  rounds: 1,
  columns: [
    { key: 'shared', title: 'shared edits', digits: 0 },
    { key: 'lost', title: 'lost', digits: 0 },
    { key: 'lostPct', title: 'lost %', digits: 1 },
    { key: 'boards', title: 'boards with loss' },
    { key: 'seconds', title: 'seconds lost, median', digits: 1 },
    { key: 'worst', title: 'worst', digits: 1 },
  ],
  notes: [
    'Shared: at least one other person had received it. Killed 8 to 16 s after the first keystroke; fresh clients ask afterwards.',
  ],
  run: async (server, bench) => [await killWhileTyping(server as BoardServer, bench)],
}
