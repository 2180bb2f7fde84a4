import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import type { BoardContent } from '#shared/boards/board-content.ts'
import type { CardId } from '#shared/ids.ts'
import { BoardClient } from '../../client/boards/board-client.svelte.ts'
import { boardUrl, type BoardOptions } from '../../client/boards/board-options.ts'
import { EarlyBoard } from '../../client/boards/early-board.ts'
import { AT, quiet, startBoardServer, until, type BoardServer } from '../support/board-server.ts'
import { speakAs } from './page-socket.ts'

await vi.hoisted(() => import('./node-beside.ts'))
vi.mock('ws', () => import('./node-beside.ts'))

let server: BoardServer
const cleanUps: (() => void)[] = []
/** the page's sockets, and what went out over all of them: kinds of sync frames */
let sockets: NodeWebSocket[] = []
let sent: number[] = []

function optionsOf(name: string): BoardOptions {
  speakAs(name, { onOpening: (socket) => sockets.push(socket), onSync: (kind) => sent.push(kind) })
  return { ...AT, as: 'participant', person: { id: name, name }, base: server.url }
}

function early(options: BoardOptions): { board: EarlyBoard; pictures: BoardContent[] } {
  const pictures: BoardContent[] = []
  const board = new EarlyBoard(boardUrl(options), (picture) => pictures.push(picture))
  cleanUps.push(() => board.close())
  return { board, pictures }
}

function clientOf(...given: ConstructorParameters<typeof BoardClient>): BoardClient {
  const client = new BoardClient(...given)
  cleanUps.push(() => client.close())
  return client
}

const card = (id: string, text: string) => ({ id: id as CardId, text, part: null })
const saved = (client: BoardClient) => until(() => client.status === 'saved', 'being saved')

beforeEach(async () => {
  ;[sockets, sent] = [[], []]
  server = await startBoardServer()
  await server.registry.addCards(AT, [card('c1', '窓口を1本にする'), card('c2', '毎月あつまる')])
})

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
  await server.close()
  vi.unstubAllGlobals()
})

describe('a board before its document', () => {
  it('shows its first picture, and becomes live over the same connection without asking again', async () => {
    const options = optionsOf('ana')
    const { board, pictures } = early(options)
    await until(() => pictures.length === 1, 'the picture')
    expect(pictures[0]?.cards).toMatchObject([{ text: '窓口を1本にする' }, { text: '毎月あつまる' }])

    const client = clientOf(options, { early: board, picture: pictures[0] ?? null })
    expect([client.shown, client.whole, client.content]).toEqual([true, false, pictures[0]])
    await saved(client)
    expect(client.whole).toBe(true)
    expect(client.content).toEqual(pictures[0])
    expect(sockets).toHaveLength(1)
    expect(sent.filter((kind) => kind === 0)).toHaveLength(1)
  })

  it('has in its document what was written between the picture and that, and saves what is written there', async () => {
    const options = optionsOf('ana')
    const { board, pictures } = early(options)
    await until(() => pictures.length === 1, 'the picture')
    await server.registry.addCards(AT, [card('c3', 'あとから')])
    await quiet()
    expect(pictures).toHaveLength(1)

    const client = clientOf(options, { early: board, picture: pictures[0] ?? null })
    await saved(client)
    await until(() => client.content.cards.length === 3, 'what was written meanwhile')
    client.cardText('c3')?.insert(0, 'すこし')
    await saved(client)
    expect((await server.registry.read(AT)).cards[2]?.text).toBe('すこしあとから')
    await server.registry.addCards(AT, [card('c4', 'もっと')])
    await until(() => client.content.cards.length === 4, 'what is written since')
  })

  it('is taken over before it is open, and after it was lost', async () => {
    const options = optionsOf('ana')
    const opening = early(options)
    const client = clientOf(options, { early: opening.board, picture: null })
    expect(client.shown).toBe(false)
    await saved(client)
    expect(client.content.cards).toHaveLength(2)
    expect(sockets).toHaveLength(1)
    expect(opening.pictures).toEqual([])

    const others = optionsOf('ben')
    const lost = early(others)
    await until(() => lost.pictures.length === 1, 'the picture')
    sockets.at(-1)?.terminate()
    await until(() => sockets.at(-1)?.readyState === NodeWebSocket.CLOSED, 'its end')
    const late = clientOf(others, { early: lost.board, picture: lost.pictures[0] ?? null })
    expect([late.shown, late.status]).toEqual([true, 'connecting'])
    await saved(late)
    expect(sockets).toHaveLength(3)
  })

  it('hangs up when nobody takes it over', async () => {
    const { board, pictures } = early(optionsOf('ana'))
    await until(() => pictures.length === 1, 'the picture')
    board.close()
    await until(() => sockets[0]?.readyState === NodeWebSocket.CLOSED, 'its end')
    expect(board.take()).toBeNull()
  })

  it('shows nothing to who may not read the board', async () => {
    server.rights.set('ana', 'none')
    const { pictures } = early(optionsOf('ana'))
    await until(() => sockets[0]?.readyState === NodeWebSocket.CLOSED, 'the refusal')
    expect(pictures).toEqual([])
  })
})
