import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { addCard, moveCard, writeSummary } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import type { CardId } from '#shared/ids.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { seededRandom } from '#shared/random.ts'
import { decodeRecord, decodeSnapshot } from '../../server/boards/board-record.ts'
import { boardStream, type StreamName } from '../../server/storage/ports.ts'
import { RawClient } from '../support/board-raw-client.ts'
import { AT, quiet, startBoardServer, turn, until, type BoardServer } from '../support/board-server.ts'
import { HeldStorage } from '../support/board-storage.ts'

const card = (id: string, text = id) => ({ id, text, part: null })
const STREAM: StreamName = boardStream(AT.workshopId, AT.teamId, AT.board)

describe('saved means on disk', () => {
  let server: BoardServer
  const clients: RawClient[] = []
  const join = async (name: string) => {
    const client = await RawClient.join(server.url, name)
    clients.push(client)
    return client
  }
  /** the same disk under a new server, as after a crash */
  const restart = async () => {
    const { disk } = server.storage
    await server.close()
    server = await startBoardServer(new HeldStorage(disk))
  }
  beforeEach(async () => {
    server = await startBoardServer()
  })
  afterEach(async () => {
    server.storage.release()
    for (const client of clients.splice(0)) client.socket.terminate()
    await server.close()
  })

  it('shows and acknowledges nothing before the commit, not even to somebody who joins meanwhile', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')]
    server.storage.hold()
    ana.edit((board) => addCard(board, card('c1')))
    await quiet()
    const chie = await join('chie')
    chie.ask()
    ben.ask()
    const read = server.registry.read(AT)
    let isRead = false
    void read.then(() => (isRead = true))
    await quiet()
    expect(ana.acknowledged).toBe(0)
    expect(ben.of('update')).toEqual([])
    expect([...ben.of('answer'), ...chie.of('answer')]).toEqual([])
    expect(isRead).toBe(false)

    server.storage.release()
    await until(() => chie.of('answer').length === 1 && ben.of('update').length === 1)
    await until(() => ana.acknowledged === 1)
    expect(readBoard(ben.board)).toEqual(readBoard(ana.board))
    expect(readBoard(chie.board)).toEqual(readBoard(ana.board))
    expect(await read).toEqual(readBoard(ana.board))
  })

  it('commits together what arrives during a commit, and acknowledges each sender in its own count', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')]
    server.storage.hold()
    ana.edit((board) => addCard(board, card('c1')))
    await quiet()
    for (const id of ['c2', 'c3', 'c4']) ana.edit((board) => addCard(board, card(id)))
    ben.edit((board) => addCard(board, card('c5')))
    await quiet()
    server.storage.release()
    await until(() => ana.acknowledged === 4 && ben.acknowledged === 1)
    expect(server.storage.commits.map(({ records }) => records.length)).toEqual([1, 4])
    expect(server.storage.commits.map(({ expectedSeq }) => expectedSeq)).toEqual([0, 1])
  })

  it('does not send an edit back to its author', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')]
    ana.edit((board) => addCard(board, card('c1')))
    await until(() => ana.acknowledged === 1 && ben.of('update').length === 1)
    await quiet()
    expect(ana.of('update')).toEqual([])
  })

  it('writes nothing for an edit it has already, and still says that it is safe', async () => {
    const ana = await join('ana')
    ana.edit((board) => addCard(board, card('c1')))
    await until(() => ana.acknowledged === 1)
    ana.answer()
    await until(() => ana.acknowledged === 2)
    expect(server.storage.commits).toHaveLength(1)
  })

  it('lets go of everybody when a commit fails, keeps nothing of it, and starts again from the disk', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')]
    ana.edit((board) => addCard(board, card('safe')))
    await until(() => ana.acknowledged === 1)
    server.storage.break('append')
    ana.edit((board) => addCard(board, card('lost')))
    await until(() => ana.closed !== null && ben.closed !== null)
    expect([ana.closed?.code, ben.closed?.code]).toEqual([CLOSE.later, CLOSE.later])
    expect(ana.acknowledged).toBe(1)
    expect(readBoard(ben.board).cards.map(({ id }) => id)).toEqual(['safe'])
    await expect(server.registry.addCards(AT, [card('neither')])).rejects.toThrow('The disk fails: append.')

    server.storage.mend('append')
    expect((await server.registry.read(AT)).cards.map(({ id }) => id)).toEqual(['safe'])
    const again = await join('ana')
    Y.applyUpdate(again.board.doc, Y.encodeStateAsUpdate(ana.board.doc))
    again.answer()
    await until(() => again.acknowledged === 1)
    expect((await server.registry.read(AT)).cards.map(({ id }) => id).sort()).toEqual(['lost', 'safe'])
  })

  it('reads the same after a long history, in which snapshots took the place of records', async () => {
    const ana = await join('ana')
    const random = seededRandom(7)
    const someCard = () => {
      const ids = [...ana.board.cards.keys()]
      return ids[Math.floor(random() * ids.length)] ?? null
    }
    const rounds = 70
    let frames = 0
    for (let round = 0; round < rounds; round++) {
      // As fast as one person may: the allowance is refilled between the rounds.
      server.runtime.pass(1_000)
      for (let edits = 0; edits < 40; edits++) {
        const id = someCard()
        if (id !== null && random() < 0.02) await server.registry.removeCards(AT, [id as CardId])
        const sent = ana.edit((board) => {
          if (id === null || board.cards.size < 40) addCard(board, card(`${round}-${edits}`, `${round}`))
          else moveCard(board, id, { clusterId: null, beforeId: someCard() })
          if (random() < 0.05) writeSummary(board, `${round}回目`)
        })
        expect(sent.length).toBeLessThan(3)
        frames += sent.length
      }
      await until(() => ana.acknowledged >= frames, 'the acknowledgement of a round')
    }
    ana.edit((board) => writeSummary(board, '終わり'))
    await until(() => readBoardOfDisk(server)?.summary === '終わり')
    await quiet()
    const expected = readBoard(ana.board)
    expect(await server.registry.read(AT)).toEqual(expected)
    const snapshots = server.storage.disk.snapshots.get(STREAM) ?? []
    expect(snapshots.length).toBeGreaterThan(0)
    const { records, last } = server.storage.disk.streams.get(STREAM) ?? { records: [], last: 0 }
    expect(records.length).toBeLessThan(last)

    await restart()
    expect(await server.registry.read(AT)).toEqual(expected)
    const ben = await join('ben')
    ben.ask()
    await until(() => ben.of('answer').length > 0)
    ben.edit((board) => addCard(board, card('later')))
    await until(() => ben.acknowledged === 1)
    await restart()
    expect((await server.registry.read(AT)).cards.some(({ id }) => id === 'later')).toBe(true)
  })

  it('goes on when snapshots cannot be saved', async () => {
    server.storage.break('save')
    for (let index = 0; index < 600; index++) await server.registry.addCards(AT, [card(`c${index}`)])
    await until(() => server.log.lines.some(({ message }) => message === 'board not compacted'))
    expect(server.log.lines.filter(({ message }) => message === 'board not compacted')).toHaveLength(1)
    server.storage.mend('save')
    for (let index = 600; index < 1_100; index++) await server.registry.addCards(AT, [card(`c${index}`)])
    await until(() => (server.storage.disk.snapshots.get(STREAM) ?? []).length === 1)
    expect((await server.registry.read(AT)).cards).toHaveLength(1_100)
  })

  it('opens a board with a damaged record, without it and what builds on it, and says so', async () => {
    await server.registry.addCards(AT, [card('c1')])
    const ana = await join('ana')
    ana.ask()
    await until(() => ana.of('answer').length === 1)
    ana.edit((board) => addCard(board, card('c2')))
    ana.edit((board) => moveCard(board, 'c2', { clusterId: null, beforeId: 'c1' }))
    await until(() => ana.acknowledged === 2)
    const ben = await join('ben')
    ben.ask()
    await until(() => ben.of('answer').length === 1)
    ben.edit((board) => addCard(board, card('c3')))
    await until(() => ben.acknowledged === 1)
    const { disk } = server.storage
    await server.close()
    const damaged = new HeldStorage(disk)
    damaged.damaged.add(2)
    server = await startBoardServer(damaged)

    expect((await server.registry.read(AT)).cards.map(({ id }) => id)).toEqual(['c1', 'c3'])
    expect(server.log.lines.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
      'board record set aside',
      'board record set aside',
    ])
    // Whoever still holds what is missing brings it back.
    const again = await join('ana')
    Y.applyUpdate(again.board.doc, Y.encodeStateAsUpdate(ana.board.doc))
    again.answer()
    await until(() => again.acknowledged === 1)
    expect((await server.registry.read(AT)).cards.map(({ id }) => id)).toEqual(['c2', 'c1', 'c3'])
  })

  it('opens a board whose journal holds bytes that are no update', async () => {
    await server.registry.addCards(AT, [card('c1')])
    await server.storage.journal.append({
      stream: STREAM,
      expectedSeq: 1,
      records: [new Uint8Array([7, 7, 7]), new Uint8Array(0)],
    })
    await restart()
    expect((await server.registry.read(AT)).cards).toHaveLength(1)
    await server.registry.addCards(AT, [card('c2')])
    await restart()
    expect((await server.registry.read(AT)).cards).toHaveLength(2)
  })

  it('falls back to the journal when a snapshot does not read', async () => {
    await server.registry.addCards(AT, [card('c1')])
    await server.storage.snapshots.save(STREAM, 1, new Uint8Array([9, 9, 9]))
    await restart()
    expect((await server.registry.read(AT)).cards).toHaveLength(1)
  })
})

/** What a server that starts now would read. */
function readBoardOfDisk({ storage }: BoardServer) {
  const board = boardDoc(new Y.Doc())
  const snapshot = storage.disk.snapshots.get(STREAM)?.at(-1)
  if (snapshot) Y.applyUpdate(board.doc, decodeSnapshot(snapshot.bytes).update)
  for (const { bytes } of storage.disk.streams.get(STREAM)?.records ?? []) {
    Y.applyUpdate(board.doc, decodeRecord(bytes).update)
  }
  return readBoard(board)
}
