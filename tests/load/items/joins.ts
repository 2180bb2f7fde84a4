import * as Y from 'yjs'
import { CONTESTANTS, REMEMBERING, type BoardServer } from '../contestants.ts'
import { forgetPeak, memoryOf, meter } from '../machine.ts'
import { BoardLink } from '../people/board-link.ts'
import { spread, type Bench, type Item, type Measured } from '../results.ts'
import { sleep } from '../stage/lanes.ts'
import { largeBoard, openLarge, type LargeBoard, type LargeStage } from '../stage/large-boards.ts'
import { ServerProcess } from '../server-process.ts'
import type { StagedTeam } from '../stage/workshop.ts'
import { EMPTY_STATE_VECTOR } from '../wire/updates.ts'

const WITHIN_MS = 1_000
const PATIENCE_MS = 20_000
/** A server may write the same document a little shorter; what arrived is checked afterwards in full. */
const NEARLY_ALL = 0.98

/** Somebody who opens a board and keeps the bytes, to be judged when the storm is over. */
class Joiner {
  readonly link: BoardLink
  readonly parts: Uint8Array[] = []
  readonly #start = performance.now()
  readonly #expected: number
  #bytes = 0
  #took: number | null = null
  #toldEarly = false

  constructor(
    port: number,
    name: BoardServer,
    { board, seats }: StagedTeam,
    index: number,
    large: LargeBoard,
  ) {
    this.#expected = large.update.byteLength * NEARLY_ALL
    this.link = new BoardLink({
      port,
      contestant: CONTESTANTS[name],
      board,
      token: seats[index % seats.length]?.token ?? null,
      stateVector: EMPTY_STATE_VECTOR,
      onUpdate: (update, answer) => this.#take(update, answer),
    })
  }

  /** ms from the first packet to the last byte of the board; null while it is not there */
  get took(): number | null {
    return this.#took
  }

  /** was told to be in sync while the board was not there */
  get toldEarly(): boolean {
    return this.#toldEarly
  }

  #take(update: Uint8Array, answer: boolean): void {
    this.parts.push(update)
    this.#bytes += update.byteLength
    if (this.#bytes >= this.#expected) this.#took ??= performance.now() - this.#start
    else if (answer) this.#toldEarly = true
  }
}

async function storm(stage: LargeStage, name: BoardServer, large: LargeBoard): Promise<Measured> {
  const { server, teams } = stage
  const joiners: Joiner[] = []
  const count = teams.length * 6
  const measure = meter(server.pid)
  const start = performance.now()
  while (joiners.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / WITHIN_MS) * count) + 1)
    while (joiners.length < due) {
      const turn = joiners.length
      const team = teams[turn % teams.length]
      if (team) joiners.push(new Joiner(server.port, name, team, Math.floor(turn / teams.length), large))
    }
    await sleep(1)
  }
  while (joiners.some(({ took }) => took === null) && performance.now() - start < PATIENCE_MS) await sleep(5)
  const usage = measure()
  const peak = memoryOf(server.pid).peak
  for (const { link } of joiners) link.leave()
  const took = joiners.flatMap((joiner) => joiner.took ?? [])
  const { p50, p95, max } = spread(took)
  return {
    values: {
      p50,
      p95,
      max,
      cpuPerJoin: usage.serverMs / count,
      peak,
      toldEarly: joiners.filter(({ toldEarly }) => toldEarly).length,
    },
    faults: faultsOf(joiners, large),
    foreignPct: usage.foreignPct,
  }
}

/** Everybody got the whole board: the first copy is read card by card, all that are the same bytes are as good. */
function faultsOf(joiners: readonly Joiner[], large: LargeBoard): string[] {
  const late = joiners.filter(({ took }) => took === null).length
  const good: Buffer[] = []
  let wrong = 0
  for (const { parts, took } of joiners) {
    if (took === null) continue
    const bytes = Buffer.concat(parts)
    if (good.some((known) => known.equals(bytes))) continue
    const doc = new Y.Doc()
    for (const part of parts) Y.applyUpdate(doc, part)
    const whole = doc.getMap('cards').size === large.cards && doc.store.pendingStructs === null
    if (whole) good.push(bytes)
    else wrong++
  }
  return [
    ...(late > 0 ? [`${late} boards not complete after ${PATIENCE_MS / 1_000} s`] : []),
    ...(wrong > 0 ? [`${wrong} boards were not the board`] : []),
  ]
}

async function joinAll(name: BoardServer, bench: Bench): Promise<readonly Measured[]> {
  const contestant = CONTESTANTS[name]
  const large = largeBoard(bench.quick ? 500 : 2_000)
  let stage = await openLarge(name, bench.stages, large, bench.quick ? 10 : 50)
  try {
    // Somebody is on each board already, so that all servers have it open.
    const watchers = stage.teams.map((team) => new Joiner(stage.server.port, name, team, 0, large))
    const deadline = performance.now() + PATIENCE_MS
    while (watchers.some(({ took }) => took === null) && performance.now() < deadline) await sleep(20)
    await sleep(500)
    forgetPeak(stage.server.pid)
    const warm = { variant: 'boards open', ...(await storm(stage, name, large)) }
    for (const { link } of watchers) link.leave()
    if (!contestant.durable) return [warm]
    await stage.server.stop()
    const { profile } = bench
    stage = {
      ...stage,
      server: await ServerProcess.start((port) => contestant.launch(stage.dir, port, { profile })),
    }
    return [warm, { variant: 'just after a restart', ...(await storm(stage, name, large)) }]
  } finally {
    await stage.server.stop()
    bench.stages.drop(stage.dir)
  }
}

export const joins: Item = {
  name: 'joins',
  title: 'Join storm: 300 people open 50 boards of 2,000 cards within a second',
  servers: REMEMBERING,
  rounds: 2,
  columns: [
    { key: 'p50', title: 'p50 ms', digits: 1 },
    { key: 'p95', title: 'p95 ms', digits: 1, ratioTo: ['hocuspocus'] },
    { key: 'max', title: 'max ms', digits: 0 },
    { key: 'cpuPerJoin', title: 'CPU ms/join', digits: 2, ratioTo: ['hocuspocus'] },
    { key: 'peak', title: 'peak MB', digits: 0 },
    { key: 'toldEarly', title: 'told “synced” too early', digits: 0 },
  ],
  notes: [
    'From the first packet of the connection to the last byte of the board. What arrived is read afterwards, card by card.',
    'Our rooms hold 600 cards a board; these boards were put into the store by the server’s own storage code.',
  ],
  run: (server, bench) => joinAll(server as BoardServer, bench),
}
