import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addCard } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { RawClient } from '../support/board-raw-client.ts'
import type { BoardConnection } from '../../server/boards/board-connection.ts'
import { AT, quiet, seat, startBoardServer, until, type BoardServer } from '../support/board-server.ts'

const card = (id: string, text = id) => ({ id, text, part: null })

describe('boards are opened once and put away when nobody is there', () => {
  let server: BoardServer
  const clients: RawClient[] = []
  const join = async (name: string) => {
    const client = await RawClient.join(server.url, name)
    clients.push(client)
    return client
  }
  beforeEach(async () => {
    server = await startBoardServer()
  })
  afterEach(async () => {
    server.storage.release()
    for (const client of clients.splice(0)) client.socket.terminate()
    await server.close()
  })

  it('opens a board once for everybody who comes at the same time', async () => {
    const everybody = await Promise.all(['ana', 'ben', 'chie', 'dan'].map(join))
    await Promise.all([server.registry.read(AT), server.registry.addCards(AT, [card('c1')])])
    await until(() => everybody.every((client) => readBoard(client.board).cards.length === 1))
    expect(server.storage.reads).toBe(1)
  })

  it('puts a board away thirty seconds after the last one left, and not before', async () => {
    const ana = await join('ana')
    ana.edit((board) => addCard(board, card('c1')))
    await until(() => ana.acknowledged === 1)
    await ana.close()
    await quiet()
    server.runtime.pass(29_000)
    await server.registry.read(AT)
    expect(server.storage.reads).toBe(1)
    server.runtime.pass(30_000)
    expect((await server.registry.read(AT)).cards).toHaveLength(1)
    expect(server.storage.reads).toBe(2)
  })

  it('greets whoever waits for a board before its document is built for a reader', async () => {
    const order: string[] = []
    const { ids } = server.runtime
    // A document that is built draws its client id.
    vi.spyOn(ids, 'random').mockImplementation(() => (order.push('built'), 0.5))
    const ana: BoardConnection = {
      viewer: seat('ana'),
      send: () => void order.push('greeted'),
      acknowledge: () => undefined,
      close: () => undefined,
    }
    const [, host] = await Promise.all([server.registry.read(AT), server.registry.join(AT, ana)])
    expect(order.indexOf('greeted')).toBe(0)
    expect(order).toContain('built')
    server.registry.leave(host, ana)
  })

  it('keeps a board while somebody is there', async () => {
    const ana = await join('ana')
    for (let minute = 0; minute < 5; minute++) {
      server.runtime.pass(14_000)
      await quiet(5)
    }
    server.rights.usual = 'read'
    server.registry.rightsChanged(AT.workshopId)
    await until(() => ana.of('welcome').length === 2)
    expect(server.storage.reads).toBe(1)
  })

  it('does not put a board away while something is on its way to disk', async () => {
    const ana = await join('ana')
    server.storage.hold()
    ana.edit((board) => addCard(board, card('c1')))
    await quiet()
    await ana.close()
    await quiet()
    server.runtime.pass(31_000)
    server.storage.release()
    expect((await server.registry.read(AT)).cards).toHaveLength(1)
    expect(server.storage.reads).toBe(1)
  })

  it('never has two of a board, nor an older one, however people come and go', async () => {
    for (let round = 0; round < 30; round++) {
      const [leaving, coming] = [await join('ana'), join('ben')]
      leaving.edit((board) => addCard(board, card(`c${round}`)))
      await until(() => leaving.acknowledged === 1)
      leaving.socket.close()
      server.runtime.pass(30_000)
      const ben = await coming
      ben.ask()
      server.runtime.pass(1)
      await until(() => readBoard(ben.board).cards.length === round + 1 || ben.closed !== null)
      ben.socket.close()
      await quiet(5)
      server.runtime.pass(31_000)
    }
    const { records } = server.storage.disk.streams.values().next().value ?? { records: [] }
    expect(records.map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1))
    expect((await server.registry.read(AT)).cards).toHaveLength(30)
  })

  it('asks people to come back when the disk cannot be read, and tries again', async () => {
    server.storage.break('read')
    const ana = await join('ana')
    expect(ana.closed?.code).toBe(CLOSE.later)
    server.storage.mend('read')
    const again = await join('ana')
    expect(again.closed).toBeNull()
  })

  it('says goodbye when the server stops, with everything taken on disk', async () => {
    const ana = await join('ana')
    server.storage.hold()
    ana.edit((board) => addCard(board, card('c1')))
    await quiet()
    const closing = server.close()
    await until(() => ana.closed !== null)
    expect(ana.closed?.code).toBe(CLOSE.restarting)
    server.storage.release()
    await closing
    expect(server.storage.commits).toHaveLength(1)
    await expect(server.registry.read(AT)).rejects.toThrow('closed')
  })
})
