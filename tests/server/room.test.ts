import { describe, expect, it } from 'vitest'
import type { ParticipantId } from '#shared/ids.ts'
import { systemRuntime } from '../../server/runtime.ts'
import { eventStream } from '../../server/storage/ports.ts'
import type { Commit, RoomListener } from '../../server/rooms/room.ts'
import { as, cardId, FACILITATOR, phaseOf, RoomHouse, settle, value } from '../support/server-rooms.ts'

const UNAVAILABLE = { ok: false, error: { code: 'unavailable' } }

/** A listener that keeps the types of what it hears. */
function listening() {
  const heard: string[] = []
  const listener = (): RoomListener => ({
    committed: ({ entries }: Commit) => heard.push(...entries.map(({ event }) => event.type)),
    close: () => undefined,
  })
  return { heard, listener }
}

describe('one queue, one commit', () => {
  it('takes commands that arrive together in one append', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    house.storage.commits.length = 0
    const answers = await Promise.all(
      ['一', '二', '三', '四'].map((text) => house.give(room, { type: 'announce', text })),
    )
    expect(answers.map((answer) => value(answer).seq)).toEqual([2, 3, 4, 5])
    expect(house.storage.commits).toHaveLength(1)
  })

  it('takes everything that arrives while a commit is running in the next one', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    house.storage.commits.length = 0
    house.storage.hold()
    const first = house.give(room, { type: 'announce', text: '一' })
    await settle()
    const rest = ['二', '三'].map((text) => house.give(room, { type: 'announce', text }))
    await settle()
    house.storage.release()
    await Promise.all([first, ...rest])
    expect(house.storage.commits.map(({ records }) => records.length)).toEqual([1, 2])
  })

  it('F-01 answers, shows and tells nothing before it is on disk', async () => {
    const { heard, listener } = listening()
    const house = new RoomHouse(() => [listener])
    const room = await house.workshop()
    house.storage.hold()
    let answered = false
    const answer = house.give(room, { type: 'announce', text: '始めます' }).finally(() => (answered = true))
    await settle()
    expect([answered, room.state.announcements, heard]).toEqual([false, [], []])
    house.storage.release()
    expect(value(await answer).seq).toBe(2)
    expect(heard).toEqual(['announcement.made'])
    expect(room.state.announcements).toHaveLength(1)
  })

  it('writes names in the same append as the seat, and never into the log', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    const aoki = await house.seat(room, '青木 はる')
    const commit = house.storage.commits.at(-1)
    expect(commit?.people).toEqual({ workshopId: room.workshopId, names: { [aoki]: '青木 はる' } })
    expect(Buffer.concat(commit?.records ?? []).toString()).not.toContain('青木')
    expect(room.view(FACILITATOR as never).participants[0]?.name).toBe('青木 はる')
  })

  it('writes answers in the same append, never into the log, and decides on them in the same commit', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    const [one, other] = ['one', 'other'] as ParticipantId[]
    const take = (participantId: ParticipantId, mentor: boolean) =>
      house.give(
        room,
        { type: 'seat.take', participantId, name: '見本', answers: { mentor, wish: '秘密' } },
        { role: 'system' },
      )
    const before = house.storage.commits.length
    const answers = [
      take(one!, false),
      take(other!, true),
      house.give(room, { type: 'team.form', by: 'answers' }),
    ]
    for (const answer of await Promise.all(answers)) value(answer)
    expect(house.storage.commits.length - before).toBe(1)
    const commit = house.storage.commits.at(-1)
    expect(commit?.people?.answers).toMatchObject({ one: { mentor: false }, other: { wish: '秘密' } })
    expect(Buffer.concat(commit?.records ?? []).toString()).not.toContain('秘密')
    expect(room.state.teams[0]?.members).toContainEqual({ participantId: other, role: 'mentor' })
    expect(room.view(FACILITATOR as never).participants.map((seat) => seat.answers?.mentor)).toEqual([
      false,
      true,
    ])
    expect(room.view({ role: 'participant', participantId: one! }).participants[0]).not.toHaveProperty(
      'answers',
    )
  })

  it('survives a listener that throws', async () => {
    const { heard, listener } = listening()
    const broken: RoomListener = {
      committed: () => {
        throw new Error('broken')
      },
      close: () => undefined,
    }
    const house = new RoomHouse(() => [() => broken, listener])
    const room = await house.workshop()
    value(await house.give(room, { type: 'announce', text: '続けます' }))
    expect(heard).toEqual(['announcement.made'])
    expect(house.log.lines).toContain('a listener of a room threw')
  })
})

describe('when the disk refuses', () => {
  it('F-05 answers the whole batch with unavailable, changes nothing, and opens again from disk', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    house.storage.break('append')
    const answers = await Promise.all([
      house.give(room, { type: 'announce', text: '届かない' }),
      house.give(room, { type: 'agenda.pause' }),
    ])
    expect(answers).toEqual([UNAVAILABLE, UNAVAILABLE])
    expect(room.state.announcements).toEqual([])
    expect(await house.give(room, { type: 'announce', text: '閉じた部屋' })).toEqual(UNAVAILABLE)

    house.storage.mend('append')
    const again = await house.room(room.workshopId)
    expect(again).not.toBe(room)
    value(await house.give(again, { type: 'announce', text: '戻りました' }))
    expect(again.state.announcements.map(({ text }) => text)).toEqual(['戻りました'])
  })

  it('opens a failed room again by itself while somebody is connected, so that its clock goes on', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    house.presence.enter(room.workshopId, {}, { role: 'facilitator', participantId: null })
    house.storage.break('append')
    await house.give(room, { type: 'announce', text: '届かない' })
    expect(house.registry.liveRoom(room.workshopId)).toBeNull()
    house.runtime.pass(1_000)
    await settle()
    expect(house.registry.liveRoom(room.workshopId)?.writable).toBe(true)
  })

  it('F-03 never guesses behind a damaged record: the room ends before it, read-only', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    const { workshopId } = room
    for (const text of ['一', '二', '三']) value(await house.give(room, { type: 'announce', text }))
    house.storage.damaged.add(3)
    const other = new RoomHouse(() => [], { storage: house.storage })
    const damaged = await other.room(workshopId)
    expect(damaged.seq).toBe(2)
    expect(damaged.state.announcements.map(({ text }) => text)).toEqual(['一'])
    expect(await other.give(damaged, { type: 'announce', text: '四' })).toEqual({
      ok: false,
      error: { code: 'damaged' },
    })
    expect((await house.storage.quarantined()).map(({ seq }) => seq)).toEqual([3])
    expect(other.log.lines).toContain('journal damaged: the room opens read-only')
    await other.registry.close()
    expect(await house.storage.snapshots.latest(eventStream(workshopId))).toBeNull()
  })
})

describe('a command counts once', () => {
  it('answers the same seq to the same command id, however often and whenever it comes', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    const announce = { type: 'announce', text: '一度だけ' } as const
    const [one, two] = await Promise.all([
      house.give(room, announce, FACILITATOR, 'same'),
      house.give(room, announce, FACILITATOR, 'same'),
    ])
    const three = await house.give(room, announce, FACILITATOR, 'same')
    expect([one, two, three].map((answer) => value(answer).seq)).toEqual([2, 2, 2])
    expect(room.state.announcements).toHaveLength(1)
  })

  it('knows its receipts after a restart, from the journal and from a snapshot', async () => {
    const house = new RoomHouse()
    const { workshopId } = await house.workshop()
    const announce = { type: 'announce', text: '一度だけ' } as const
    value(await house.give(await house.room(workshopId), announce, FACILITATOR, 'same'))

    const crashed = new RoomHouse(() => [], { storage: house.storage })
    const replayed = await crashed.room(workshopId)
    expect(value(await crashed.give(replayed, announce, FACILITATOR, 'same')).seq).toBe(2)

    await crashed.registry.close()
    expect((await house.storage.snapshots.latest(eventStream(workshopId)))?.seq).toBe(2)
    const restarted = new RoomHouse(() => [], { storage: house.storage })
    const reopened = await restarted.room(workshopId)
    expect(value(await restarted.give(reopened, announce, FACILITATOR, 'same')).seq).toBe(2)
    expect(reopened.state.announcements).toHaveLength(1)
  })

  it('keeps the same command id of two people apart', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    const [aoki, inoue] = [await house.seat(room, '青木'), await house.seat(room, '井上')]
    value(await house.give(room, { type: 'call.raise' }, as(aoki), 'same'))
    value(await house.give(room, { type: 'call.raise' }, as(inoue), 'same'))
    expect(room.state.calls.map(({ participantId }) => participantId)).toEqual([aoki, inoue])
  })

  it('does not count a refused command: it may succeed later', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    const refused = await house.give(room, { type: 'announce', text: ' ' }, FACILITATOR, 'same')
    expect(refused).toMatchObject({ ok: false, error: { code: 'text_empty' } })
    value(await house.give(room, { type: 'announce', text: '今度は' }, FACILITATOR, 'same'))
  })
})

describe('who may, at this moment', () => {
  it('F-40 lets two facilitators who press Next together move one phase only', async () => {
    const house = new RoomHouse()
    const { room } = await house.liveAt('intro')
    const expectedPhaseId = phaseOf(room).id
    const answers = await Promise.all([
      house.give(room, { type: 'agenda.advance', expectedPhaseId }),
      house.give(room, { type: 'agenda.advance', expectedPhaseId }),
    ])
    const moved = room.state.agenda.phases[1]
    expect(answers.map(({ ok }) => ok)).toEqual([true, false])
    expect(answers[1]).toMatchObject({ error: { code: 'stale_phase', phaseId: moved?.id } })
    expect(phaseOf(room)).toEqual(moved)
  })

  it('S-06 takes nothing more from a seat that was removed a moment ago', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    const aoki = await house.seat(room, '青木')
    const [, late] = await Promise.all([
      house.give(room, { type: 'seat.remove', participantId: aoki }),
      house.give(room, { type: 'call.raise' }, as(aoki)),
    ])
    expect(late).toEqual({ ok: false, error: { code: 'unauthorised' } })
    expect(room.state.calls).toEqual([])
  })

  it('lets a participant act as facilitator from the moment they are made one', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    const aoki = await house.seat(room, '青木')
    const announce = { type: 'announce', text: '青木です' } as const
    expect(await house.give(room, announce, as(aoki))).toMatchObject({ error: { code: 'not_allowed' } })
    const answers = await Promise.all([
      house.give(room, { type: 'facilitator.grant', participantId: aoki }),
      house.give(room, announce, as(aoki)),
    ])
    expect(answers.map(({ ok }) => ok)).toEqual([true, true])
  })
})

describe('opening and closing', () => {
  it('opens a room once, however many ask for it at the same time', async () => {
    const house = new RoomHouse()
    const { workshopId } = await house.workshop()
    const other = new RoomHouse(() => [], { storage: house.storage })
    house.storage.reads = 0
    const rooms = await Promise.all(Array.from({ length: 30 }, () => other.room(workshopId)))
    expect(new Set(rooms).size).toBe(1)
    expect(house.storage.reads).toBe(1)
  })

  it('holds the same state after a restart, with and without a snapshot in between', async () => {
    const house = new RoomHouse()
    const { room, people } = await house.liveAt('list-ideals')
    const add = { type: 'card.add', cardId: cardId('k1'), board: 'ideals', text: '段ボールが足りる' } as const
    value(await house.give(room, add, as(people[0])))
    const { state, seq } = room
    const crashed = await new RoomHouse(() => [], { storage: house.storage }).room(room.workshopId)
    expect([crashed.state, crashed.seq]).toEqual([state, seq])
    await house.registry.close()
    const restarted = await new RoomHouse(() => [], { storage: house.storage }).room(room.workshopId)
    expect([restarted.state, restarted.seq]).toEqual([state, seq])
  })

  it('saves a snapshot every 500 events', async () => {
    const house = new RoomHouse()
    const room = await house.workshop()
    const aoki = await house.seat(room, '青木')
    for (let turn = 0; turn < 250; turn++) {
      value(await house.give(room, { type: 'call.raise' }, as(aoki)))
      value(await house.give(room, { type: 'call.clear' }, as(aoki)))
    }
    await settle()
    const saved = await house.storage.snapshots.latest(eventStream(room.workshopId))
    expect(saved?.seq).toBe(500)
  })

  it('puts an idle room away after ten minutes, and a used one not', async () => {
    const house = new RoomHouse()
    const [idle, used] = [await house.workshop(), await house.workshop()]
    const connection = {}
    house.presence.enter(used.workshopId, connection, { role: 'facilitator', participantId: null })
    house.runtime.pass(11 * 60_000)
    expect(house.registry.liveRoom(idle.workshopId)).toBeNull()
    expect(house.registry.liveRoom(used.workshopId)).toBe(used)
    const back = await house.room(idle.workshopId)
    expect(back.state).toEqual(idle.state)
    house.presence.leave(used.workshopId, connection)
    house.runtime.pass(11 * 60_000)
    expect(house.registry.liveRoom(used.workshopId)).toBeNull()
  })

  it('a fast clock goes on where the log ends, so that a restart does not throw the workshop back', async () => {
    const before = systemRuntime(1_000)
    while (before.clock.now() < Date.now() + 5_000) await settle()
    const first = new RoomHouse(() => [], {
      runtime: { ...before, pass: () => undefined, sleep: () => undefined },
    })
    const { state, workshopId } = await first.workshop()
    expect(state.createdAt).toBeGreaterThan(Date.now() + 1_000)

    const after = systemRuntime(1_000)
    const second = new RoomHouse(() => [], {
      storage: first.storage,
      runtime: { ...after, pass: () => undefined, sleep: () => undefined },
    })
    await second.room(workshopId)
    expect(after.clock.now()).toBeGreaterThanOrEqual(state.createdAt)
    await Promise.all([first.registry.close(), second.registry.close()])
  })

  it('knows nothing of a workshop nobody opened', async () => {
    const house = new RoomHouse()
    expect(await house.registry.getRoom('nobody' as never)).toBeNull()
  })
})
