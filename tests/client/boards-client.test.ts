import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { moveCard } from '#shared/boards/edit-board.ts'
import type { CardId } from '#shared/ids.ts'
import type * as Y from 'yjs'
import { BoardClient } from '../../client/boards/board-client.svelte.ts'
import { getDrawer } from '../../client/boards/drawer.svelte.ts'
import { AT, quiet, startBoardServer, stockClient, until, type BoardServer } from '../support/board-server.ts'
import { speakAs } from './page-socket.ts'

await vi.hoisted(() => import('./node-beside.ts'))
vi.mock('ws', () => import('./node-beside.ts'))

let server: BoardServer
const cleanUps: (() => void)[] = []

function clientOf(name: string): BoardClient {
  speakAs(name)
  const client = new BoardClient({ ...AT, as: 'participant', person: { id: name, name }, base: server.url })
  cleanUps.push(() => client.close())
  return client
}

/** The server tells of carets once in 50 ms, and its time stands still. */
const later = () => {
  server.runtime.pass(10)
  return true
}
const card = (id: string, text: string) => ({ id: id as CardId, text, part: null })
const textOf = (client: BoardClient, id: string) => client.board.cards.get(id)?.get('text') as Y.Text
const drawerTexts = () => getDrawer(AT.workshopId).entries.map((entry) => entry.text)
const saved = (client: BoardClient) => until(() => client.status === 'saved', 'being saved')

beforeEach(async () => {
  localStorage.clear()
  for (const { id } of getDrawer(AT.workshopId).entries) getDrawer(AT.workshopId).remove(id)
  server = await startBoardServer()
})

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
  await server.close()
  vi.unstubAllGlobals()
})

describe('a live board', () => {
  it('shows what is on the board, as the server put it there', async () => {
    await server.registry.addCards(AT, [card('c1', '窓口を1本にする')])
    const ana = clientOf('ana')
    expect(ana.status).toBe('connecting')
    await saved(ana)
    await until(() => ana.content.cards.length === 1)
    expect(ana.content.cards).toMatchObject([{ id: 'c1', text: '窓口を1本にする' }])
    expect(ana.access).toBe('write')
  })

  it('says "saved" only when the server has on disk what was typed', async () => {
    await server.registry.addCards(AT, [card('c1', 'はじめ')])
    const ana = clientOf('ana')
    await saved(ana)
    server.storage.hold()
    textOf(ana, 'c1').insert(3, 'とおわり')
    expect(ana.status).toBe('saving')
    await quiet()
    expect(ana.status).toBe('saving')
    server.storage.release()
    await saved(ana)
    expect((await server.registry.read(AT)).cards[0]?.text).toBe('はじめとおわり')
  })

  it('shows who else is there and where they write, and never itself', async () => {
    const ana = clientOf('ana')
    await saved(ana)
    const ben = clientOf('ben')
    ben.setEditing({ cardId: 'c1', anchor: 2, head: 4 })
    await until(() => later() && ana.peers[0]?.editing !== null && ana.peers.length === 1, 'ben’s caret')
    expect(ana.peers).toMatchObject([
      { person: { id: 'ben', name: 'ben' }, editing: { cardId: 'c1', anchor: 2, head: 4 } },
    ])
    await until(() => later() && ben.peers.length === 1)
    ben.setEditing(null)
    await until(() => later() && ana.peers[0]?.editing === null)
    ben.close()
    await until(() => later() && ana.peers.length === 0, 'ben’s leaving')
  })

  it('offers again after a lost connection what was typed meanwhile', async () => {
    await server.registry.addCards(AT, [card('c1', '')])
    const ana = clientOf('ana')
    await saved(ana)
    ana.provider.disconnect()
    expect(ana.status).toBe('offline')
    textOf(ana, 'c1').insert(0, 'トンネルで書いた')
    expect(ana.status).toBe('offline')
    ana.provider.connect()
    await saved(ana)
    expect((await server.registry.read(AT)).cards[0]?.text).toBe('トンネルで書いた')
  })

  it('lets a reader look without anything to save', async () => {
    server.rights.set('ana', 'read')
    await server.registry.addCards(AT, [card('c1', '読むだけ')])
    const ana = clientOf('ana')
    await saved(ana)
    expect(ana.access).toBe('read')
  })

  it('learns at once when its rights change', async () => {
    const ana = clientOf('ana')
    await saved(ana)
    server.rights.set('ana', 'read')
    server.registry.rightsChanged(AT.workshopId)
    await until(() => ana.access === 'read')
    server.rights.set('ana', 'none')
    server.registry.rightsChanged(AT.workshopId)
    await until(() => ana.access === 'none')
  })
})

describe('text that came too late', () => {
  beforeEach(() => server.registry.addCards(AT, [card('c1', 'もとの文'), card('c2', 'ほかの人の文')]))

  it('goes to its author’s drawer, and the board starts afresh as the others see it', async () => {
    const ana = clientOf('ana')
    await saved(ana)
    const before = ana.board
    server.rights.set('ana', 'read')
    textOf(ana, 'c1').insert(4, 'に足した')
    await until(() => ana.refused === 'closed', 'the refusal')
    await until(() => ana.board !== before && ana.board.cards.size === 2, 'a fresh board')
    expect(drawerTexts()).toEqual(['もとの文に足した'])
    expect(getDrawer(AT.workshopId).entries[0]?.board).toBe('ideals')
    expect(textOf(ana, 'c1').toJSON()).toBe('もとの文')
    await saved(ana)
  })

  it('does not take others’ text, nor what was saved before, into the drawer', async () => {
    const ana = clientOf('ana')
    const ben = stockClient(server, 'ben')
    cleanUps.push(() => ben.close())
    await saved(ana)
    await ben.synced
    textOf(ana, 'c1').insert(0, '先に')
    await saved(ana)
    ;(ben.board.cards.get('c2')?.get('text') as Y.Text).insert(0, 'ben: ')
    await until(() => textOf(ana, 'c2').toJSON().startsWith('ben'))
    server.rights.set('ana', 'read')
    moveCard(ana.board, 'c1', { clusterId: null })
    await until(() => ana.refused === 'closed')
    await saved(ana)
    expect(drawerTexts()).toEqual([])
  })

  it('is kept when it was typed offline and the board has closed meanwhile', async () => {
    const ana = clientOf('ana')
    await saved(ana)
    ana.provider.disconnect()
    textOf(ana, 'c1').insert(0, 'オフラインで')
    server.rights.set('ana', 'read')
    ana.provider.connect()
    await until(() => drawerTexts().length === 1, 'the drawer')
    expect(drawerTexts()).toEqual(['オフラインでもとの文'])
  })

  it('is refused as a whole when it was malformed, and is not lost either', async () => {
    const ana = clientOf('ana')
    await saved(ana)
    ana.board.doc.transact(() => {
      textOf(ana, 'c1').insert(0, '正しい文。')
      ana.board.doc.getMap('no root of ours').set('a', 1)
    })
    await until(() => ana.refused === 'malformed', 'the refusal')
    await saved(ana)
    await until(() => ana.content.cards.length === 2, 'the board as it was')
    expect(drawerTexts()).toEqual(['正しい文。もとの文'])
    expect((await server.registry.read(AT)).cards[0]?.text).toBe('もとの文')
  })
})

describe('closing a board', () => {
  beforeEach(() => server.registry.addCards(AT, [card('c1', '')]))

  it('goes on saving what was just typed, and leaves nothing in the drawer then', async () => {
    const ana = clientOf('ana')
    await saved(ana)
    server.storage.hold()
    textOf(ana, 'c1').insert(0, '最後のひとこと')
    ana.close()
    await quiet()
    expect(ana.provider.wsconnected).toBe(true)
    server.storage.release()
    await until(() => !ana.provider.wsconnected, 'the end of the connection')
    expect((await server.registry.read(AT)).cards[0]?.text).toBe('最後のひとこと')
    expect(drawerTexts()).toEqual([])
  })

  it('puts what was typed into the drawer when it cannot be saved in time', async () => {
    const ana = clientOf('ana')
    await saved(ana)
    ana.provider.disconnect()
    textOf(ana, 'c1').insert(0, '圏外で')
    vi.useFakeTimers()
    ana.close()
    vi.advanceTimersByTime(5_000)
    vi.useRealTimers()
    expect(drawerTexts()).toEqual(['圏外で'])
  })

  it('leaves nothing behind when there was nothing to save', async () => {
    const ana = clientOf('ana')
    await saved(ana)
    ana.close()
    expect(ana.provider.wsconnected).toBe(false)
    expect(drawerTexts()).toEqual([])
  })
})

describe('the drawer', () => {
  it('survives a reload, keeps the same text once and blank text not at all', () => {
    const drawer = getDrawer(AT.workshopId)
    drawer.add('あとで足す', 'ideals')
    drawer.add('あとで足す', 'ideals')
    drawer.add('  \n', 'ideals')
    expect(drawer.entries).toHaveLength(1)
    expect(localStorage.getItem(`yoriai.drawer.${AT.workshopId}`)).toContain('あとで足す')
    drawer.remove(drawer.entries[0]?.id ?? '')
    expect(localStorage.getItem(`yoriai.drawer.${AT.workshopId}`)).toBeNull()
  })

  it('shows what another tab of the same person put in', () => {
    const key = `yoriai.drawer.${AT.workshopId}`
    const entry = { id: 'e1', text: '別のタブから', board: 'topics', at: 1 }
    localStorage.setItem(key, JSON.stringify([entry, { damaged: true }]))
    window.dispatchEvent(new StorageEvent('storage', { key }))
    expect(getDrawer(AT.workshopId).entries).toEqual([entry])
  })
})
