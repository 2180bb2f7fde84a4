import { describe, expect, it } from 'vitest'
import type { PhaseEdit } from '#shared/domain/slices/agenda.ts'
import type { PulseMessage } from '#shared/protocol/socket.ts'
import { BoardWriter } from '../../server/rooms/reactors/board-writer.ts'
import { PhaseClock } from '../../server/rooms/reactors/phase-clock.ts'
import { Pulse } from '../../server/rooms/reactors/pulse.ts'
import { rightsBell } from '../../server/rooms/reactors/rights-bell.ts'
import {
  as,
  BoardsDouble,
  cardId,
  phaseOf,
  RoomHouse,
  settle,
  value,
  type LiveRoom,
} from '../support/server-rooms.ts'

const MINUTE = 60_000
const ALWAYS_UP = { outages: [], listen: () => () => undefined }

describe('the phase clock', () => {
  const listeners = (house: RoomHouse) => [
    (room: Parameters<typeof rightsBell>[0]) =>
      new PhaseClock(room, { runtime: house.runtime, log: house.log, uptime: ALWAYS_UP }),
  ]

  async function inPhase(house: RoomHouse, phase: Partial<PhaseEdit>): Promise<LiveRoom> {
    const live = await house.liveAt('intro')
    const phases = [
      { kind: 'list-ideals', minutes: 5, auto: true, ...phase },
      { kind: 'close', minutes: 5 },
    ] as const
    value(await house.give(live.room, { type: 'agenda.edit', phases: [...phases] }))
    const expectedPhaseId = phaseOf(live.room).id
    value(await house.give(live.room, { type: 'agenda.advance', expectedPhaseId }))
    return live
  }

  it('moves on at zero where the phase says so', async () => {
    const house = new RoomHouse(listeners)
    const { room } = await inPhase(house, { gate: false })
    house.runtime.pass(5 * MINUTE - 1)
    await settle()
    expect(phaseOf(room).kind).toBe('list-ideals')
    house.runtime.pass(1)
    await settle()
    expect(phaseOf(room).kind).toBe('close')
  })

  it('closes nothing at zero where the phase does not say so', async () => {
    const house = new RoomHouse(listeners)
    const { room } = await inPhase(house, { auto: false, gate: false })
    house.runtime.pass(60 * MINUTE)
    await settle()
    expect(phaseOf(room).kind).toBe('list-ideals')
  })

  it('waits at zero for a closed gate, and moves on when the last one has posted', async () => {
    const house = new RoomHouse(listeners)
    const { room, people } = await inPhase(house, { gate: true })
    house.runtime.pass(6 * MINUTE)
    await settle()
    expect(phaseOf(room).kind).toBe('list-ideals')
    for (const person of people) value(await house.give(room, { type: 'gate.pass' }, as(person)))
    house.runtime.pass(2_000)
    await settle()
    expect(phaseOf(room).kind).toBe('close')
  })

  it('follows pause, resume and extension', async () => {
    const house = new RoomHouse(listeners)
    const { room } = await inPhase(house, { gate: false })
    value(await house.give(room, { type: 'agenda.pause' }))
    house.runtime.pass(30 * MINUTE)
    await settle()
    value(await house.give(room, { type: 'agenda.resume' }))
    value(await house.give(room, { type: 'agenda.extend', ms: MINUTE }))
    house.runtime.pass(6 * MINUTE - 1)
    await settle()
    expect(phaseOf(room).kind).toBe('list-ideals')
    house.runtime.pass(1)
    await settle()
    expect(phaseOf(room).kind).toBe('close')
  })

  it('F-38 is armed again when the room opens, and fires once for a deadline that has passed', async () => {
    const house = new RoomHouse(listeners)
    const { room } = await inPhase(house, { gate: false })
    const { storage, runtime } = house
    await house.registry.close()
    runtime.pass(6 * MINUTE)
    const restarted = new RoomHouse(listeners, { storage, runtime })
    const again = await restarted.room(room.workshopId)
    expect(phaseOf(again).kind).toBe('list-ideals')
    runtime.pass(0)
    await settle()
    expect(phaseOf(again).kind).toBe('close')
    const moves = again.eventsSince(room.seq)?.filter(({ event }) => event.type === 'agenda.moved')
    expect(moves).toHaveLength(1)
  })

  it('keeps a room open that moves by itself although nobody is connected', async () => {
    const house = new RoomHouse(listeners)
    const live = await house.liveAt('intro', ['青木'])
    const { room } = live
    const phases = [
      { kind: 'break', minutes: 60, auto: true },
      { kind: 'close', minutes: 5 },
    ] as const
    value(await house.give(room, { type: 'agenda.edit', phases: [...phases] }))
    value(await house.give(room, { type: 'agenda.advance', expectedPhaseId: phaseOf(room).id }))
    house.leaveAll()
    house.runtime.pass(59 * MINUTE)
    await settle()
    expect(room.writable).toBe(true)
    house.runtime.pass(MINUTE)
    await settle()
    expect(phaseOf(room).kind).toBe('close')
  })
})

describe('the board writer', () => {
  function writing() {
    const boards = new BoardsDouble()
    const house = new RoomHouse((self) => [
      (room) => new BoardWriter(room, { boards, runtime: self.runtime, log: self.log }),
    ])
    const add = (live: LiveRoom, by: number, text: string) =>
      house.give(
        live.room,
        { type: 'card.add', cardId: cardId(`card-${text}`), board: 'ideals', text },
        as(live.people[by]),
      )
    const texts = ({ room, teamId }: LiveRoom) => boards.texts(room.workshopId, teamId, 'ideals').toSorted()
    return { house, boards, add, texts }
  }

  it('puts no draft on a board before the reveal, and every one at it', async () => {
    const { house, add, texts } = writing()
    const live = await house.liveAt('list-ideals')
    value(await add(live, 0, 'a'))
    value(await add(live, 1, 'b'))
    await live.room.settled()
    expect(texts(live)).toEqual([])
    value(await house.give(live.room, { type: 'card.reveal', expectedPhaseId: phaseOf(live.room).id }))
    value(await add(live, 2, 'c'))
    await live.room.settled()
    expect(texts(live)).toEqual(['a', 'b', 'c'])
  })

  it('takes withdrawn and withheld cards off', async () => {
    const { house, add, texts } = writing()
    const live = await house.liveAt('list-ideals')
    for (const text of ['a', 'b', 'c']) value(await add(live, 0, text))
    value(await house.give(live.room, { type: 'card.reveal', expectedPhaseId: phaseOf(live.room).id }))
    value(
      await house.give(live.room, { type: 'card.withdraw', cardId: cardId('card-a') }, as(live.people[0])),
    )
    value(await house.give(live.room, { type: 'card.hide', cardId: cardId('card-b') }))
    await live.room.settled()
    expect(texts(live)).toEqual(['c'])
  })

  it('catches up by itself after the boards failed, without holding up the room', async () => {
    const { house, boards, add, texts } = writing()
    const live = await house.liveAt('list-ideals')
    value(await add(live, 0, 'a'))
    boards.failing = true
    value(await house.give(live.room, { type: 'card.reveal', expectedPhaseId: phaseOf(live.room).id }))
    value(await add(live, 1, 'b'))
    await live.room.settled()
    expect(house.log.lines).toContain('boards are behind the room')
    boards.failing = false
    house.runtime.pass(30_000)
    await live.room.settled()
    expect(texts(live)).toEqual(['a', 'b'])
  })

  it('makes the boards equal to the state when the room opens: a crash in between loses no card', async () => {
    const { house, boards, add } = writing()
    const live = await house.liveAt('list-ideals')
    boards.failing = true
    value(await add(live, 0, 'a'))
    value(await house.give(live.room, { type: 'card.reveal', expectedPhaseId: phaseOf(live.room).id }))
    await live.room.settled()
    boards.failing = false
    await boards.addCards({ workshopId: live.room.workshopId, teamId: live.teamId, board: 'ideals' }, [
      { id: 'forged', text: 'nobody wrote this', part: null },
    ])
    const restarted = new RoomHouse(
      (self) => [(room) => new BoardWriter(room, { boards, runtime: self.runtime, log: self.log })],
      { storage: house.storage },
    )
    await (await restarted.room(live.room.workshopId)).settled()
    expect(boards.texts(live.room.workshopId, live.teamId, 'ideals')).toEqual(['a'])
  })
})

describe('the rights bell', () => {
  it('rings when rights to boards may have changed, and only then', async () => {
    const boards = new BoardsDouble()
    const house = new RoomHouse(() => [(room) => rightsBell(room, boards)])
    const { room } = await house.liveAt('intro')
    boards.bells = 0
    value(await house.give(room, { type: 'announce', text: 'そのまま' }))
    expect(boards.bells).toBe(0)
    value(await house.give(room, { type: 'agenda.advance', expectedPhaseId: phaseOf(room).id }))
    expect(boards.bells).toBe(1)
  })
})

describe('the pulse', () => {
  it('counts cards and board edits by team in buckets of 30 seconds, at most every 5 seconds, when changed', async () => {
    const boards = new BoardsDouble()
    const sent: PulseMessage[] = []
    const house = new RoomHouse((self) => [
      (room) => new Pulse(room, { boards, runtime: self.runtime, send: (message) => sent.push(message) }),
    ])
    const { room, people, teamId } = await house.liveAt('list-ideals')
    house.runtime.pass(30_000)
    sent.length = 0
    const last = () => sent.at(-1)?.teams[teamId]

    for (const text of ['a', 'b', 'c'])
      value(
        await house.give(
          room,
          { type: 'card.add', cardId: cardId(text), board: 'ideals', text },
          as(people[0]),
        ),
      )
    boards.edits.set(teamId, 4)
    expect(sent).toEqual([])
    house.runtime.pass(5_000)
    expect(sent).toHaveLength(1)
    expect(last()).toHaveLength(14)
    expect(last()?.at(-1)).toBe(7)
    house.runtime.pass(10_000)
    expect(sent).toHaveLength(1)

    boards.edits.set(teamId, 1) // the board was put away and opened again: it counts from zero
    house.runtime.pass(30_000)
    expect(
      last()
        ?.slice(-2)
        .reduce((sum, count) => sum + count, 0),
    ).toBe(8)
    house.runtime.pass(14 * 30_000)
    expect(last()).toEqual(Array.from({ length: 14 }, () => 0))
  })

  it('GAT-8 tells which team has no summary, in a phase that asks for one', async () => {
    const boards = new BoardsDouble()
    const sent: PulseMessage[] = []
    const house = new RoomHouse((self) => [
      (room) => new Pulse(room, { boards, runtime: self.runtime, send: (message) => sent.push(message) }),
    ])
    const { room, teamId } = await house.liveAt('list-ideals')
    boards.withoutSummary.add(teamId)
    house.runtime.pass(5_000)
    expect(sent.flatMap(({ unsummed }) => unsummed)).toEqual([])

    const go = {
      type: 'agenda.advance',
      expectedPhaseId: phaseOf(room).id,
      force: true,
      reason: '時間です',
    } as const
    value(await house.give(room, go))
    house.runtime.pass(5_000)
    expect(sent.at(-1)?.unsummed).toEqual([teamId])
    boards.withoutSummary.clear()
    house.runtime.pass(5_000)
    expect(sent.at(-1)?.unsummed).toEqual([])
  })
})
