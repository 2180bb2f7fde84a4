import { afterEach, expect, it } from 'vitest'
import { Audit } from '../../server/audit.ts'
import { createLog, roomMark } from '../../server/log.ts'
import { manualRuntime } from '../support/board-runtime.ts'
import { TestApp } from '../support/server-app.ts'
import { boardUrl, RawClient } from '../support/board-raw-client.ts'
import { until } from '../support/board-server.ts'

let app: TestApp
afterEach(() => app.close())

const DRAFT = 'だれにも言わないでほしい下書き'

/** A short workshop with everything in it that may be noted. */
async function run(lines: string[]) {
  app = await TestApp.start({ logTo: { write: (line) => lines.push(line) } })
  const played = await app.hiddenPhase()
  const { workshopId, facilitatorToken, one, two, first, facilitator, phase, teamId } = played
  await first.give({ type: 'card.add', cardId: 'c1' as never, board: phase.board!, text: DRAFT, part: null })
  await first.give({ type: 'agenda.end' })
  await app.give(workshopId, one.seatToken, { type: 'agenda.end' })
  await app.request('GET', `/api/workshops/${workshopId}/state?token=${one.seatToken}`, {
    token: 'a-guessed-secret',
  })
  const board = new RawClient(
    `${app.url.replace('http', 'ws')}/boards/${workshopId}/${teamId}/ideals?w=${workshopId}&token=${one.seatToken}`,
  )
  await until(() => board.of('welcome').length > 0, 'the board')
  await facilitator({ type: 'room.freeze' })
  await facilitator({ type: 'room.thaw' })
  await facilitator({ type: 'door.close' })
  await facilitator({ type: 'facilitator.grant', participantId: one.participantId })
  await facilitator({ type: 'seat.remove', participantId: two.participantId })
  for (let count = 0; count < 100; count++)
    first.socket.emit(
      'workshop:command',
      { commandId: `f${count}`, command: { type: 'call.raise' } },
      () => undefined,
    )
  await first.caughtUp()
  const link = await app.request('POST', `/api/workshops/${workshopId}/links`, {
    token: facilitatorToken,
    body: { as: 'facilitator' },
  })
  const next = new URL(link.json.url).hash.slice(3)
  await app.join(workshopId, facilitatorToken)
  await app.request('POST', `/api/workshops/${workshopId}/facilitation`, {
    token: facilitatorToken,
    body: { token: next },
  })
  const code = await app.request('POST', `/api/workshops/${workshopId}/code`, { token: next, body: {} })
  await until(() => lines.some((line) => line.includes('code.changed')), 'the last line')
  board.socket.terminate()
  return { ...played, next, codes: [code.json.code as string], boardAt: boardUrl('', null) }
}

it('S-33 S-11 writes down what was done to rights, what was refused and by which rule, which limits were hit, and why connections were closed', async () => {
  const lines: string[] = []
  const { workshopId, one, two } = await run(lines)
  const noted = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ audit }) => audit)
  const has = (facts: object) => expect(noted).toContainEqual(expect.objectContaining(facts))
  const room = { workshopId: roomMark(workshopId) }
  has({
    audit: 'command.refused',
    ...room,
    participantId: one.participantId,
    command: 'agenda.end',
    code: 'not_allowed',
  })
  has({ audit: 'request.refused', code: 'unauthorised' })
  for (const audit of ['room.frozen', 'room.thawed', 'door.closed'])
    has({ audit, ...room, seq: expect.any(Number) as number })
  has({ audit: 'facilitator.granted', ...room, participantId: one.participantId })
  has({ audit: 'seat.removed', ...room, participantId: two.participantId })
  has({ audit: 'limit.hit', ...room, participantId: one.participantId, code: 'commands' })
  has({ audit: 'facilitation.renewed', ...room })
  has({ audit: 'connection.closed', ...room, code: 'unauthorised' })
  has({ audit: 'code.changed', ...room })
})

it('S-32 a whole run’s log at its most talkative holds no content, name, secret, code or workshop id', async () => {
  const lines: string[] = []
  const { workshopId, facilitatorToken, one, two, next, codes } = await run(lines)
  const log = lines.join('')
  expect(lines.length).toBeGreaterThan(20)
  for (const secret of [
    DRAFT,
    '青木',
    '井上',
    '引っ越し',
    facilitatorToken,
    one.seatToken,
    two.seatToken,
    next,
    'a-guessed-secret',
    ...codes,
    workshopId,
    '127.0.0.1',
  ])
    expect(log).not.toContain(secret)
})

it('S-33 a flood is counted, not written line by line', async () => {
  app = await TestApp.start()
  const lines: string[] = []
  const runtime = manualRuntime()
  const audit = new Audit(createLog('info', { write: (line) => lines.push(line) }), runtime)
  for (let count = 0; count < 10_000; count++) audit.note('limit.hit', { code: 'commands' })
  expect(lines.length).toBeLessThanOrEqual(300)
  expect(audit.counts.get('limit.hit commands')).toBe(10_000)
  runtime.pass(60_000)
  audit.note('limit.hit', { code: 'commands' })
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ unwritten: 10_000 - 300 })
})
