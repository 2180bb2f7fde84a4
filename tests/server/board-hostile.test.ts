import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { addCard, addCluster, moveCard, setLink, writeSummary } from '#shared/boards/edit-board.ts'
import type { BoardContent } from '#shared/boards/board-content.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { CLOSE, FRAME } from '#shared/protocol/board-frames.ts'
import { seededRandom, type Random } from '#shared/random.ts'
import { LIMITS } from '#shared/text.ts'
import { decodeRecord } from '../../server/boards/board-record.ts'
import {
  awarenessFrame,
  awarenessFrameOf,
  encodeAwarenessEntry,
  updateFrame,
} from '../../server/boards/frames.ts'
import { forgedHollow, forgedUpdate } from '../support/board-forgery.ts'
import { RawClient } from '../support/board-raw-client.ts'
import { AT, quiet, startBoardServer, stockClient, until, type BoardServer } from '../support/board-server.ts'
import { HeldStorage } from '../support/board-storage.ts'

const card = (id: string, text = id) => ({ id, text, part: null })

describe('hostile and broken clients', () => {
  let server: BoardServer
  let ana: RawClient
  const clients: RawClient[] = []
  const join = async (name: string) => {
    const client = await RawClient.join(server.url, name)
    clients.push(client)
    return client
  }
  const content = (): Promise<BoardContent> => server.registry.read(AT)
  /** The refusal of one frame sent by somebody new. */
  const refusalOf = async (frame: Uint8Array) => {
    const client = await join('dan')
    client.send(frame)
    await until(() => client.of('refused').length + client.of('acknowledged').length > 0, 'an answer')
    client.socket.terminate()
    return client.of('refused')[0]?.reason ?? null
  }
  beforeEach(async () => {
    server = await startBoardServer()
    ana = await join('ana')
    ana.edit((board) => addCard(board, card('c1', '元の文')))
    ana.edit((board) => addCluster(board, 'k1', '窓口', ['c1']))
    ana.edit((board) => writeSummary(board, 'まとめ'))
    await until(() => ana.acknowledged === 3)
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate()
    await server.close()
  })

  it('refuses what does not decode, has a gap, or writes where nothing of ours is', async () => {
    const before = await content()
    const root = (parent: string, key?: string) =>
      forgedUpdate({
        client: 9,
        clock: 0,
        items: [key === undefined ? { parent, text: 'x' } : { parent, key, text: 'x' }],
      })
    expect(await refusalOf(updateFrame(new Uint8Array([3, 1, 4, 1, 5])))).toBe('malformed')
    expect(await refusalOf(updateFrame(new Uint8Array(0)))).toBe('malformed')
    expect(await refusalOf(updateFrame(root('elsewhere')))).toBe('malformed')
    expect(await refusalOf(updateFrame(root('cards', '__proto__')))).toBe('malformed')
    const gap = forgedUpdate({ client: 9, clock: 5, items: [{ parent: 'cards', key: 'c9', text: 'x' }] })
    expect(await refusalOf(updateFrame(gap))).toBe('malformed')
    const unknown = forgedUpdate({ client: 9, clock: 0, items: [{ origin: [8, 3], text: 'x' }] })
    expect(await refusalOf(updateFrame(unknown))).toBe('malformed')
    expect(await refusalOf(updateFrame(root('summary')))).toBe('malformed')
    expect(await refusalOf(updateFrame(root('links', 'c1>i1')))).toBe('malformed')
    expect(await content()).toEqual(before)
    const dan = await join('dan')
    dan.ask()
    await until(() => dan.of('answer').length === 1)
    dan.edit((board) => setLink(board, 'c1', 'i1', true))
    await until(() => dan.acknowledged === 1)
  })

  it('F-17 steals no colleague’s clock: what ana writes next arrives', async () => {
    const id = ana.board.doc.clientID
    const clock = Y.getState(ana.board.doc.store, id)
    expect(await refusalOf(updateFrame(forgedHollow(id, clock, 1_000_000)))).toBe('malformed')
    const after = forgedUpdate({ client: id, clock, items: [{ parent: 'clusters', key: 'k2', text: 'x' }] })
    expect(await refusalOf(updateFrame(after))).toBe('malformed')
    ana.edit((board) => addCluster(board, 'k3', '続き', []))
    await until(() => ana.acknowledged === 4)
    expect((await content()).clusters.map(({ title }) => title)).toEqual(['窓口', '続き'])
    // The same after a restart: whose id it is lies on the disk with what it wrote.
    const { disk } = server.storage
    await server.close()
    server = await startBoardServer(new HeldStorage(disk))
    const now = Y.getState(ana.board.doc.store, id)
    expect(await refusalOf(updateFrame(forgedHollow(id, now, 9)))).toBe('malformed')
    const again = await join('ana')
    Y.applyUpdate(again.board.doc, Y.encodeStateAsUpdate(ana.board.doc))
    again.board.doc.clientID = id
    again.edit((board) => addCluster(board, 'k4', 'ここにも', []))
    await until(() => again.acknowledged === 1)
  })

  it('lets nobody take a card off, write over it, or take its text away', async () => {
    const dan = await join('dan')
    dan.ask()
    await until(() => dan.of('answer').length === 1)
    const before = await content()
    const attempts: ((board: BoardDoc) => void)[] = [
      ({ cards }) => cards.delete('c1'),
      ({ cards }) => void cards.set('c1', new Y.Map()),
      ({ cards }) => cards.get('c1')?.delete('text'),
      ({ cards }) => void cards.get('c1')?.set('text', new Y.Text('別の文')),
      ({ clusters }) => clusters.get('k1')?.delete('title'),
    ]
    for (const attempt of attempts) {
      const mallory = await join('dan')
      Y.applyUpdate(mallory.board.doc, Y.encodeStateAsUpdate(dan.board.doc))
      mallory.edit(attempt)
      await until(() => mallory.of('refused').length === 1)
      mallory.socket.terminate()
    }
    expect(await content()).toEqual(before)
  })

  it('answers within the blink of an eye to frames that announce millions', async () => {
    const bombs = [
      [1, 255, 255, 255, 15, 1, 0],
      [255, 255, 255, 15, 1, 1, 0],
      [0, 255, 255, 255, 15, 1, 255, 255, 255, 15],
    ]
    const started = Date.now()
    for (const bomb of bombs) expect(await refusalOf(updateFrame(new Uint8Array(bomb)))).toBe('malformed')
    expect(Date.now() - started).toBeLessThan(1_000)
  })

  it('builds the document again when an update poisons it, and loses nothing of the others', async () => {
    const ben = await join('ben')
    ben.ask()
    await until(() => ben.of('answer').length === 1)
    const before = await content()
    // Every reference is known, so the bytes look sound; but these two wait for one another, after a part that applies.
    const poison = forgedUpdate(
      { client: 11, clock: 0, items: [{ parent: 'cards', key: 'half', text: 'x' }] },
      { client: 10, clock: 0, items: [{ origin: [9, 0], text: 'x' }] },
      { client: 9, clock: 0, items: [{ origin: [10, 0], text: 'x' }] },
    )
    server.storage.hold()
    ana.edit((board) => addCard(board, card('c2', '待っている間に')))
    await quiet()
    ben.send(updateFrame(poison))
    ana.edit((board) => addCard(board, card('c3', 'その直後に')))
    await quiet()
    server.storage.release()
    await until(() => ben.of('refused').length === 1 && ana.acknowledged === 5)
    expect(ben.of('refused')[0]).toEqual({ type: 'refused', reason: 'malformed', count: 1 })
    expect((await content()).cards.map(({ id }) => id)).toEqual(['c1', 'c2', 'c3'])
    expect((await content()).summary).toBe(before.summary)
    // Nor does any of it reach the others, or the disk.
    await until(() => readBoard(ben.board).cards.length === 3)
    ben.edit((board) => moveCard(board, 'c3', { clusterId: 'k1' }))
    await until(() => ben.acknowledged === 2)
    const bytes = server.storage.commits.flatMap(({ records }) => records)
    expect(
      bytes.every((record) =>
        Y.decodeUpdate(decodeRecord(record).update).structs.every(({ id }) => id.client > 11),
      ),
    ).toBe(true)
  })

  it('refuses texts nobody could mean, in one piece or in many, and keeps what was there', async () => {
    const long = 'あ'.repeat(2 * LIMITS.card + 1)
    ana.edit((board) => (board.cards.get('c1')?.get('text') as Y.Text).insert(0, long))
    await until(() => ana.of('refused').length === 1)
    expect(ana.of('refused')[0]?.reason).toBe('too_large')
    const ben = await join('ben')
    ben.ask()
    await until(() => ben.of('answer').length === 1)
    ben.edit((board) => addCard(board, card('c2', long)))
    await until(() => ben.of('refused').length === 1)
    expect((await content()).cards.map(({ id, text }) => [id, text])).toEqual([['c1', '元の文']])

    // Graphemes are counted, not what they are made of.
    const chie = await join('chie')
    chie.ask()
    await until(() => chie.of('answer').length === 1)
    chie.edit((board) => addCard(board, card('c3', '👨‍👩‍👧‍👦'.repeat(LIMITS.card))))
    await until(() => chie.acknowledged === 1)
  })

  it('refuses a frame that is too large on a living connection, and hangs up on an enormous one', async () => {
    const before = await content()
    const ben = await join('ben')
    ben.send(updateFrame(new Uint8Array(LIMITS.boardFrame + 1)))
    await until(() => ben.of('refused').length === 1)
    expect(ben.of('refused')[0]).toEqual({ type: 'refused', reason: 'too_large', count: 1 })
    expect(ben.closed).toBeNull()
    ben.send(updateFrame(new Uint8Array(3 * 1024 * 1024)))
    await until(() => ben.closed !== null)
    expect(ben.closed?.code).toBe(CLOSE.tooLarge)
    expect(await content()).toEqual(before)
  })

  it('hangs up on who speaks nonsense again and again', async () => {
    const ben = await join('ben')
    ben.socket.send('text is no frame')
    for (let count = 0; count < 18; count++) ben.send(new Uint8Array([FRAME.sync, 9]))
    await quiet()
    expect(ben.closed).toBeNull()
    ben.send(new Uint8Array([FRAME.sync]))
    await until(() => ben.closed !== null)
    expect(ben.closed?.code).toBe(CLOSE.malformed)
  })

  it('asks who is too fast to come back later, and lets others work', async () => {
    const ben = await join('ben')
    for (let count = 0; count < 450; count++) ben.send(updateFrame(new Uint8Array([0, 0])))
    await until(() => ben.closed !== null)
    expect(ben.closed?.code).toBe(CLOSE.tooFast)
    expect(ben.of('refused').at(-1)).toEqual({ type: 'refused', reason: 'too_fast', count: 401 })
    const chie = await join('chie')
    for (let count = 0; count < 6; count++) chie.ask()
    await until(() => chie.closed !== null)
    expect(chie.of('answer')).toHaveLength(5)
    ana.edit((board) => addCard(board, card('c2')))
    await until(() => ana.acknowledged === 4)
  })

  it('S-14 counts what one person does on all their connections together, also after coming back', async () => {
    const tabs = [await join('ben'), await join('ben')]
    for (const tab of tabs)
      for (let count = 0; count < 250; count++) tab.send(updateFrame(new Uint8Array([0, 0])))
    await until(() => tabs.some(({ closed }) => closed !== null))
    const again = await join('ben')
    for (let count = 0; count < 250; count++) again.send(updateFrame(new Uint8Array([0, 0])))
    await until(() => again.closed !== null)
    expect(again.closed?.code).toBe(CLOSE.tooFast)
    server.runtime.pass(5_000)
    const later = await join('ben')
    for (let count = 0; count < 250; count++) later.send(updateFrame(new Uint8Array([0, 0])))
    await until(() => later.acknowledged === 250)
  })

  it('S-13 lets the oldest of too many connections of one person go', async () => {
    const tabs: RawClient[] = []
    for (let count = 0; count < 9; count++) tabs.push(await join('ben'))
    await until(() => tabs[0]?.closed?.code === CLOSE.replaced)
    expect(tabs.slice(1).every(({ closed }) => closed === null)).toBe(true)
    expect(ana.closed).toBeNull()
  })

  it('survives thousands of mutated frames, and the document is what it was or a fit one', async () => {
    const seed = 20_310_517
    const random = seededRandom(seed)
    const sound = [
      ...ana.edit((board) => moveCard(board, 'c1', { clusterId: null })).map(updateFrame),
      ...ana.edit((board) => addCard(board, card('c2', '変わりもの'))).map(updateFrame),
      updateFrame(Y.encodeStateAsUpdate(ana.board.doc)),
      awarenessFrame([{ clientId: 77, clock: 1, state: '{"person":null,"editing":null}' }]),
    ]
    await until(() => ana.acknowledged === 5)
    for (let round = 0; round < 150; round++) {
      const mallory = await join('dan')
      for (let count = 0; count < 20; count++) mallory.send(mutated(sound[count % 4] as Uint8Array, random))
      mallory.ask()
      await until(() => mallory.closed !== null || mallory.of('answer').length > 0)
      mallory.socket.terminate()
      server.runtime.pass(1_000)
    }
    await quiet()
    expect(
      server.log.lines.filter(({ level }) => level === 'error'),
      `seed ${seed}`,
    ).toEqual([])
    // Whatever got through is readable, the same on disk as in memory, and the room goes on.
    const now = await content()
    const ben = await join('ben')
    ben.ask()
    await until(() => ben.of('answer').length === 1)
    expect(readBoard(ben.board)).toEqual(now)
    ben.edit((board) => addCard(board, card('after', '続ける')))
    await until(() => ben.acknowledged === 1)
    const { disk } = server.storage
    await server.close()
    server = await startBoardServer(new HeldStorage(disk))
    expect((await content()).cards.some(({ id }) => id === 'after')).toBe(true)
    expect(server.log.lines.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('never changes a document a mutated frame was refused for', async () => {
    server.rights.set('dan', 'read')
    const random = seededRandom(42)
    const before = await content()
    const commits = server.storage.commits.length
    const whole = updateFrame(Y.encodeStateAsUpdate(ana.board.doc))
    for (let round = 0; round < 20; round++) {
      const mallory = await join('dan')
      for (let count = 0; count < 100; count++) mallory.send(mutated(whole, random))
      mallory.ask()
      await until(() => mallory.closed !== null || mallory.of('answer').length > 0)
      mallory.socket.terminate()
    }
    await quiet()
    expect(await content()).toEqual(before)
    expect(server.storage.commits).toHaveLength(commits)
  })

  describe('awareness', () => {
    const here = (clientId: number, person: string | null, clock = 1) =>
      awarenessFrame([
        {
          clientId,
          clock,
          state: JSON.stringify({ person: person && { id: person, name: person, hue: 1 }, editing: null }),
        },
      ])
    const seen = (client: RawClient) =>
      client
        .of('awareness')
        .flatMap(({ entries }) => entries)
        .map(({ clientId, state }) => [
          clientId,
          (JSON.parse(state) as { person?: { id: string } } | null)?.person?.id,
        ])

    /** Words that come soon after others go out together, so time has to pass. */
    const hears = (client: RawClient, count: number) =>
      until(() => {
        server.runtime.pass(10)
        return seen(client).length >= count
      })
    const allSaid = async () => {
      await quiet()
      server.runtime.pass(100)
      await quiet()
    }

    it('F-24 lets a connection speak for its own client id and its own person only', async () => {
      const [ben, mallory] = [await join('ben'), await join('dan')]
      ben.send(here(5, 'ben'))
      await hears(ana, 1)
      mallory.send(here(5, 'dan', 2 ** 40))
      mallory.send(here(6, 'ana'))
      mallory.send(here(6, 'dan'))
      mallory.send(here(5, 'dan'))
      mallory.send(here(7, 'dan'))
      mallory.send(awarenessFrame([{ clientId: 5, clock: 9, state: 'null' }]))
      mallory.send(awarenessFrame([{ clientId: 6, clock: 9, state: '[1]' }]))
      mallory.send(awarenessFrame([{ clientId: 6, clock: 9, state: '{broken' }]))
      mallory.send(awarenessFrame([{ clientId: 6, clock: 9, state: `{"a":"${'x'.repeat(2_100)}"}` }]))
      await hears(ana, 2)
      await allSaid()
      expect(seen(ana)).toEqual([
        [5, 'ben'],
        [6, 'dan'],
      ])
      expect(seen(ben)).toEqual([[6, 'dan']])
    })

    it('forgets who is gone, and a late goodbye does not remove who is back', async () => {
      const ben = await join('ben')
      ben.send(here(5, 'ben'))
      await hears(ana, 1)
      const again = await join('ben')
      again.send(here(5, 'ben'))
      await hears(ana, 2)
      await ben.close()
      await allSaid()
      expect(seen(ana)).toHaveLength(2)
      await again.close()
      await hears(ana, 3)
      expect(seen(ana)[2]).toEqual([5, undefined])
      const clocks = ana.of('awareness').flatMap(({ entries }) => entries.map(({ clock }) => clock))
      expect(clocks).toEqual([...new Set(clocks)].sort((a, b) => a - b))

      const late = await join('chie')
      await allSaid()
      expect(seen(late)).toEqual([])
    })

    it('tells what was said within 50 ms together, each listener without its own', async () => {
      const [ben, chie] = [await join('ben'), await join('chie')]
      ben.send(here(5, 'ben'))
      chie.send(here(6, 'chie'))
      await quiet()
      server.runtime.pass(49)
      await quiet()
      expect(seen(ana)).toEqual([])
      server.runtime.pass(1)
      await until(() => seen(ana).length === 2)
      const spoken = ({ entries }: { entries: readonly unknown[] }) => entries.length > 0
      expect(ana.of('awareness').filter(spoken)).toHaveLength(1)
      await until(() => seen(ben).length + seen(chie).length === 2)
      expect([seen(ben), seen(chie)]).toEqual([[[6, 'chie']], [[5, 'ben']]])
    })

    it('tells it with the next edit if that comes sooner', async () => {
      const ben = await join('ben')
      ben.send(here(5, 'ben'))
      ben.edit((board) => addCluster(board, 'k9', 'すぐに', []))
      await until(() => ana.of('update').length === 1)
      expect(seen(ana)).toEqual([[5, 'ben']])
      expect(ana.heard.slice(-2).map(({ type }) => type)).toEqual(['awareness', 'update'])
      await allSaid()
      expect(seen(ana)).toHaveLength(1)
      expect(seen(ben)).toEqual([])
    })

    it('never lets a stock client hear itself: it would take its own past for news, and say it again for ever', async () => {
      const ben = stockClient(server, 'ben')
      await ben.synced
      const said = { person: { id: 'ben', name: 'ben', hue: 1 }, editing: null }
      const echoes: unknown[] = []
      ben.provider.awareness.on('update', (_change: unknown, origin: unknown) => void echoes.push(origin))
      for (let count = 0; count < 5; count++) {
        ben.provider.awareness.setLocalState({ ...said, count })
        await allSaid()
      }
      expect(echoes).toEqual(Array<string>(5).fill('local'))
      expect(ben.provider.awareness.getLocalState()).toEqual({ ...said, count: 4 })
      expect(seen(ana).length).toBeGreaterThan(0)
      ben.close()
    })

    it('says the last of what comes too fast, and never drops a goodbye', async () => {
      const ben = await join('ben')
      ben.send(here(5, 'ben'))
      await hears(ana, 1)
      for (let count = 0; count < 100; count++) ben.send(here(5, 'ben', count))
      ben.send(awarenessFrame([{ clientId: 5, clock: 101, state: 'null' }]))
      await allSaid()
      expect(seen(ana)).toEqual([
        [5, 'ben'],
        [5, undefined],
      ])
      expect(ben.closed).toBeNull()
    })

    it('repeats nothing that is no text: bytes that read as JSON only when they are mended go to nobody', async () => {
      const ben = await join('ben')
      const state = Buffer.from('{"person":null,"x":"?"}')
      state[state.indexOf('?')] = 0xff
      ben.send(awarenessFrameOf([encodeAwarenessEntry(5, 1, state)]))
      ben.send(awarenessFrameOf([encodeAwarenessEntry(5, 1, Buffer.from('{"person":null}'))]))
      await hears(ana, 1)
      await allSaid()
      expect(ana.of('awareness').flatMap(({ entries }) => entries.map((entry) => entry.state))).toEqual([
        '{"person":null}',
      ])
    })

    it('tells who asks', async () => {
      const ben = await join('ben')
      ben.send(here(5, 'ben'))
      await hears(ana, 1)
      ana.send(encoding.encode((encoder) => encoding.writeVarUint(encoder, FRAME.queryAwareness)))
      await until(() => seen(ana).length === 2)
      expect(seen(ana)[1]).toEqual([5, 'ben'])
    })
  })
})

/** A few bytes changed, put in, taken out, or the end cut off. */
function mutated(frame: Uint8Array, random: Random): Uint8Array {
  const bytes = [...frame]
  const times = 1 + Math.floor(random() * 3)
  for (let count = 0; count < times; count++) {
    const index = Math.floor(random() * bytes.length)
    const byte = Math.floor(random() * 256)
    const kind = Math.floor(random() * 4)
    if (kind === 0) bytes[index] = byte
    else if (kind === 1) bytes.splice(index, 0, byte)
    else if (kind === 2) bytes.splice(index, 1)
    else bytes.length = index
  }
  return new Uint8Array(bytes)
}
