import { afterEach, describe, expect, it } from 'vitest'
import { seededRandom } from '#shared/random.ts'
import { MINUTE, SECOND, type Millis } from '#shared/time.ts'
import { PhaseClock } from '../../server/rooms/reactors/phase-clock.ts'
import type { Room } from '../../server/rooms/room.ts'
import { UptimeMark } from '../../server/upkeep/uptime-mark.ts'
import { wakeRooms } from '../../server/upkeep/wake-rooms.ts'
import { manualRuntime, type ManualRuntime } from '../support/board-runtime.ts'
import { HeldStorage } from '../support/board-storage.ts'
import { LogBook, phaseOf, RoomHouse, settle, value, type LiveRoom } from '../support/server-rooms.ts'

let marks: UptimeMark[] = []
afterEach(() => marks.forEach((mark) => mark.close()))

/** A server whose timers end with it, however it ends, on time that goes on for the next one. */
interface Server {
  readonly house: RoomHouse
  readonly mark: UptimeMark
  kill(): void
}

async function serve(world: ManualRuntime, storage: HeldStorage): Promise<Server> {
  const cancels = new Set<() => void>()
  let alive = true
  const runtime: ManualRuntime = {
    ...world,
    timers: {
      after(delay, run) {
        if (!alive) return () => undefined
        const cancel = world.timers.after(delay, run)
        cancels.add(cancel)
        return cancel
      },
    },
  }
  const log = new LogBook()
  const open: { house?: RoomHouse } = {}
  const moving = () => open.house?.registry.moving ?? []
  const mark = await UptimeMark.start({ storage, runtime, log, moving })
  marks.push(mark)
  const house = new RoomHouse(() => [(room: Room) => new PhaseClock(room, { runtime, log, uptime: mark })], {
    storage,
    runtime,
  })
  open.house = house
  void wakeRooms(house.registry, mark, log)
  const kill = () => {
    alive = false
    for (const cancel of cancels) cancel()
  }
  return { house, mark, kill }
}

/** Time passes in steps, so that what follows from a timer happens before the next one. */
async function pass(world: ManualRuntime, time: Millis): Promise<void> {
  for (let left = time; left > 0; left -= 250) {
    world.pass(Math.min(250, left))
    await settle()
  }
}

/** Two phases, of which the first ends by itself after five minutes. */
async function inPhase({ house }: Server): Promise<LiveRoom> {
  const live = await house.liveAt('intro')
  const phases = [
    { kind: 'break', minutes: 5, auto: true },
    { kind: 'close', minutes: 5 },
  ] as const
  value(await house.give(live.room, { type: 'agenda.edit', phases: [...phases] }))
  value(await house.give(live.room, { type: 'agenda.advance', expectedPhaseId: phaseOf(live.room).id }))
  return live
}

function endsAt(room: Room): Millis {
  const timer = room.state.agenda.current?.timer
  if (timer?.kind !== 'running') throw new Error('the clock does not run')
  return timer.endsAt
}

describe('a server that was away while a phase ran', () => {
  it('F-38 gives the time back, tells everybody, and fires the deadline once', async () => {
    marks = []
    const world = manualRuntime()
    const storage = new HeldStorage()
    const first = await serve(world, storage)
    const { room } = await inPhase(first)
    const deadline = endsAt(room)
    await pass(world, 2 * MINUTE)
    first.kill()
    await pass(world, 10 * MINUTE)

    const second = await serve(world, storage)
    const again = await second.house.room(room.workshopId)
    await settle()
    expect(endsAt(again)).toBe(deadline + 10 * MINUTE)
    const told = again.eventsSince(room.seq)?.map(({ event }) => event)
    expect(told).toMatchObject([{ type: 'agenda.recovered', outage: { until: world.clock.now() } }])
    await pass(world, 3 * MINUTE - SECOND)
    expect(phaseOf(again).kind).toBe('break')
    await pass(world, SECOND)
    expect(phaseOf(again).kind).toBe('close')
  })

  it('F-38 goes on with a phase that ends by itself, though nobody has come back', async () => {
    marks = []
    const world = manualRuntime()
    const storage = new HeldStorage()
    const first = await serve(world, storage)
    const { room } = await inPhase(first)
    await pass(world, MINUTE)
    first.kill()
    // Whoever dies before it has opened the rooms leaves them to the next.
    const short = await serve(world, storage)
    short.kill()
    const third = await serve(world, storage)
    await pass(world, 4 * MINUTE)
    await settle()
    expect(third.house.registry.liveRoom(room.workshopId)?.state.agenda.current).toMatchObject({
      phaseId: room.state.agenda.phases.at(-1)?.id,
    })
  })

  it('F-38 gives nothing back for a restart of three seconds', async () => {
    marks = []
    const world = manualRuntime()
    const storage = new HeldStorage()
    const first = await serve(world, storage)
    const { room } = await inPhase(first)
    const deadline = endsAt(room)
    await pass(world, MINUTE)
    first.kill()
    await pass(world, 3 * SECOND)
    const second = await serve(world, storage)
    const again = await second.house.room(room.workshopId)
    await settle()
    expect(endsAt(again)).toBe(deadline)
  })

  it('F-38 counts every one of several outages, also those during which nobody came', async () => {
    marks = []
    const world = manualRuntime()
    const storage = new HeldStorage()
    let server = await serve(world, storage)
    const { room } = await inPhase(server)
    const deadline = endsAt(room)
    await pass(world, MINUTE)
    for (const away of [10, 20, 30]) {
      server.kill()
      await pass(world, away * SECOND)
      server = await serve(world, storage)
      await pass(world, SECOND)
    }
    const again = await server.house.room(room.workshopId)
    await settle()
    expect(endsAt(again)).toBe(deadline + 60 * SECOND)
  })

  it('F-38 gives back the time in which the machine slept', async () => {
    marks = []
    const world = manualRuntime()
    const server = await serve(world, new HeldStorage())
    const { room } = await inPhase(server)
    const deadline = endsAt(room)
    await pass(world, MINUTE)
    const { clock } = world
    const before = clock.now()
    world.sleep(40 * SECOND)
    await pass(world, SECOND)
    expect(endsAt(room) - deadline).toBeGreaterThanOrEqual(40 * SECOND)
    expect(endsAt(room) - deadline).toBeLessThanOrEqual(41 * SECOND)
    expect(room.state.agenda.outage?.from).toBeGreaterThanOrEqual(before - SECOND)
  })

  it('F-38 G-13 fires each deadline once, whenever it is killed around it', { timeout: 60_000 }, async () => {
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32))
    const random = seededRandom(seed)
    for (let trial = 1; trial <= 60; trial++) {
      marks = []
      const during = `seed ${seed}, trial ${trial}`
      const world = manualRuntime()
      const storage = new HeldStorage()
      let server = await serve(world, storage)
      const { room } = await inPhase(server)
      const entered = world.clock.now()
      const phase = phaseOf(room).id
      let up = 5 * MINUTE - 2 * SECOND + Math.floor(random() * 4 * SECOND)
      let away = 0
      world.pass(up - 5 * SECOND)
      await pass(world, 5 * SECOND)
      for (let kills = 1 + Math.floor(random() * 3); kills > 0; kills--) {
        server.kill()
        const down = Math.floor(random() * 8 * SECOND)
        await pass(world, down)
        if (down > 3 * SECOND) away += down
        else up += down
        server = await serve(world, storage)
        await server.house.room(room.workshopId)
        await settle()
        const next = Math.floor(random() * 2 * SECOND)
        await pass(world, next)
        up += next
      }
      await pass(world, 10 * SECOND)
      const last = await server.house.room(room.workshopId)
      const moves = (last.eventsSince(0) ?? []).flatMap(({ event }) =>
        event.type === 'agenda.moved' && event.before.phaseId === phase ? [event] : [],
      )
      expect(moves, during).toHaveLength(1)
      const took = (moves[0]?.at ?? 0) - entered
      expect(took, during).toBeGreaterThanOrEqual(5 * MINUTE)
      // Half a second for each mark, and a short restart at the very deadline may delay it by itself.
      expect(took, during).toBeLessThanOrEqual(5 * MINUTE + away + 3 * SECOND + 2 * SECOND)
      server.kill()
    }
  })
})
