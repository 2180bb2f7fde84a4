import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { Crew } from '../support/fault-crew.ts'
import { FaultJournal, wordsIn } from '../support/fault-journal.ts'
import { holdsWithin, judgeBoards, pause, readWhole } from '../support/fault-reader.ts'
import { startStaged, type StageBoard } from '../support/fault-stage.ts'
import { textsOf, type Typist } from '../support/fault-typist.ts'
import { FaultProxy, type Direction } from './fault-proxy.ts'
import type { Trial } from './trial.ts'

const WAYS: readonly { readonly name: string; readonly directions: readonly Direction[] }[] = [
  { name: 'both ways', directions: ['up', 'down'] },
  { name: 'to the server', directions: ['up'] },
  { name: 'from the server', directions: ['down'] },
]
/** Twice the server's beat of 15 s is 45; a slow machine gets more. */
const NOTICED_WITHIN = 60_000
const IN_SYNC_WITHIN = 30_000

/**
 * A connection that is dead without saying so, in each direction alone and both. On each board one person sits behind the
 * hole and one does not; both go on typing.
 */
export const blackHole: Trial = {
  name: 'black-hole',
  promise:
    'a black hole in either direction is noticed, and when it is gone everybody reads the same with nothing lost',
  async run({ count, seed }) {
    const journal = new FaultJournal()
    const { server, stage } = await startStaged({ teams: WAYS.length, members: 2, cards: 2 })
    const proxies = await Promise.all(
      WAYS.map((_, way) => FaultProxy.open({ target: server.port, seed: seed + way })),
    )
    const base = (board: number, seat: number) => (seat === 0 ? (proxies[board]?.url ?? '') : server.url)
    const crew = new Crew({ base, stage, journal, seed, pace: 2 })
    const stock = new StockWriter(proxies[0]?.url ?? '', stage.boards[0])
    const failures: string[] = []
    const figures: Record<string, number> = {}
    try {
      for (let time = 1; time <= count && failures.length === 0; time++) {
        await crew.allLive(30_000)
        crew.start()
        await pause(500)
        const began = performance.now()
        for (const [way, { directions }] of WAYS.entries()) proxies[way]?.set({ blackHole: true }, directions)
        await Promise.all(
          WAYS.map(async ({ name }, way) => {
            const behind = crew.typists[2 * way] as Typist
            const ended = behind.closeCodes.length
            const noticed = await holdsWithin(NOTICED_WITHIN, () => behind.closeCodes.length > ended)
            figures[`${name}: noticed after, s`] = Math.round((performance.now() - began) / 1_000)
            if (!noticed) failures.push(`time ${time}, ${name}: not noticed within ${NOTICED_WITHIN} ms`)
          }),
        )
        stock.write(`stock ${time};`)
        for (const proxy of proxies) proxy.set({ blackHole: false })
        const wrong = await crew.settle(server.url, IN_SYNC_WITHIN)
        failures.push(...wrong.map((one) => `time ${time}, after it healed: ${one}`))
        const synced = await holdsWithin(IN_SYNC_WITHIN, () => stock.synced)
        if (!synced) failures.push(`time ${time}: a stock y-websocket client did not come back`)
      }
      await pause(300)
      crew.survey()
      crew.hold()
      await server.kill()
      await server.start()
      failures.push(...(await judgeBoards(server.url, stage, journal)), ...journal.refusals)
      const path = stage.boards[0]?.path ?? ''
      const texts = [...textsOf(await readWhole(server.url, path, stage.facilitatorToken)).values()].join('')
      for (let time = 1; time <= count; time++) {
        if (!texts.includes(`stock ${time};`))
          failures.push(`what a stock client typed behind the hole is lost`)
      }
      if (wordsIn(texts).length === 0) failures.push('nobody typed anything')
    } finally {
      stock.close()
      crew.close()
      await Promise.all(proxies.map((proxy) => proxy.close()))
      await server.close()
    }
    return {
      trials: count * WAYS.length,
      failures: failures.map((wrong) => `seed ${seed}: ${wrong}`),
      figures: { ...figures, 'words typed': journal.size },
    }
  },
}

/** y-websocket as it comes, on one card of a board. */
class StockWriter {
  readonly #doc = new Y.Doc()
  readonly #provider: WebsocketProvider
  readonly #cardId: string

  constructor(base: string, board: StageBoard | undefined) {
    if (!board) throw new Error('no board')
    this.#cardId = board.cardIds[0] ?? ''
    const [workshopId = ''] = board.path.split('/')
    this.#provider = new WebsocketProvider(`${base.replace('http', 'ws')}/boards`, board.path, this.#doc, {
      params: { w: workshopId, token: board.seats[0]?.seatToken ?? '' },
      disableBc: true,
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    })
    // Our own frames, which it would otherwise tell the console about.
    for (const type of [100, 101, 102, 103, 104]) this.#provider.messageHandlers[type] = () => undefined
  }

  get synced(): boolean {
    return this.#provider.wsconnected && this.#provider.synced
  }

  /** At the end, behind everybody's words. */
  write(text: string): void {
    const card = this.#doc.getMap<Y.Map<unknown>>('cards').get(this.#cardId)?.get('text')
    if (card instanceof Y.Text) card.insert(card.length, text)
  }

  close(): void {
    this.#provider.destroy()
    this.#doc.destroy()
  }
}
