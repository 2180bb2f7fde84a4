import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addCard, addCluster, moveCard, writeSummary } from '#shared/boards/edit-board.ts'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { worthShowing, type Moment } from '#shared/boards/moments.ts'
import type { PhaseId } from '#shared/ids.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import { BoardHistory } from '../../server/boards/history/board-history.ts'
import { MomentLog } from '../../server/boards/history/moment-log.ts'
import { momentOf } from '../../server/boards/history/moment-record.ts'
import { RawClient } from '../support/board-raw-client.ts'
import {
  AT,
  listeningLog,
  quiet,
  startBoardServer,
  until,
  type BoardServer,
} from '../support/board-server.ts'
import { HeldStorage } from '../support/board-storage.ts'

const card = (id: string, text = id) => ({ id, text, part: null })
const PHASE = 'p1' as PhaseId

describe('the history of a board', () => {
  let server: BoardServer
  let history: BoardHistory
  let hasRoom = true
  const clients: RawClient[] = []
  const join = async (name: string) => {
    const client = await RawClient.join(server.url, name)
    clients.push(client)
    return client
  }
  const begin = () => {
    const { registry: boards, storage, runtime, log } = server
    return new BoardHistory({ boards, storage, runtime, log, hasRoom: () => hasRoom })
  }
  /** Lets time pass as it does, a few seconds at a time: connections say that they are alive. */
  const pass = async (time: number) => {
    for (let left = time; left > 0; left -= 5 * SECOND) {
      server.runtime.pass(Math.min(left, 5 * SECOND))
      await quiet(10)
    }
  }
  const edit = async (client: RawClient, change: (board: BoardDoc) => void) => {
    const { acknowledged } = client
    client.edit(change)
    await until(() => client.acknowledged > acknowledged, 'the edit to be saved')
  }
  const whys = async () => (await history.list(AT)).map(({ why }) => why)

  beforeEach(async () => {
    server = await startBoardServer()
    hasRoom = true
    history = begin()
  })
  afterEach(async () => {
    history.close()
    server.storage.release()
    for (const client of clients.splice(0)) client.socket.terminate()
    await server.close()
  })

  it('S-35 keeps a moment every half minute while a board is being changed, and none while it is not', async () => {
    const ana = await join('ana')
    await pass(2 * MINUTE)
    expect(await whys()).toEqual([])
    for (let second = 0; second < 120; second += 10) {
      await server.registry.addCards(AT, [card(`c${second}`)])
      await pass(10 * SECOND)
    }
    const kept = await history.list(AT)
    expect(kept.length).toBeGreaterThanOrEqual(4)
    expect(kept.length).toBeLessThanOrEqual(5)
    await pass(2 * MINUTE)
    // one more for what came after the last of them, and then nothing
    expect((await history.list(AT)).at(-1)).toMatchObject({ cards: 12, why: 'pace' })
    const { length } = await history.list(AT)
    await pass(5 * MINUTE)
    expect(await history.list(AT)).toHaveLength(length)
    expect(ana.closed).toBeNull()
  })

  it('S-35 keeps what was done last before everybody left, although the board is put away', async () => {
    const ana = await join('ana')
    await server.registry.addCards(AT, [card('c1')])
    await pass(10 * SECOND)
    await edit(ana, (board) => writeSummary(board, '最後のひとこと'))
    await ana.close()
    await pass(2 * MINUTE)
    const last = (await history.list(AT)).at(-1)
    expect((await history.look(AT, last?.number ?? 0))?.content.summary).toBe('最後のひとこと')
    expect(server.registry.size).toBe(0)
  })

  it('S-35 whatever somebody spoiled comes back, newer cards stay, those taken off stay off, and all see it at once', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')]
    await server.registry.addCards(AT, [card('c1', '理想の引っ越し'), card('c2', '荷物が軽い'), card('c3')])
    await until(() => readBoard(ana.board).cards.length === 3)
    await edit(ana, (board) => addCluster(board, 'k1', '身軽さ', ['c2', 'c1']))
    await edit(ana, (board) => writeSummary(board, '身軽に引っ越す'))
    await history.keep(AT, PHASE)
    const [moment] = await history.list(AT)
    const was = readBoard(ana.board)
    expect(moment).toMatchObject({ why: 'phase', phaseId: PHASE, cards: 3, clusters: 1 })
    expect((await history.look(AT, 1))?.content).toEqual(was)

    await until(() => readBoard(ben.board).summary !== '')
    await edit(ben, (board) => {
      const text = board.cards.get('c1')?.get('text') as Y.Text
      text.delete(0, text.length)
    })
    await edit(ben, (board) => board.clusters.delete('k1'))
    await edit(ben, (board) => writeSummary(board, ''))
    await server.registry.addCards(AT, [card('c4', '新しいカード')])
    await server.registry.removeCards(AT, ['c3' as never])

    expect(await history.bringBack(AT, moment?.number ?? 0)).toBe(true)
    for (const client of [ana, ben]) {
      await until(() => readBoard(client.board).summary === '身軽に引っ越す', 'the board as it was')
      const is = readBoard(client.board)
      expect(is.clusters).toEqual(was.clusters)
      expect(is.cards.map(({ id }) => id).sort()).toEqual(['c1', 'c2', 'c4'])
      expect(is.cards.filter(({ id }) => id < 'c3')).toEqual(was.cards.filter(({ id }) => id < 'c3'))
    }
    await edit(ben, (board) => moveCard(board, 'c4', { clusterId: 'k1' }))
    expect(ben.of('refused')).toEqual([])
  })

  it('S-35 the state before is a moment itself, with what was typed while it was being brought back', async () => {
    const ana = await join('ana')
    await server.registry.addCards(AT, [card('c1')])
    await history.keep(AT, PHASE)
    await until(() => readBoard(ana.board).cards.length === 1)
    await edit(ana, (board) => writeSummary(board, 'あとから'))
    server.storage.hold()
    const bringing = history.bringBack(AT, 1)
    await quiet()
    ana.edit((board) => writeSummary(board, 'あとから、さらに'))
    await quiet()
    server.storage.release()
    expect(await bringing).toBe(true)
    expect((await server.registry.read(AT)).summary).toBe('')
    const before = (await history.list(AT)).filter(({ why }) => why === 'before').at(-1)
    expect((await history.look(AT, before?.number ?? 0))?.content.summary).toBe('あとから、さらに')
    await history.bringBack(AT, before?.number ?? 0)
    expect((await server.registry.read(AT)).summary).toBe('あとから、さらに')
  })

  it('S-35 a moment that is not there changes nothing', async () => {
    await server.registry.addCards(AT, [card('c1')])
    expect(await history.bringBack(AT, 1)).toBe(false)
    expect(await history.look(AT, 1)).toBeNull()
    expect(await whys()).toEqual([])
  })

  it('S-35 survives a restart, and goes on counting', async () => {
    await server.registry.addCards(AT, [card('c1')])
    await history.keep(AT, PHASE)
    history.close()
    history = begin()
    await history.keep(AT, PHASE)
    expect((await history.list(AT)).map(({ number }) => number)).toEqual([1, 2])
  })

  it('F-48 a disk that fails costs moments, never edits; afterwards there are moments again', async () => {
    const ana = await join('ana')
    await server.registry.addCards(AT, [card('c1')])
    server.storage.break('read')
    await history.keep(AT, PHASE)
    expect(server.log.lines.some(({ message }) => message === 'a moment of a board was not kept')).toBe(true)
    server.storage.mend('read')
    await until(() => readBoard(ana.board).cards.length === 1)
    await edit(ana, (board) => writeSummary(board, 'まだ書ける'))
    await pass(MINUTE)
    expect(await whys()).toEqual(['pace'])
  })

  it('F-47 takes no room on a disk that runs short', async () => {
    hasRoom = false
    await server.registry.addCards(AT, [card('c1')])
    await pass(2 * MINUTE)
    expect(await whys()).toEqual([])
    hasRoom = true
    await pass(MINUTE)
    expect(await whys()).toEqual(['pace'])
  })

  it('F-51 a large board is kept less often: its history grows by a KiB a second at most', async () => {
    const texts = Array.from({ length: 100 }, (_, n) => card(`c${n}`, 'あ'.repeat(450)))
    await server.registry.addCards(AT, texts)
    for (let second = 0; second < 600; second += 10) {
      await server.registry.addCards(AT, [card(`d${second}`)])
      await pass(10 * SECOND)
    }
    const [first, second] = await history.list(AT)
    // 100 cards of 450 signs are some 140 KiB
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(130 * SECOND)
  })
})

describe('the moments of one board on disk', () => {
  const moment = (n: number) => {
    const board = boardDoc(new Y.Doc())
    addCard(board, card(`c${n}`))
    const made = momentOf(board, n, { why: 'pace', phaseId: null })
    if (made === null) throw new Error('nothing to keep')
    return made
  }

  it('F-51 the last four hundred at least are kept, and never much more than six hundred', async () => {
    const storage = new HeldStorage()
    const log = new MomentLog(storage, AT, listeningLog())
    for (let n = 1; n <= 1_300; n++) {
      await log.add(moment(n))
      if (n % 100 !== 0) continue
      const kept = await log.read()
      expect(kept.at(-1)).toMatchObject({ number: n, head: { at: n } })
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(n, 400))
      expect(kept.length).toBeLessThanOrEqual(600)
      expect(kept.map(({ number }) => number)).toEqual(kept.map((_, i) => n - kept.length + 1 + i))
    }
  })

  it('F-03 one that does not read hides none of the others', async () => {
    const storage = new HeldStorage()
    const lines = listeningLog()
    const log = new MomentLog(storage, AT, lines)
    for (let n = 1; n <= 3; n++) await log.add(moment(n))
    storage.damaged.add(2)
    expect((await log.read()).map(({ number }) => number)).toEqual([1, 3])
    await log.read()
    expect(lines.lines.filter(({ message }) => message === 'a kept moment set aside')).toHaveLength(1)
  })
})

describe('moments to choose from', () => {
  it('S-35 all of the last minutes, ends of phases and what was before a return; of the others a few', () => {
    const at = (minutes: number) => 100 * MINUTE - minutes * MINUTE
    const kept: Moment[] = []
    for (let half = 200; half >= 0; half--)
      kept.push({
        number: kept.length + 1,
        at: at(half / 2),
        why: half === 101 ? 'phase' : half === 77 ? 'before' : 'pace',
        phaseId: null,
        cards: 1,
        clusters: 0,
      })
    const shown = worthShowing(kept, at(0))
    expect(shown.map(({ number }) => number)).toEqual(shown.map(({ number }) => number).sort((a, b) => b - a))
    expect(shown.filter((moment) => moment.at >= at(6))).toHaveLength(13)
    expect(shown.map(({ why }) => why)).toEqual(expect.arrayContaining(['phase', 'before']))
    expect(shown.length).toBeLessThan(50)
    expect(shown.at(-1)?.at).toBeLessThanOrEqual(at(97))
    expect(worthShowing(kept, at(0), 1_000)).toHaveLength(kept.length)
  })
})
