import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { PROTOCOL_VERSION } from '#shared/protocol/socket.ts'
import { MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { HeldStorage } from '../support/board-storage.ts'
import { TestApp } from '../support/server-app.ts'
import { cardId } from '../support/server-rooms.ts'

const running: TestApp[] = []

async function start(options: Parameters<typeof TestApp.start>[0] = {}): Promise<TestApp> {
  const app = await TestApp.start(options)
  running.push(app)
  return app
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()))
})

describe('from a click to every screen', () => {
  it('brings a newcomer a snapshot, then every event in order, with the names that became known', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const facilitator = await app.join(workshopId, facilitatorToken)
    expect(facilitator.snapshots[0]).toMatchObject({
      protocol: PROTOCOL_VERSION,
      seq: 1,
      viewer: { role: 'facilitator', participantId: null },
      state: { title: '引っ越しの段取り', participants: [] },
    })
    const { participantId } = await app.seat(workshopId, '青木 はる')
    await facilitator.until(() => facilitator.types.includes('seat.taken'))
    expect(facilitator.messages.at(-1)).toMatchObject({ seq: 2, people: { [participantId]: '青木 はる' } })
    expect(await facilitator.give({ type: 'announce', text: '始めます' })).toEqual({ ok: true, seq: 3 })
    expect(facilitator.types).toEqual(['seat.taken', 'announcement.made'])
  })

  it('F-01 sends nothing to anyone before it is on disk', async () => {
    const storage = new HeldStorage()
    const app = await start({ storage })
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const [facilitator, watcher] = [
      await app.join(workshopId, facilitatorToken),
      await app.join(workshopId, seatToken),
    ]
    storage.hold()
    let answered = false
    const answer = facilitator
      .give({ type: 'announce', text: '三番の部屋へ' })
      .finally(() => (answered = true))
    await watcher.caughtUp()
    await facilitator.caughtUp()
    expect([answered, watcher.bytes.includes('三番の部屋へ')]).toEqual([false, false])
    storage.release()
    await answer
    await watcher.until(() => watcher.types.includes('announcement.made'))
  })

  it('takes effect once when the same command comes again', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const facilitator = await app.join(workshopId, facilitatorToken)
    const announce = { type: 'announce', text: '一度だけ' } as const
    const first = await facilitator.give(announce, 'same')
    expect(await facilitator.give(announce, 'same')).toEqual(first)
    const overHttp = await app.give(workshopId, facilitatorToken, announce, 'same')
    expect(overHttp.json).toEqual(first)
    expect((await app.state(workshopId, facilitatorToken)).state.announcements).toHaveLength(1)
  })

  it('F-40 moves one phase when two facilitators press Next at the same time', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    await app.join(workshopId, (await app.seat(workshopId, '青木')).seatToken)
    const [one, two] = [
      await app.join(workshopId, facilitatorToken),
      await app.join(workshopId, facilitatorToken),
    ]
    await one.give({ type: 'team.form', by: 'headcount' })
    await one.give({ type: 'agenda.open' })
    const { state } = await app.state(workshopId, facilitatorToken)
    const expectedPhaseId = state.agenda.phases[0]!.id
    const replies = await Promise.all(
      [one, two].map((facilitator) => facilitator.give({ type: 'agenda.advance', expectedPhaseId })),
    )
    expect(replies.filter(({ ok }) => ok)).toHaveLength(1)
    expect(replies.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'stale_phase' } })
    const after = await app.state(workshopId, facilitatorToken)
    expect(after.state.agenda.current?.phaseId).toBe(state.agenda.phases[1]?.id)
  })

  it('hidden means hidden: no byte of a draft reaches anybody else before the reveal', async () => {
    const app = await start()
    const { workshopId, facilitatorToken, first, second, phase, teamId, facilitator } =
      await app.hiddenPhase()
    const watching = await app.join(workshopId, facilitatorToken)
    const text = '鍵の引き渡しが怖い'
    const reply = await first.give({ type: 'card.add', cardId: cardId('k1'), board: phase.board!, text })
    expect(reply.ok).toBe(true)
    const late = await app.join(workshopId, facilitatorToken)
    for (const connection of [second, watching, late]) {
      await connection.caughtUp()
      expect(connection.bytes).not.toContain(text)
    }
    await second.until(() => second.types.includes('card.added'))
    await first.until(() => first.types.includes('card.texted'))
    const board = `/api/workshops/${workshopId}/boards/${teamId}/${phase.board}`
    expect((await app.request('GET', board, { token: facilitatorToken })).json.cards).toEqual([])

    await facilitator({ type: 'card.reveal', expectedPhaseId: phase.id })
    expect((await app.request('GET', board, { token: facilitatorToken })).json.cards).toMatchObject([
      { id: 'k1', text, authorName: '青木' },
    ])
  })
})

describe('coming back', () => {
  it('F-31 sends only what was missed after `since`, and only what this person may see', async () => {
    const app = await start()
    const { workshopId, first, second, two, phase } = await app.hiddenPhase()
    await second.caughtUp()
    const since = second.messages.at(-1)!.seq
    second.close()
    await first.give({ type: 'card.add', cardId: cardId('k1'), board: phase.board!, text: '内緒の下書き' })
    await first.give({ type: 'call.raise' })
    const back = await app.join(workshopId, two.seatToken, since)
    expect(back.snapshots).toEqual([])
    expect(back.types).toEqual(['card.added', 'call.raised'])
    expect(back.messages[0]!.seq).toBe(since + 3)
    expect(back.bytes).not.toContain('内緒の下書き')
  })

  it('sends an empty message when nothing was missed, and a snapshot when the number makes no sense', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    expect((await app.join(workshopId, facilitatorToken, 1)).messages).toEqual([{ seq: 1, events: [] }])
    for (const since of [99, -5, 0.5]) {
      const odd = await app.join(workshopId, facilitatorToken, since)
      expect(odd.snapshots).toHaveLength(1)
    }
  })

  it('holds the same state after a restart on the same disk, and resumes across it', async () => {
    const storage = new MemoryStorage()
    const before = await TestApp.start({ storage })
    const { workshopId, facilitatorToken, one, first, phase } = await before.hiddenPhase()
    await first.give({ type: 'card.add', cardId: cardId('k1'), board: phase.board!, text: '段ボール' })
    const seen = await before.state(workshopId, one.seatToken)
    const boss = await before.state(workshopId, facilitatorToken)
    await before.close()

    const after = await start({ storage })
    expect(await after.state(workshopId, one.seatToken)).toEqual(seen)
    expect(await after.state(workshopId, facilitatorToken)).toEqual(boss)
    const back = await after.join(workshopId, one.seatToken, seen.seq)
    expect(back.events).toEqual([])
  })

  it('tells those who are connected what a failing disk had kept after all', async () => {
    const storage = new HeldStorage()
    const app = await start({ storage })
    const { workshopId, facilitatorToken } = await app.open()
    const facilitator = await app.join(workshopId, facilitatorToken)
    const append = storage.journal.append.bind(storage.journal)
    storage.journal.append = async (entry) => {
      await append(entry)
      throw new Error('the answer of the disk was lost')
    }
    const lost = await facilitator.give({ type: 'announce', text: '聞こえますか' }, 'same')
    expect(lost).toMatchObject({ ok: false, error: { code: 'unavailable' } })
    storage.journal.append = append
    expect(await facilitator.give({ type: 'announce', text: '聞こえますか' }, 'same')).toEqual({
      ok: true,
      seq: 2,
    })
    await facilitator.caughtUp()
    expect(facilitator.types).toEqual(['announcement.made'])
  })
})

it('lets in those whose network allows no WebSocket, and upgrades those whose network does', async () => {
  const app = await start()
  const { workshopId, facilitatorToken } = await app.open()
  for (const transports of [['polling'], ['polling', 'websocket']] as const) {
    const connection = app.connect(workshopId, { token: facilitatorToken }, { transports })
    await connection.until(() => connection.snapshots.length === 1)
    const { engine } = connection.socket.io
    if (engine.transport.name !== transports.at(-1)) await once(engine as never, 'upgrade')
    expect(engine.transport.name).toBe(transports.at(-1))
    expect(await connection.give({ type: 'announce', text: '届いています' })).toMatchObject({ ok: true })
  }
})

describe('who is here', () => {
  it('F-45 counts two tabs of one person as one participant', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken, participantId } = await app.seat(workshopId, '青木')
    const facilitator = await app.join(workshopId, facilitatorToken)
    const [tab, other] = [await app.join(workshopId, seatToken), await app.join(workshopId, seatToken)]
    await facilitator.until(() => facilitator.here?.length === 1)
    expect(other.here).toEqual([participantId])
    tab.close()
    await app.seat(workshopId, '井上')
    await facilitator.until(() => facilitator.types.includes('seat.taken'))
    expect(facilitator.here).toEqual([participantId])
    other.close()
    await facilitator.until(() => facilitator.here?.length === 0)
    expect(facilitator.facilitators).toBe(1)
  })

  it('F-27 lets a class of sixty in from one address at once, and tells of them in a few messages', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const facilitator = await app.join(workshopId, facilitatorToken)
    const seats = await Promise.all(
      Array.from({ length: 60 }, (_, index) => app.seat(workshopId, `参加者${index}`)),
    )
    await Promise.all(seats.map(({ seatToken }) => app.join(workshopId, seatToken)))
    await facilitator.until(() => facilitator.here?.length === 60)
    expect(facilitator.presenceMessages).toBeLessThan(30)
  })
})

describe('roles that change', () => {
  it('gives a new facilitator the facilitators’ channel and a fresh snapshot', async () => {
    const app = await start()
    const { workshopId, facilitatorToken, one, first, phase, facilitator } = await app.hiddenPhase()
    await facilitator({ type: 'facilitator.grant', participantId: one.participantId })
    await first.until(() => first.snapshots.length === 2)
    expect(first.snapshots[1]!.viewer).toEqual({ role: 'facilitator', participantId: one.participantId })
    await app.give(workshopId, facilitatorToken, {
      type: 'agenda.advance',
      expectedPhaseId: phase.id,
      force: true,
      reason: '時間です',
    })
    await first.until(() => first.types.includes('gate.forced'))
    expect(await first.give({ type: 'announce', text: '手伝います' })).toMatchObject({ ok: true })
  })

  it('S-06 shows a removed seat the door, and its secret opens nothing any more', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken, participantId } = await app.seat(workshopId, '青木')
    const participant = await app.join(workshopId, seatToken)
    await app.give(workshopId, facilitatorToken, { type: 'seat.remove', participantId })
    await participant.until(() => participant.closedWith !== null)
    expect(participant.types).toContain('seat.removed')
    const again = app.connect(workshopId, { token: seatToken })
    await again.until(() => again.refusedWith !== null)
    expect(again.refusedWith?.data?.code).toBe('unauthorised')
  })

  it('answers `seat.leave` before it says goodbye', async () => {
    const app = await start()
    const { workshopId } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const participant = await app.join(workshopId, seatToken)
    expect(await participant.give({ type: 'seat.leave' })).toMatchObject({ ok: true })
    await participant.until(() => participant.closedWith !== null)
  })
})

describe('bad input', () => {
  it('refuses other workshops’ secrets, unknown workshops and no secret, each with its reason', async () => {
    const app = await start()
    const [mine, theirs] = [await app.open(), await app.open()]
    const tries = [
      [mine.workshopId, { token: theirs.facilitatorToken }, 'unauthorised'],
      [mine.workshopId, {}, 'unauthorised'],
      [mine.workshopId, { token: { evil: true } }, 'unauthorised'],
      ['nobody', { token: mine.facilitatorToken }, 'unauthorised'],
      ['../../etc', { token: mine.facilitatorToken }, 'workshop_unknown'],
    ] as const
    for (const [workshopId, auth, code] of tries) {
      const connection = app.connect(workshopId, auth, { headers: { 'accept-language': 'en' } })
      await connection.until(() => connection.refusedWith !== null)
      expect(connection.refusedWith?.data?.code).toBe(code)
      expect(connection.refusedWith?.data?.message).toMatch(/^[A-Z]/)
    }
  })

  it('S-01 refuses connections that another site’s page opens', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const own = new URL(app.url).host
    for (const origin of [
      'https://evil.example',
      `http://${own}.evil.example`,
      'null',
      `http://evil-${own}`,
    ]) {
      const connection = app.connect(workshopId, { token: facilitatorToken }, { headers: { origin } })
      await connection.until(() => connection.refusedWith !== null)
    }
    const friendly = app.connect(workshopId, { token: facilitatorToken }, { headers: { origin: app.url } })
    await friendly.until(() => friendly.snapshots.length === 1)
  })

  it('F-25 answers malformed commands, changes nothing, and lives on', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const facilitator = await app.join(workshopId, facilitatorToken)
    const announce = { type: 'announce', text: 'x' }
    const bad: unknown[][] = [
      [],
      [null],
      [17],
      ['text'],
      [[]],
      [{}],
      [{ commandId: 'c1' }],
      [{ commandId: '__proto__', command: announce }],
      [{ commandId: 'x'.repeat(41), command: announce }],
      [{ commandId: 'c1', command: { type: 'constructor' } }],
      [{ commandId: 'c1', command: { type: 'announce' } }],
      [{ commandId: 'c1', command: { type: 'announce', text: { toString: 'no' } } }],
      [{ commandId: 'c1', command: { type: 'agenda.extend', ms: 1e300 } }],
      [Buffer.from([1, 2, 3])],
      [{ commandId: 'c1', command: announce }, 'one more', 'argument'],
    ]
    for (const args of bad.slice(0, -1)) {
      const reply = await facilitator.ask('workshop:command', ...args)
      expect(reply).toMatchObject({ ok: false, error: { code: 'malformed', message: expect.any(String) } })
    }
    expect(await facilitator.ask('workshop:command', ...bad.at(-1)!)).toMatchObject({ ok: true, seq: 2 })
    facilitator.socket.emit('workshop:command', null as never, null as never)
    ;(facilitator.socket as { emit: (event: string, ...args: unknown[]) => void }).emit('no such thing', {
      a: 1,
    })
    await facilitator.caughtUp()
    expect((await app.state(workshopId, facilitatorToken)).seq).toBe(2)
  })

  it('refuses what only the server may order, and what the role does not allow', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, '青木')
    const [facilitator, participant] = [
      await app.join(workshopId, facilitatorToken),
      await app.join(workshopId, seatToken),
    ]
    const before = await app.state(workshopId, facilitatorToken)
    const replies = [
      await facilitator.give({ type: 'setup.create', title: 'x', goal: 'y' }),
      await facilitator.give({ type: 'seat.take', participantId: 'p9' as never, name: '偽物' }),
      await participant.give({ type: 'agenda.open' }),
      await participant.give({ type: 'facilitator.grant', participantId: 'p9' as never }),
    ]
    expect(replies.map((reply) => !reply.ok && reply.error.code)).toEqual(Array(4).fill('not_allowed'))
    expect(await facilitator.give({ type: 'agenda.end' })).toMatchObject({ error: { code: 'not_open_yet' } })
    expect(await app.state(workshopId, facilitatorToken)).toEqual(before)
  })

  it('survives garbage on the socket path itself', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const raw = new WebSocket(
      `${app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&w=${workshopId}`,
    )
    await once(raw, 'open')
    for (const frame of [
      '4',
      '40{',
      '40{"token":',
      '42["workshop:command"',
      '451-["x",{"_placeholder":true,"num":99}]',
      '\u0000',
    ])
      raw.send(frame)
    await once(raw, 'close')
    expect((await app.state(workshopId, facilitatorToken)).seq).toBe(1)
  })
})

it('F-37 tells the time of the server and how fast it runs', async () => {
  const app = await start({ env: { CLOCK_RATE: '60' } })
  const { workshopId, facilitatorToken } = await app.open()
  const facilitator = await app.join(workshopId, facilitatorToken)
  const [one, two] = [await facilitator.ask('clock:ask'), await facilitator.ask('clock:ask')] as unknown as {
    now: number
    rate: number
  }[]
  expect(one?.rate).toBe(60)
  expect(two!.now).toBeGreaterThanOrEqual(one!.now)
})
