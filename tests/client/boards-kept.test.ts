import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { addCluster } from '#shared/boards/edit-board.ts'
import type { CardId, TeamId } from '#shared/ids.ts'
import { LIMITS } from '#shared/text.ts'
import { shelveOthers } from '../../client/boards/adopted-edits.ts'
import { BoardClient } from '../../client/boards/board-client.svelte.ts'
import type { PutAway } from '../../client/boards/board-options.ts'
import { getDrawer } from '../../client/boards/drawer.svelte.ts'
import { keptStore } from '../../client/boards/kept-store.ts'
import { localKeys } from '../../client/connection/local-store.ts'
import { UnackedUpdates } from '../../client/boards/unacked-updates.ts'
import { AT, quiet, startBoardServer, until, type BoardServer } from '../support/board-server.ts'
import { speakAs } from './page-socket.ts'

await vi.hoisted(() => import('./node-beside.ts'))
vi.mock('ws', () => import('./node-beside.ts'))

let server: BoardServer
const pages: BoardClient[] = []
/** what went out, by page: kinds of sync frames */
let sent: number[][] = []

function pageOf(name: string, onPutAway?: (why: PutAway) => void): BoardClient {
  const frames: number[] = []
  sent.push(frames)
  speakAs(name, { onSync: (kind) => frames.push(kind) })
  const client = new BoardClient({
    ...AT,
    as: 'participant',
    person: { id: name, name },
    base: server.url,
    ...(onPutAway ? { onPutAway } : {}),
  })
  pages.push(client)
  return client
}

const card = (id: string, text: string) => ({ id: id as CardId, text, part: null })
const textOf = (client: BoardClient, id: string) => client.board.cards.get(id)?.get('text') as Y.Text
const drawerTexts = () => getDrawer(AT.workshopId).entries.map((entry) => entry.text)
const saved = (client: BoardClient) => until(() => client.status === 'saved', 'being saved')
const who = (seat: string) => ({ workshopId: AT.workshopId, seat })
const keptOf = async (seat: string) => (await keptStore.of(who(seat))).length
const crash = (client: BoardClient) => client.provider.disconnect()
/** What a crashed page has kept becomes another page's: this one would look after its own. */
async function leaveBehind(): Promise<void> {
  await soon(async () => (await keptOf('ana')) === 1)
  for (const kept of await keptStore.of(who('ana'))) {
    await keptStore.put({ ...kept, key: `${kept.key}-gone` })
    await keptStore.remove(kept.key)
  }
}
const soon = (holds: () => Promise<boolean>) =>
  vi.waitFor(async () => expect(await holds()).toBe(true), { timeout: 3_000, interval: 5 })

beforeEach(async () => {
  localStorage.clear()
  sent = []
  for (const seat of ['ana', 'ben'])
    for (const { key } of await keptStore.of(who(seat))) await keptStore.remove(key)
  for (const { id } of getDrawer(AT.workshopId).entries) getDrawer(AT.workshopId).remove(id)
  server = await startBoardServer()
  await server.registry.addCards(AT, [card('c1', 'もとの文'), card('c2', '')])
})

afterEach(async () => {
  vi.useRealTimers()
  server.storage.release()
  server.rights.set('ana', 'write')
  // whoever still holds something gets rid of it now, not in the next test
  for (const page of pages.splice(0)) {
    page.provider.connect()
    await saved(page)
    page.close()
  }
  await server.close()
  vi.unstubAllGlobals()
})

describe('F-08 edits the server does not have', () => {
  it('lie on the device within 50 ms, and no longer than until they are on the server’s disk', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    server.storage.hold()
    const typed = performance.now()
    textOf(ana, 'c1').insert(0, '保存前')
    await soon(async () => (await keptOf('ana')) === 1)
    // the rest is this machine's own slowness
    expect(performance.now() - typed).toBeLessThan(400)
    server.storage.release()
    await saved(ana)
    await soon(async () => (await keptOf('ana')) === 0)
  })

  it('come back with the next page: words, clusters and all', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    crash(ana)
    textOf(ana, 'c1').insert(0, 'トンネルで')
    addCluster(ana.board, 'k1', '新しいまとめ', ['c1', 'c2'])
    await leaveBehind()
    const again = pageOf('ana')
    await until(() => again.board.clusters.size === 1, 'the cluster')
    await saved(again)
    const read = await server.registry.read(AT)
    expect(read.cards.find(({ id }) => id === 'c1')?.text).toBe('トンネルでもとの文')
    expect(read.clusters).toMatchObject([{ id: 'k1', title: '新しいまとめ' }])
    await soon(async () => (await keptOf('ana')) === 0)
    expect(drawerTexts()).toEqual([])
  })

  it('are written at once when the page is hidden, without IndexedDB, too', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    crash(ana)
    vi.stubGlobal('indexedDB', undefined)
    textOf(ana, 'c1').insert(0, '最後に')
    window.dispatchEvent(new Event('pagehide'))
    textOf(ana, 'c1').insert(0, '本当に')
    expect(localKeys('yoriai.kept.')).toHaveLength(1)
    const [key = ''] = localKeys('yoriai.kept.')
    localStorage.setItem(
      `${key}-gone`,
      (localStorage.getItem(key) ?? '').replace('","teamId"', '-gone","teamId"'),
    )
    localStorage.removeItem(key)
    const again = pageOf('ana')
    await until(() => textOf(again, 'c1')?.toJSON() === '本当に最後にもとの文', 'the words')
    await saved(again)
    await until(() => localKeys('yoriai.kept.').length === 0, 'tidying up')
  })

  it('do no harm twice: two tabs, one gone, and the other already has its words', async () => {
    const [one, two] = [pageOf('ana'), pageOf('ana')]
    await saved(one)
    await saved(two)
    server.storage.hold()
    textOf(one, 'c1').insert(0, '一度だけ')
    await soon(async () => (await keptOf('ana')) === 1)
    const three = pageOf('ana')
    server.storage.release()
    for (const page of [one, two, three]) {
      await until(() => textOf(page, 'c1')?.toJSON() === '一度だけもとの文', 'one copy')
      await saved(page)
    }
    expect((await server.registry.read(AT)).cards[0]?.text).toBe('一度だけもとの文')
    expect(drawerTexts()).toEqual([])
  })

  it('are nobody else’s: another seat of this browser does not take them up', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    crash(ana)
    textOf(ana, 'c1').insert(0, '私の')
    await soon(async () => (await keptOf('ana')) === 1)
    const ben = pageOf('ben')
    await saved(ben)
    await quiet()
    expect(textOf(ben, 'c1').toJSON()).toBe('もとの文')
    expect(await keptOf('ana')).toBe(1)
  })

  it('F-12 go to the drawer when the board has closed meanwhile', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    crash(ana)
    textOf(ana, 'c1').insert(0, '遅れて')
    await leaveBehind()
    server.rights.set('ana', 'read')
    const told = vi.fn()
    const again = pageOf('ana', told)
    await until(() => drawerTexts().length === 1, 'the drawer')
    expect(drawerTexts()).toEqual(['遅れてもとの文'])
    expect(told).toHaveBeenCalledWith('closed')
    expect(textOf(again, 'c1').toJSON()).toBe('もとの文')
    await soon(async () => (await keptOf('ana')) === 0)
  })

  it('F-09 go to the drawer when the server’s data is another than it was', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    crash(ana)
    textOf(ana, 'c1').insert(0, '復元前の')
    await leaveBehind()
    for (const kept of await keptStore.of(who('ana'))) {
      await keptStore.put({ ...kept, generation: 'before the restore' })
    }
    const again = pageOf('ana')
    await until(() => drawerTexts().length === 1, 'the drawer')
    expect(drawerTexts()).toEqual(['復元前のもとの文'])
    await saved(again)
    expect((await server.registry.read(AT)).cards[0]?.text).toBe('もとの文')
  })

  it('go to the drawer when everyone has gone on to another board', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    crash(ana)
    textOf(ana, 'c1').insert(0, '場面が変わった')
    await soon(async () => (await keptOf('ana')) === 1)
    expect(await shelveOthers(who('ana'), AT)).toBe(0)
    expect(await shelveOthers(who('ana'), null), 'this page looks after its own').toBe(0)
    await leaveBehind()
    expect(await shelveOthers(who('ana'), AT)).toBe(0)
    expect(await shelveOthers(who('ana'), { ...AT, teamId: 't2' as TeamId })).toBe(1)
    expect(drawerTexts()).toEqual(['場面が変わったもとの文'])
  })
})

describe('telling the truth', () => {
  it('says after 12 s that something is not saved, and hands out its words', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    server.storage.hold()
    textOf(ana, 'c1').insert(0, 'まだ')
    vi.advanceTimersByTime(11_900)
    expect(ana.status).toBe('saving')
    vi.advanceTimersByTime(200)
    expect(ana.status).toBe('unsaved')
    expect(ana.unsavedTexts()).toEqual(['まだもとの文'])
    vi.useRealTimers()
    server.storage.release()
    await saved(ana)
    expect(ana.unsavedTexts()).toEqual([])
  })

  it('does not say "kept on this device" of what could not be kept there', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    vi.stubGlobal('indexedDB', undefined)
    const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    crash(ana)
    textOf(ana, 'c1').insert(0, '置き場がない')
    expect(ana.status).toBe('offline')
    const close = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))
    expect(close()).toBe(false)
    vi.advanceTimersByTime(12_100)
    expect(ana.status).toBe('unsaved')
    full.mockRestore()
    expect(close()).toBe(true)
    vi.useRealTimers()
  })
})

describe('sending', () => {
  it('goes at once with the first key, then at most every 40 ms, whatever the speed of typing', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    await new Promise((resolve) => setTimeout(resolve, 50))
    const before = sent[0]?.length ?? 0
    const begun = performance.now()
    textOf(ana, 'c1').insert(0, 'あ')
    expect(sent[0]?.length).toBe(before + 1)
    for (let key = 0; key < 30; key++) {
      textOf(ana, 'c1').insert(0, 'い')
      await new Promise((resolve) => setTimeout(resolve, 4))
    }
    await saved(ana)
    const frames = (sent[0]?.length ?? 0) - before
    expect(frames).toBeLessThanOrEqual(Math.ceil((performance.now() - begun) / 40) + 1)
    expect(frames).toBeLessThan(31)
    expect((await server.registry.read(AT)).cards[0]?.text).toBe(`${'い'.repeat(30)}あもとの文`)
  })

  it('does not wait when the page is hidden', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    textOf(ana, 'c1').insert(0, 'あ')
    textOf(ana, 'c1').insert(0, 'い')
    const before = sent[0]?.length ?? 0
    window.dispatchEvent(new Event('pagehide'))
    expect(sent[0]?.length).toBe(before + 1)
    textOf(ana, 'c1').insert(0, 'う')
    expect(sent[0]?.length).toBe(before + 2)
    await saved(ana)
  })

  it('F-10 brings a backlog beyond a frame in parts', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    ana.provider.disconnect()
    // one person moving one card to and fro, far longer than anybody does
    const place = ana.board.cards.get('c2') as Y.Map<unknown>
    for (let times = 0; times < 6_000; times++) place.set('place', { cluster: null, order: times + 0.5 })
    expect(Y.encodeStateAsUpdate(ana.board.doc).byteLength).toBeLessThan(LIMITS.boardFrame)
    for (let times = 0; times < 40; times++) {
      textOf(ana, 'c1').insert(0, 'あ'.repeat(900))
      textOf(ana, 'c1').delete(0, 900)
    }
    textOf(ana, 'c1').insert(0, '全部')
    ana.provider.connect()
    await saved(ana)
    expect((await server.registry.read(AT)).cards[0]?.text).toBe('全部もとの文')
    expect(ana.refused).toBeNull()
  })

  it('F-10 refuses by itself what no frame can hold, and keeps the connection', async () => {
    const ana = pageOf('ana')
    await saved(ana)
    const before = ana.board
    textOf(ana, 'c1').insert(0, '長'.repeat(2_000_000))
    await until(() => ana.refused === 'too_large' && ana.board !== before, 'a fresh board')
    await saved(ana)
    expect(textOf(ana, 'c1').toJSON()).toBe('もとの文')
    expect(drawerTexts()[0]?.length).toBe(2_000_004)
    textOf(ana, 'c1').insert(0, '続き')
    await saved(ana)
    expect((await server.registry.read(AT)).cards[0]?.text).toBe('続きもとの文')
  })
})

describe('what is not acknowledged', () => {
  /** updates of one text, some 40 KiB each */
  function updates(count: number): { doc: Y.Doc; made: Uint8Array[] } {
    const doc = new Y.Doc()
    const made: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => made.push(update))
    for (let index = 0; index < count; index++) doc.getText('t').insert(0, `${index}`.padEnd(40 * 1024, '.'))
    return { doc, made }
  }

  it('goes out in order, in parts a frame can hold, and is whole at the other end', () => {
    const { doc, made } = updates(100)
    const unacked = new UnackedUpdates()
    for (const update of made) unacked.add(update)
    const parts = unacked.takeFrom(1)
    const other = new Y.Doc()
    for (const part of parts) {
      expect(part.byteLength).toBeLessThan(LIMITS.boardFrame)
      Y.applyUpdate(other, part)
      expect(other.store.pendingStructs).toBeNull()
    }
    expect(other.getText('t').toJSON()).toBe(doc.getText('t').toJSON())
    unacked.acknowledged(parts.length - 1)
    expect(unacked.any).toBe(true)
    unacked.connectionLost()
    expect(unacked.waiting).toBe(true)
    expect(unacked.takeFrom(1)).toHaveLength(1)
    unacked.acknowledged(1)
    expect(unacked.any).toBe(false)
  })
})
