import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { isReply, REPLY_PART } from '#shared/boards/board-content.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import type { HistoryBody, MomentBody } from '#shared/boards/moments.ts'
import type { Subject } from '#shared/domain/state.ts'
import type { CardId, ClusterId } from '#shared/ids.ts'
import type { BoardSnapshot } from '#shared/outcome/outcome.ts'
import { updateFrame } from '../../server/boards/frames.ts'
import { RawClient } from '../support/board-raw-client.ts'
import { until } from '../support/board-server.ts'
import { TestApp } from '../support/server-app.ts'

let app: TestApp
afterEach(() => app.close())

const onCard: Subject = { kind: 'card', cardId: 'c1' as CardId }
const onCluster: Subject = { kind: 'cluster', clusterId: 'k1' as ClusterId }

/** Ana and Ben deepen what Ana wrote; Ben replies, to the card and to a cluster. */
async function answered(names: 'start' | 'summary' | 'never') {
  app = await TestApp.start()
  const played = await app.hiddenPhase({ names })
  const { workshopId, teamId, facilitator, phase, first, second, two } = played
  await first.give({ type: 'card.add', cardId: 'c1' as CardId, board: 'ideals', text: '身軽に動ける' })
  await facilitator({ type: 'agenda.advance', expectedPhaseId: phase.id, force: true, reason: '時間です' })
  const chair = await app.join(workshopId, played.facilitatorToken)
  const reply = (id: string, under: Subject, text: string) =>
    second.give({ type: 'reply.add', replyId: id as CardId, under, text })
  const client = new RawClient(
    `${app.url.replace('http', 'ws')}/boards/${workshopId}/${teamId}/ideals?w=${workshopId}&token=${two.seatToken}`,
  )
  await until(() => client.of('ask').length > 0, 'the board')
  client.ask()
  const withdraw = (id: string) => second.give({ type: 'reply.withdraw', replyId: id as CardId })
  const seen = (count: number) =>
    until(() => readBoard(client.board).cards.length === count, 'the board’s texts')
  await seen(1)
  return { ...played, chair, reply, withdraw, client, seen }
}

describe('replies, over the wire', () => {
  it('REP-6 with names never, no seat, snapshot, board or exporter says who wrote one', async () => {
    const played = await answered('never')
    const { workshopId, teamId, reply, first, second, chair, client, seen, two, facilitatorToken } = played
    expect(await reply('r1', onCard, '荷物も同じ')).toMatchObject({ ok: true })
    expect(await reply('r2', onCluster, 'ここが大事')).toMatchObject({ ok: true })
    await seen(3)
    const ben = two.participantId
    for (const other of [first, chair]) {
      await other.until(() => other.types.filter((type) => type === 'reply.added').length === 2)
      const about = other.events.filter((event) => /"r[12]"/.test(JSON.stringify(event)))
      expect(about.map(({ type }) => type)).toEqual(['reply.added', 'reply.added'])
      expect(JSON.stringify(about)).not.toContain(ben)
    }
    expect(second.types).toContain('reply.owned')
    for (const token of [played.one.seatToken, facilitatorToken]) {
      const { state } = await app.state(workshopId, token)
      expect(state.replies.map(({ authorId }) => authorId)).toEqual([null, null])
      const board = await app.request('GET', `/api/workshops/${workshopId}/boards/${teamId}/ideals`, {
        token,
      })
      expect(board.text).toContain('荷物も同じ')
      expect(board.text).not.toContain(ben)
      expect(board.text).not.toContain('井上')
    }
    // what the document holds of the reply was written by the server, as the card was
    const writers = [...client.board.cards.values()].map((text) => text._item?.id.client)
    expect(new Set(writers).size).toBe(1)
    for (const format of ['json', 'md']) {
      const outcome = await app.request('GET', `/api/workshops/${workshopId}/outcome.${format}`, {
        token: facilitatorToken,
      })
      expect(outcome.text).toContain('荷物も同じ')
      expect(outcome.text).not.toContain(ben)
      expect(outcome.text).not.toContain('井上')
    }
    client.socket.terminate()
  })

  it('REP-4 nobody rewords a reply by writing to the document, or locks a card by calling it one', async () => {
    const { workshopId, teamId, reply, client, seen, facilitatorToken } = await answered('start')
    await reply('r1', onCard, '荷物も同じ')
    await seen(2)
    const textOf = ({ cards }: BoardDoc, id: string) => cards.get(id)?.get('text') as Y.Text
    const attacks: readonly ((board: BoardDoc) => void)[] = [
      (board) => textOf(board, 'r1').insert(0, '言っていない'),
      (board) => textOf(board, 'r1').delete(0, 2),
      ({ cards }) => cards.get('r1')?.delete('part'),
      ({ cards }) => void cards.get('c1')?.set('part', REPLY_PART),
    ]
    for (const [index, attack] of attacks.entries()) {
      const own = boardDoc(new Y.Doc())
      Y.applyUpdate(own.doc, Y.encodeStateAsUpdate(client.board.doc))
      own.doc.on('update', (update: Uint8Array) => client.send(updateFrame(update)))
      attack(own)
      await until(() => client.of('refused').length === index + 1, `refusal ${index + 1}`)
    }
    const path = `/api/workshops/${workshopId}/boards/${teamId}/ideals`
    const board = (await app.request('GET', path, { token: facilitatorToken })).json as BoardSnapshot
    expect(board.cards.map(({ text, replies }) => [text, replies?.map((one) => one.text)])).toEqual([
      ['身軽に動ける', ['荷物も同じ']],
    ])
    client.socket.terminate()
  })

  it('REP-6 S-35 bringing a board back keeps newer replies and leaves off those taken back, and counts none as a card', async () => {
    const played = await answered('summary')
    const { workshopId, teamId, reply, withdraw, client, seen, facilitatorToken, facilitator } = played
    const path = `/api/workshops/${workshopId}/boards/${teamId}/ideals/history`
    const as = { token: facilitatorToken }
    const history = async () => ((await app.request('GET', path, as)).json as HistoryBody).moments
    const back = (moment: number, takenAt: number) =>
      facilitator({ type: 'board.restore', teamId, board: 'ideals', moment, takenAt })
    await reply('r1', onCard, 'これは残る')
    await reply('r2', onCard, 'これは取り下げる')
    await seen(3)
    const [end] = await history()
    await back(end!.number, end!.at)
    const before = (await history()).find(({ why }) => why === 'before')!
    expect(before.cards).toBe(1)
    await reply('r3', onCluster, 'あとから来た')
    await withdraw('r2')
    await until(() => readBoard(client.board).cards.some(({ id }) => id === 'r3'), 'the newer reply')
    await seen(3)
    const look = (await app.request('GET', `${path}/${before.number}`, as)).json as MomentBody
    expect(look.content.cards.map(({ id }) => id).sort()).toEqual(['c1', 'r1'])
    expect(look.content.cards.filter((card) => !isReply(card)).map(({ id }) => id)).toEqual(['c1'])
    expect(JSON.stringify(look)).not.toContain('これは取り下げる')
    await back(before.number, before.at)
    // the answer waits until what was asked for has happened
    await app.request('GET', `${path}/${before.number}`, as)
    client.ask()
    await until(() => client.of('answer').length > 1, 'the board as it is')
    const { cards } = readBoard(client.board)
    expect(cards.map(({ id }) => id).sort()).toEqual(['c1', 'r1', 'r3'])
    expect(cards.find(({ id }) => id === 'r3')?.text).toBe('あとから来た')
    client.socket.terminate()
  })
})
