import { afterEach, describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { addCluster, writeSummary } from '#shared/boards/edit-board.ts'
import type { HistoryBody, MomentBody } from '#shared/boards/moments.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import type { CardId } from '#shared/ids.ts'
import { roomMark } from '../../server/log.ts'
import { RawClient } from '../support/board-raw-client.ts'
import { until } from '../support/board-server.ts'
import { TestApp } from '../support/server-app.ts'

let app: TestApp
afterEach(() => app.close())

/** A team of two whose ideals were listed, and are being deepened; the end of the listing is a moment. */
async function deepening(lines: string[] = []) {
  app = await TestApp.start({ logTo: { write: (line) => lines.push(line) } })
  const played = await app.hiddenPhase()
  const { workshopId, facilitatorToken, one, two, first, second, teamId, facilitator, phase } = played
  const write = (person: typeof first, id: string, text: string) =>
    person.give({ type: 'card.add', cardId: id as CardId, board: 'ideals', text, part: null })
  await write(first, 'c1', '身軽に動ける')
  await write(second, 'c2', '荷物が軽い')
  const path = `/api/workshops/${workshopId}/boards/${teamId}/ideals/history`
  const as = (token: string) => ({ token })
  const history = async (): Promise<HistoryBody['moments']> =>
    (await app.request('GET', path, as(facilitatorToken))).json.moments
  const hidden = await history()
  await facilitator({ type: 'agenda.advance', expectedPhaseId: phase.id, force: true, reason: '時間です' })
  const board = async (token: string) => {
    const client = new RawClient(
      `${app.url.replace('http', 'ws')}/boards/${workshopId}/${teamId}/ideals?w=${workshopId}&token=${token}`,
    )
    await until(() => client.of('ask').length > 0, 'the board')
    client.ask()
    await until(() => readBoard(client.board).cards.length === 2, 'the cards')
    return client
  }
  return {
    ...played,
    hidden,
    path,
    history,
    write,
    ana: await board(one.seatToken),
    ben: await board(two.seatToken),
    look: async (number: number): Promise<MomentBody> =>
      (await app.request('GET', `${path}/${number}`, as(facilitatorToken))).json,
  }
}

describe('S-35 a facilitator and the past of a board', () => {
  it('S-35 sees nothing before the reveal, and the end of the phase with all its cards afterwards', async () => {
    const { hidden, history, look, phase, ana, ben } = await deepening()
    expect(hidden).toEqual([])
    const moments = await history()
    expect(moments).toMatchObject([{ number: 1, why: 'phase', phaseId: phase.id, cards: 2, clusters: 0 }])
    const { content } = await look(1)
    expect(content.cards.map(({ text }) => text).sort()).toEqual(['荷物が軽い', '身軽に動ける'].sort())
    for (const { socket } of [ana, ben]) socket.terminate()
  })

  it('S-35 brings a wrecked board back by one command; newer cards stay, everybody is told, operators too', async () => {
    const lines: string[] = []
    const played = await deepening(lines)
    const { ana, ben, facilitator, write, first, second, teamId, history, look, workshopId } = played
    ana.edit((doc) => addCluster(doc, 'k1', '身軽さ', ['c1', 'c2']))
    ana.edit((doc) => writeSummary(doc, '身軽に動く'))
    await until(() => ana.acknowledged === 2 && readBoard(ben.board).summary !== '', 'both edits')
    const good = readBoard(ana.board)
    // going back now keeps what is there now: that is how the good state becomes a moment here
    const back = (moment: number, takenAt: number) =>
      ({ type: 'board.restore', teamId, board: 'ideals', moment, takenAt }) as const
    const [phaseEnd] = await history()
    await facilitator(back(phaseEnd!.number, phaseEnd!.at))
    await until(() => readBoard(ben.board).summary === '', 'the board at the end of the phase')
    const before = (await history()).find(({ why }) => why === 'before')
    expect(before).toMatchObject({ cards: 2, clusters: 1 })
    expect((await look(before!.number)).content).toEqual(good)

    ben.edit((doc) => {
      for (const card of doc.cards.values()) {
        const text = card.get('text') as Y.Text
        text.delete(0, text.length)
      }
    })
    expect((await write(second, 'c3', 'あとから来たカード')).ok).toBe(true)
    await until(() => readBoard(ana.board).cards.length === 3, 'the newer card')

    const began = Date.now()
    await facilitator(back(before!.number, before!.at))
    for (const { board } of [ana, ben])
      await until(() => readBoard(board).summary === '身軽に動く', 'the board as it was')
    expect(Date.now() - began).toBeLessThan(10_000)
    const is = readBoard(ben.board)
    expect(is.clusters).toEqual(good.clusters)
    expect(is.cards.filter(({ id }) => id !== 'c3')).toEqual(good.cards)
    expect(is.cards.find(({ id }) => id === 'c3')).toMatchObject({ text: 'あとから来たカード' })

    await first.until(() => first.types.filter((type) => type === 'board.restored').length === 2)
    const noted = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(noted).toContainEqual(
      expect.objectContaining({ audit: 'board.restored', workshopId: roomMark(workshopId) }),
    )
    for (const { socket } of [ana, ben]) socket.terminate()
  })

  it('S-35 does not read again what its author took back, and it does not come back', async () => {
    const { ana, ben, first, facilitator, look, teamId } = await deepening()
    expect((await first.give({ type: 'card.withdraw', cardId: 'c1' as CardId })).ok).toBe(true)
    await until(() => readBoard(ben.board).cards.length === 1, 'the card to go')
    const { moment, content } = await look(1)
    expect(moment.cards).toBe(2)
    expect(content.cards.map(({ id }) => id)).toEqual(['c2'])
    expect(JSON.stringify(content)).not.toContain('身軽に動ける')
    await facilitator({ type: 'board.restore', teamId, board: 'ideals', moment: 1, takenAt: moment.at })
    // the answer waits until what was asked for has happened
    await look(1)
    ben.ask()
    await until(() => ben.of('answer').length > 1, 'the board as it is')
    expect(readBoard(ben.board).cards.map(({ id }) => id)).toEqual(['c2'])
    for (const { socket } of [ana, ben]) socket.terminate()
  })

  it('S-35 S-09 is alone with it: participants and strangers learn nothing and bring nothing back', async () => {
    const { ana, ben, path, one, first, workshopId, teamId, facilitatorToken } = await deepening()
    const status = async (url: string, token?: string) =>
      (await app.request('GET', url, token === undefined ? {} : { token })).status
    for (const url of [path, `${path}/1`, path.replace(teamId, 'nowhere')]) {
      expect(await status(url, one.seatToken), url).toBe(403)
      expect(await status(url), url).toBe(401)
      expect(await status(url, 'a-guessed-secret'), url).toBe(401)
    }
    expect(
      await first.give({ type: 'board.restore', teamId, board: 'ideals', moment: 1, takenAt: 0 }),
    ).toMatchObject({
      ok: false,
      error: { code: 'not_allowed' },
    })
    const wrong = ['/boards/nowhere/ideals/history', `/boards/${teamId}/nowhere/history`].map(
      (end) => `/api/workshops/${workshopId}${end}`,
    )
    for (const url of [...wrong, `${path}/2`, `${path}/x`, `${path}/-1`, `${path}/1e9`])
      expect(await status(url, facilitatorToken), url).toBe(404)
    for (const { socket } of [ana, ben]) socket.terminate()
  })
})
