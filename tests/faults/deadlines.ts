import type { PhaseId, WorkshopId } from '#shared/ids.ts'
import { seededRandom } from '#shared/random.ts'
import type { OpenedWorkshop } from '#shared/protocol/http.ts'
import { decodeRecord } from '../../server/rooms/journal-record.ts'
import { eventStream } from '../../server/storage/ports.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { pause } from '../support/fault-reader.ts'
import { BuiltServer } from '../support/fault-server.ts'
import { mustCommand, postJson, readState } from '../support/fault-stage.ts'
import type { Trial } from './trial.ts'

/** Two phases of a minute a second: with the rooms out of step a deadline is never far from a kill. */
const RATE = 120
const ROOMS = 10
const PHASES = 30
/** How long the server lives between two kills, ms. */
const LEAST = 150
const MOST = 750

/** Timers of a machine count whole milliseconds of its own time, so one may ring a fraction of one early. */
const EARLY = 2 * RATE

/** G-13. Phases that move on by themselves, in a server that is killed around their deadlines. */
export const deadlines: Trial = {
  name: 'deadlines',
  promise: 'every deadline fires exactly once, and never early, however often the server is killed around it',
  async run({ count, seed }) {
    const random = seededRandom(seed)
    const server = await BuiltServer.start({ rate: RATE })
    const failures: string[] = []
    let kills = 0
    let fired = 0
    try {
      const rooms: OpenedWorkshop[] = []
      for (let room = 0; room < ROOMS; room++) rooms.push(await openAutomatic(server.url))
      for (; kills < count; kills++) {
        await pause(LEAST + random() * (MOST - LEAST))
        await server.kill()
        await server.start()
        // A room lives when somebody asks for it.
        const phases = await Promise.all(rooms.map((room) => phaseOf(server.url, room)))
        if (phases.every((phase) => phase === PHASES - 1)) break
      }
      const last = await Promise.all(rooms.map((room) => phaseOf(server.url, room)))
      const stuck = last.findIndex((phase) => phase < PHASES - 1)
      if (stuck !== -1) failures.push(...(await movesOn(server.url, rooms[stuck], last[stuck] ?? 0)))
      await server.kill()
      const storage = await openSqliteStorage({ dir: server.dir })
      for (const { workshopId } of rooms) {
        const { records } = await storage.journal.read(eventStream(workshopId as WorkshopId), 0)
        const judged = judgeMoves(records.map(({ bytes }) => decodeRecord(bytes).event))
        fired += judged.fired
        failures.push(...judged.failures)
      }
      await storage.close()
    } finally {
      await server.close()
    }
    return {
      trials: kills,
      failures: failures.map((wrong) => `seed ${seed}: ${wrong}`),
      figures: { rooms: ROOMS, 'deadlines fired': fired },
    }
  },
}

async function openAutomatic(base: string): Promise<OpenedWorkshop> {
  const opened = await postJson<OpenedWorkshop>(`${base}/api/workshops`, {
    title: '時計の会',
    goal: '時刻',
    locale: 'ja',
  })
  const facilitate = mustCommand(base, opened.workshopId, opened.facilitatorToken)
  const phase = { kind: 'break', minutes: 1, auto: true } as const
  await facilitate({ type: 'agenda.edit', phases: Array.from({ length: PHASES }, () => phase) })
  await facilitate({ type: 'agenda.open' })
  return opened
}

async function phaseOf(base: string, { workshopId, facilitatorToken }: OpenedWorkshop): Promise<number> {
  const { phases, current } = (await readState(base, workshopId, facilitatorToken)).agenda
  return phases.findIndex(({ id }) => id === current?.phaseId)
}

/** A clock that has stopped for good would pass every other judgement. */
async function movesOn(base: string, room: OpenedWorkshop | undefined, from: number): Promise<string[]> {
  if (!room) return []
  let phase = from
  const deadline = performance.now() + 5_000
  while (phase === from && performance.now() < deadline) {
    await pause(100)
    phase = await phaseOf(base, room)
  }
  return phase === from ? [`${room.workshopId} stands still in phase ${from}`] : []
}

type Event = ReturnType<typeof decodeRecord>['event']

/** The moves a room has written down, against its agenda. */
function judgeMoves(events: readonly Event[]): { fired: number; failures: string[] } {
  const failures: string[] = []
  let order: readonly PhaseId[] = []
  let at = 0
  let fired = 0
  for (const event of events) {
    if (event.type === 'agenda.edited') order = event.phases.map(({ id }) => id)
    if (event.type !== 'agenda.moved') continue
    fired++
    const { before, current } = event
    if (before.phaseId !== order[at] || current.phaseId !== order[at + 1]) {
      failures.push(
        `phase ${order.indexOf(before.phaseId)} was left for ${order.indexOf(current.phaseId)} when ${at} was on`,
      )
    }
    const early = before.timer.kind === 'running' ? before.timer.endsAt - event.at : Infinity
    if (early > EARLY) failures.push(`phase ${at} was left ${early / RATE} ms early`)
    at++
  }
  return { fired, failures }
}
