import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addCard, addCluster, moveCard, writeSummary } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import type { CardId } from '#shared/ids.ts'
import { awarenessFrame, updateFrame } from '../../server/boards/frames.ts'
import { HeldStorage } from '../support/board-storage.ts'
import {
  AT,
  quiet,
  startBoardServer,
  stockClient,
  until,
  type BoardServer,
  type StockClient,
} from '../support/board-server.ts'
import { RawClient } from '../support/board-raw-client.ts'

const card = (id: string, text = id) => ({ id, text, part: null })

describe('boards, with the provider everybody uses', () => {
  let server: BoardServer
  const clients: StockClient[] = []
  const open = (name: string, options?: Parameters<typeof stockClient>[2]) => {
    const client = stockClient(server, name, options)
    clients.push(client)
    return client
  }
  beforeEach(async () => {
    // A stock client complains of each of our own frames, and goes on.
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    server = await startBoardServer()
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close()
    await server.close()
    vi.restoreAllMocks()
  })

  it('shows what one person writes to another, and keeps it', async () => {
    const [ana, ben] = [open('ana'), open('ben')]
    await Promise.all([ana.synced, ben.synced])
    addCard(ana.board, card('c1', 'だれでも聞ける窓口'))
    addCluster(ben.board, 'k1', '窓口', [])
    await until(() => readBoard(ben.board).cards.length === 1 && readBoard(ana.board).clusters.length === 1)
    moveCard(ben.board, 'c1', { clusterId: 'k1' })
    await until(() => readBoard(ana.board).cards[0]?.clusterId === 'k1')
    expect(await server.registry.read(AT)).toEqual(readBoard(ana.board))

    const late = open('chie')
    await late.synced
    expect(readBoard(late.board)).toEqual(readBoard(ana.board))
  })

  it('brings the cards the server adds and takes off, once each', async () => {
    const ana = open('ana')
    await ana.synced
    await server.registry.addCards(AT, [card('c1', 'よりあい'), card('c2')])
    await server.registry.addCards(AT, [card('c2'), card('c3')])
    await until(() => readBoard(ana.board).cards.length === 3)
    expect(readBoard(ana.board).cards.map(({ id }) => id)).toEqual(['c1', 'c2', 'c3'])
    const commits = server.storage.commits.length
    await server.registry.addCards(AT, [card('c1')])
    expect(server.storage.commits).toHaveLength(commits)
    await server.registry.removeCards(AT, ['c1' as CardId, 'nowhere' as CardId])
    await until(() => readBoard(ana.board).cards.length === 2)
  })

  it('does not double a board when the server starts again under connected people', async () => {
    const ana = open('ana')
    await ana.synced
    addCard(ana.board, card('c1', '一度だけ'))
    await until(() => server.storage.commits.length > 0)
    const before = readBoard(ana.board)
    const { disk } = server.storage
    await server.close()

    server = await startBoardServer(new HeldStorage(disk))
    const again = open('ana', { board: ana.board })
    await again.synced
    await quiet()
    expect(readBoard(again.board)).toEqual(before)
    expect(await server.registry.read(AT)).toEqual(before)
  })

  it('takes what was written without a network when it is back', async () => {
    const ana = open('ana')
    await ana.synced
    ana.provider.disconnect()
    addCard(ana.board, card('c1', 'トンネルの中で'))
    ana.provider.connect()
    await until(() => server.storage.commits.length > 0)
    expect((await server.registry.read(AT)).cards[0]?.text).toBe('トンネルの中で')
  })

  it('shows who else is here, also after a reconnect, and when they are gone', async () => {
    const [ana, ben] = [open('ana'), open('ben')]
    await Promise.all([ana.synced, ben.synced])
    ana.provider.awareness.setLocalState({ person: { id: 'ana', name: 'アナ', hue: 1 }, editing: null })
    /** Words that come soon after others go out together, so time has to pass. */
    const seen = (holds: () => boolean, what: string) =>
      until(() => {
        server.runtime.pass(10)
        return holds()
      }, what)
    const anaAt = ({ provider }: StockClient) => provider.awareness.getStates().get(ana.board.doc.clientID)
    await seen(() => anaAt(ben)?.['person']?.name === 'アナ', 'Ana to be seen')

    const chie = open('chie')
    await seen(() => anaAt(chie) !== undefined, 'a newcomer to see who is here')

    // Nothing of Ana changes meanwhile, so her own clock would not be believed a second time.
    ben.provider.disconnect()
    expect(anaAt(ben)).toBeUndefined()
    ben.provider.connect()
    await seen(() => anaAt(ben) !== undefined, 'Ben to see Ana again')
    ana.provider.disconnect()
    await seen(() => anaAt(ben) === undefined && anaAt(chie) === undefined, 'Ana to be gone')
    ana.provider.connect()
    await seen(() => anaAt(ben) !== undefined, 'Ana to be back')
  })

  it('says something to people who only listen, and hangs up on the dead', async () => {
    const ana = await RawClient.join(server.url, 'ana')
    const dead = await RawClient.join(server.url, 'ben')
    dead.socket.pause()
    const before = ana.heard.length
    server.runtime.pass(15_000)
    await until(() => ana.heard.length > before, 'a word')
    expect(ana.heard.at(-1)).toEqual({ type: 'awareness', entries: [] })
    await quiet()
    server.runtime.pass(15_000)
    await quiet()
    expect(ana.closed).toBeNull()
    dead.socket.resume()
    await until(() => dead.closed !== null, 'the dead one to be hung up on')
    await ana.close()
  })

  it('counts the edits of each team for the pulse, not its own', async () => {
    const ana = await RawClient.join(server.url, 'ana')
    await server.registry.addCards(AT, [card('c0')])
    ana.edit((board) => addCard(board, card('c1')))
    ana.edit((board) => addCard(board, card('c2')))
    await until(() => ana.acknowledged === 2)
    expect([...server.registry.editCounts(AT.workshopId)]).toEqual([['t1', 2]])
    await ana.close()
  })

  it('GAT-8 knows which team at a board has no summary, while somebody types it too', async () => {
    const unsummed = () => [...server.registry.unsummed(AT.workshopId, AT.board)]
    expect(unsummed()).toEqual([])
    const ana = await RawClient.join(server.url, 'ana')
    expect(unsummed()).toEqual(['t1'])
    expect([...server.registry.unsummed(AT.workshopId, 'topics')]).toEqual([])
    ana.edit((board) => writeSummary(board, ' '))
    await until(() => ana.acknowledged === 1)
    expect(unsummed()).toEqual(['t1'])
    ana.edit((board) => writeSummary(board, '朝に5分'))
    await until(() => ana.acknowledged === 2)
    expect(unsummed()).toEqual([])
    ana.edit((board) => writeSummary(board, ''))
    await until(() => ana.acknowledged === 3)
    expect(unsummed()).toEqual(['t1'])
    await ana.close()
  })

  it('ignores frames of later versions', async () => {
    const ana = await RawClient.join(server.url, 'ana')
    for (const type of [2, 42, 100, 102, 120]) ana.send(new Uint8Array([type, 1, 2, 3]))
    ana.edit((board) => addCard(board, card('c1')))
    await until(() => ana.acknowledged === 1)
    expect(ana.closed).toBeNull()
    ana.send(awarenessFrame([]))
    ana.send(updateFrame(new Uint8Array([0, 0])))
    await until(() => ana.acknowledged === 2)
    await ana.close()
  })
})
