import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { addCard } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { boardUrl, RawClient } from '../support/board-raw-client.ts'
import { AT, quiet, startBoardServer, stockClient, until, type BoardServer } from '../support/board-server.ts'

const card = (id: string, text = id) => ({ id, text, part: null })

describe('who may do what on a board', () => {
  let server: BoardServer
  const clients: RawClient[] = []
  const join = async (name: string) => {
    const client = await RawClient.join(server.url, name)
    clients.push(client)
    return client
  }
  const codeOf = async (url: string, headers: Record<string, string> = {}) => {
    const client = new RawClient(url, { headers })
    clients.push(client)
    await until(() => client.closed !== null || client.of('welcome').length > 0, 'an answer at the door')
    return client.closed?.code ?? 'in'
  }
  beforeEach(async () => {
    // A stock client complains of each of our own frames, and goes on.
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    server = await startBoardServer()
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate()
    await server.close()
    vi.restoreAllMocks()
  })

  it('says first which generation this is and what one may do', async () => {
    server.rights.set('ben', 'read')
    const [ana, ben] = [await join('ana'), await join('ben')]
    expect(ana.heard[0]).toEqual({ type: 'welcome', generation: '1', access: 'write' })
    expect(ben.heard[0]).toEqual({ type: 'welcome', generation: '1', access: 'read' })
  })

  it('turns away who has no right to be here, with a code that stops retrying', async () => {
    server.rights.set('dan', 'none')
    const { url } = server
    expect(await codeOf(boardUrl(url, null))).toBe(CLOSE.unauthorised)
    expect(await codeOf(boardUrl(url, 'of-another-workshop'))).toBe(CLOSE.unauthorised)
    expect(await codeOf(boardUrl(url, 'secret-dan'))).toBe(CLOSE.forbidden)
    expect(await codeOf(boardUrl(url, 'secret-ana', 'w2/t1/ideals'))).toBe(CLOSE.unknown)
    expect(await codeOf(boardUrl(url, 'secret-ana', 'w1/t1/nowhere'))).toBe(CLOSE.unknown)
    expect(await codeOf(boardUrl(url, 'secret-ana', 'w1/t1/ideals/more'))).toBe(CLOSE.unknown)
    expect(await codeOf(boardUrl(url, 'secret-ana', 'w1/__proto__/ideals'))).toBe(CLOSE.unknown)
    expect(await codeOf(boardUrl(url, 'secret-ana', '%'))).toBe(CLOSE.unknown)
    expect(server.storage.reads).toBe(0)
  })

  it('knows people by bearer token or cookie, the seat first unless the address says otherwise', async () => {
    server.rights.viewers.set('f', { role: 'facilitator', participantId: null })
    server.rights.set('null', 'read')
    const bare = boardUrl(server.url, null)
    const accessOf = async (url: string, headers: Record<string, string>) => {
      const code = await codeOf(url, headers)
      return code === 'in' ? clients.at(-1)?.of('welcome')[0]?.access : code
    }
    expect(await accessOf(bare, { authorization: 'Bearer secret-ana' })).toBe('write')
    const both = { cookie: 'other=1; yf_w1=f; ys_w1=secret-ana; ys_w2=secret-ben' }
    expect(await accessOf(bare, both)).toBe('write')
    expect(await accessOf(`${bare}&as=facilitator`, both)).toBe('read')
    expect(await accessOf(`${bare}&as=participant`, both)).toBe('write')
    expect(await accessOf(bare, { cookie: 'yf_w1=f' })).toBe('read')
    expect(await accessOf(bare, { cookie: 'ys_w2=secret-ana' })).toBe(CLOSE.unauthorised)
  })

  it('lets only its own pages use the cookie', async () => {
    const cookie = 'ys_w1=secret-ana'
    const host = server.url.slice('ws://'.length)
    const bare = boardUrl(server.url, null)
    expect(await codeOf(bare, { cookie, origin: `http://${host}` })).toBe('in')
    expect(await codeOf(bare, { cookie, origin: 'https://elsewhere.example' })).toBe(CLOSE.forbidden)
    expect(await codeOf(bare, { cookie, origin: 'null' })).toBe(CLOSE.forbidden)
  })

  it('stops a stock client for good when it may not come in', async () => {
    const stranger = stockClient(server, 'stranger')
    const closed = vi.fn()
    stranger.provider.on('closed', closed)
    await until(() => closed.mock.calls.length > 0, 'the goodbye')
    expect(closed.mock.calls[0]?.[0]).toEqual({ code: CLOSE.unauthorised, reason: 'unauthorised' })
    expect(stranger.provider.shouldConnect).toBe(false)
    stranger.close()
  })

  it('shows a board to readers, refuses their edits, and nobody sees anything of them', async () => {
    server.rights.set('ben', 'read')
    const [ana, ben] = [await join('ana'), await join('ben')]
    ana.edit((board) => addCard(board, card('c1')))
    await until(() => ben.of('update').length === 1)
    // What a reader has from us is no edit, deletions included.
    ben.answer()
    await until(() => ben.acknowledged === 1)
    ben.edit((board) => addCard(board, card('c2')))
    ben.edit((board) => board.cards.delete('c1'))
    await until(() => ben.of('refused').length === 2)
    expect(ben.of('refused')).toEqual([
      { type: 'refused', reason: 'closed', count: 2 },
      { type: 'refused', reason: 'closed', count: 3 },
    ])
    await quiet()
    expect(ana.of('update')).toEqual([])
    expect(server.storage.commits).toHaveLength(1)
    expect((await server.registry.read(AT)).cards.map(({ id }) => id)).toEqual(['c1'])
    expect(ben.closed).toBeNull()
  })

  it('asks for rights afresh at every message', async () => {
    const ana = await join('ana')
    ana.edit((board) => addCard(board, card('c1')))
    await until(() => ana.acknowledged === 1)
    server.rights.set('ana', 'read')
    ana.edit((board) => addCard(board, card('c2')))
    await until(() => ana.of('refused').length === 1)
    server.rights.set('ana', 'none')
    ana.ask()
    await until(() => ana.closed !== null)
    expect(ana.closed?.code).toBe(CLOSE.forbidden)
    expect(ana.of('answer')).toEqual([])
  })

  it('tells everybody concerned when rights have changed, and nobody else', async () => {
    const [ana, ben, chie] = [await join('ana'), await join('ben'), await join('chie')]
    server.rights.set('ana', 'read')
    server.rights.set('ben', 'none')
    server.registry.rightsChanged(AT.workshopId)
    await until(() => ana.of('welcome').length === 2 && ben.closed !== null)
    expect(ana.of('welcome')[1]?.access).toBe('read')
    expect(ben.closed?.code).toBe(CLOSE.forbidden)
    await quiet()
    expect(chie.of('welcome')).toHaveLength(1)
    server.rights.set('ana', 'write')
    server.registry.rightsChanged(AT.workshopId)
    await until(() => ana.of('welcome').length === 3)
    ana.edit((board) => addCard(board, card('c1')))
    await until(() => ana.acknowledged === 1)
  })

  it('says that an edit is refused only after those before it are settled', async () => {
    const ana = await join('ana')
    server.storage.hold()
    ana.edit((board) => addCard(board, card('c1')))
    await quiet()
    server.rights.set('ana', 'read')
    ana.edit((board) => addCard(board, card('c2')))
    await quiet()
    expect([...ana.of('acknowledged'), ...ana.of('refused')]).toEqual([])
    server.storage.release()
    await until(() => ana.of('refused').length === 1)
    const answers = ana.heard.filter(({ type }) => type === 'acknowledged' || type === 'refused')
    expect(answers.map(({ type }) => type)).toEqual(['acknowledged', 'refused'])
  })

  it('makes a stock client whole again that wrote while the board was closed', async () => {
    const ana = stockClient(server, 'ana')
    await ana.synced
    server.rights.set('ana', 'read')
    addCard(ana.board, card('c1', '閉じている間に'))
    await quiet()
    expect(server.storage.commits).toHaveLength(0)
    server.rights.set('ana', 'write')
    // This edit builds on the refused one; the server asks for everything once more.
    addCard(ana.board, card('c2', '開いてから'))
    await until(() => server.storage.commits.length > 0)
    const { cards } = await server.registry.read(AT)
    expect(cards).toEqual(readBoard(ana.board).cards)
    expect(cards).toHaveLength(2)
    ana.close()
  })
})
