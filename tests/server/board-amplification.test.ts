import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { addCluster, type CardSeed } from '#shared/boards/edit-board.ts'
import type { CardId } from '#shared/ids.ts'
import { CLOSE, FRAME } from '#shared/protocol/board-frames.ts'
import { askFrame, awarenessFrame } from '../../server/boards/frames.ts'
import { WholeBoard } from '../../server/boards/whole-board.ts'
import { RawClient } from '../support/board-raw-client.ts'
import { AT, quiet, startBoardServer, until, type BoardServer } from '../support/board-server.ts'

/** A full board: what one question of four bytes would bring each time. */
const CARDS: readonly CardSeed[] = Array.from({ length: 500 }, (_, at) => ({
  id: `c${at}` as CardId,
  text: `だれがいつ鍵を返すのか、${at}人めにはわからない`,
  part: null,
}))
/** connections, one after the other, and seconds of the server's time */
const ROUNDS = 8
const NOTHING_YET = askFrame(new Uint8Array([0]))
/** "I have this one letter of somebody": another vector each time, which no kept answer fits. */
const asksBeyond = (client: number) => askFrame(Y.encodeStateVector(new Map([[client, 1]])))
const whoIsHere = encoding.encode((encoder) => encoding.writeVarUint(encoder, FRAME.queryAwareness))

describe('F-23 asking for everything, again and again', () => {
  let server: BoardServer
  const clients: RawClient[] = []
  const join = async (name: string) => {
    const client = await RawClient.join(server.url, name)
    clients.push(client)
    return client
  }
  const answered = (client: RawClient) =>
    [...client.of('answer'), ...client.of('update')].reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  beforeEach(async () => {
    server = await startBoardServer()
    await server.registry.addCards(AT, CARDS)
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate()
    await server.close()
  })

  it('F-23 brings a client five answers and then one every other second, on however many connections, and others nothing', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')]
    ben.ask()
    await until(() => ben.of('answer').length === 1, 'the board')
    const whole = answered(ben)
    expect(whole).toBeGreaterThan(20_000)
    let brought = 0
    for (let round = 0; round < ROUNDS; round++) {
      const mallory = await join('dan')
      for (let count = 0; count < 250; count++) {
        mallory.send(NOTHING_YET)
        mallory.send(asksBeyond(round * 250 + count + 1))
      }
      ana.edit((board) => addCluster(board, `k${round}`, 'ここも進む', []))
      await until(() => mallory.closed !== null, 'the refusal')
      expect(mallory.closed?.code).toBe(CLOSE.tooFast)
      brought += answered(mallory)
      // a second of the server's time for five hundred questions
      server.runtime.pass(1_000)
      await until(() => ana.acknowledged === round + 1, 'its acknowledgement')
    }
    await until(() => ben.of('update').length === ROUNDS, 'what others wrote meanwhile')
    expect(ben.closed ?? ana.closed).toBeNull()
    // five at once, and one for each two of the seconds; the edits of meanwhile are in some of them
    expect(brought).toBeLessThan((5 + ROUNDS / 2) * answered(ben))
    expect(brought).toBeGreaterThan(5 * whole)
  })

  it('F-23 leaves room for a whole class that comes back through one door: nobody’s questions count for another', async () => {
    const everybody = await Promise.all(['ana', 'ben', 'chie', 'dan'].map(join))
    for (let round = 0; round < 5; round++) for (const one of everybody) one.ask()
    await until(() => everybody.every((one) => one.of('answer').length === 5), 'every answer')
    expect(everybody.every(({ closed }) => closed === null)).toBe(true)
  })

  it('F-23 tells who is here a few times, then lets the question fall, and hangs up on nobody', async () => {
    const [ana, ben] = [await join('ana'), await join('ben')]
    const said = { person: { id: 'ana', name: 'x'.repeat(40), hue: 1 }, editing: null, holding: [] }
    ana.send(awarenessFrame([{ clientId: 5, clock: 1, state: JSON.stringify(said) }]))
    await until(() => {
      server.runtime.pass(10)
      return ben.of('awareness').some(({ entries }) => entries.length > 0)
    }, 'her being here')
    const before = ben.of('awareness').length
    for (let count = 0; count < 300; count++) ben.send(whoIsHere)
    ben.ask()
    await until(() => ben.of('answer').length === 1, 'the answer behind them')
    expect(ben.of('awareness').length - before).toBe(5)
    server.runtime.pass(2_000)
    ben.send(whoIsHere)
    await until(() => ben.of('awareness').length - before >= 6, 'one more')
    await quiet()
    expect(ben.closed).toBeNull()
  })

  it('F-23 encodes a board once for all who ask, until so much has changed that it is cheaper to do so again', () => {
    let encoded = 0
    const encode = () => new Uint8Array([++encoded, 0])
    const whole = WholeBoard.of(null, [])
    whole.forget()
    const first = whole.frames(encode)
    for (let asked = 0; asked < 1_000; asked++) expect(whole.frames(encode)).toBe(first)
    expect(encoded).toBe(1)
    for (let edits = 1; edits <= 60; edits++) {
      whole.add([new Uint8Array([9, edits])])
      expect(whole.frames(encode)).toHaveLength(edits + 1)
    }
    expect(encoded).toBe(1)
    for (let edits = 0; edits < 10; edits++) whole.add([new Uint8Array([9, edits])])
    expect(whole.frames(encode).length).toBeLessThan(10)
    expect(encoded).toBe(2)
  })
})
