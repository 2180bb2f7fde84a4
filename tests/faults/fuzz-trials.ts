import * as Y from 'yjs'
import { seededRandom, type Random } from '#shared/random.ts'
import type { CardId } from '#shared/ids.ts'
import type { TestVisitor } from '../support/server-app.ts'
import { until } from '../support/board-server.ts'
import { attackBoard, attackRoom, forgePool } from './fuzz-attack.ts'
import { openRoom, type FuzzedRoom } from './fuzz-house.ts'
import { FuzzedServer } from './fuzz-process.ts'
import type { Dose, Trial, TrialReport } from './trial.ts'

/**
 * The bar is 50 ms on the machine it was set for, where the yardstick is about 10; `npm run torture` prints the figure. A
 * test must not fail for a slow machine's sake: it bounds the stall by the time a board takes to build, garbage included.
 */
const YARDSTICKS = 30
/** Under attack, and beside them one that is not. */
const BESIEGED = 4
const ROOMS = BESIEGED + 1
const MIB = 1024 * 1024

async function fuzz({ count, seed }: Dose): Promise<TrialReport> {
  const random = seededRandom(seed)
  const failures: string[] = []
  const server = await FuzzedServer.start()
  try {
    const rooms: FuzzedRoom[] = []
    while (rooms.length < ROOMS) rooms.push(await openRoom(server))
    const before = await server.read()
    const frames = await besiege(server, rooms, count, random)
    const siege = await server.read()
    for (const [index, room] of rooms.entries())
      failures.push(...(await aftermath(server, room, index < BESIEGED ? 'a besieged room' : 'another room')))
    const { wrong } = await server.read()
    failures.push(...siege.wrong, ...wrong)
    const most = Math.max(300, YARDSTICKS * siege.yardstick)
    if (siege.ownLongest > most)
      failures.push(
        `the server stood still for ${Math.round(siege.ownLongest)} ms, more than ${Math.round(most)}`,
      )
    const figures = {
      seed,
      ...frames,
      'cpu, µs a frame': Math.round((siege.cpu * 1e3) / (frames.board + frames.room)),
      'longest stall, ms': Math.round(siege.longest),
      'stall p99, ms': Math.round(siege.p99),
      'longest stall of its own, ms': Math.round(siege.ownLongest),
      'stall of its own p99, ms': Math.round(siege.ownP99),
      'yardstick, ms': Math.round(siege.yardstick),
      'rss growth, MiB': Math.round((siege.memory - before.memory) / MIB),
    }
    return {
      trials: frames.board + frames.room,
      failures: failures.map((text) => `seed ${seed}: ${text}`),
      figures,
    }
  } finally {
    await server.close()
  }
}

/** Both sockets at once, with and without the right to write, while an honest pair in each room goes on working. */
async function besiege(app: TestVisitor, rooms: readonly FuzzedRoom[], count: number, random: Random) {
  const sent = { board: 0, room: 0 }
  const pools = new Map<FuzzedRoom, readonly Uint8Array[]>()
  for (let round = 0; sent.board + sent.room < count; round++) {
    const room = rooms[round % BESIEGED] as FuzzedRoom
    const turn = Math.floor(round / BESIEGED)
    if (turn % 40 === 0) pools.set(room, forgePool(room, random))
    const pool = pools.get(room) ?? []
    const letter = String.fromCharCode(0x3041 + (round % 80))
    for (const one of rooms.flatMap(({ pair }) => pair)) one.type(letter)
    if (turn % 12 === 0) await workOn(room, turn)
    const seat = (which: number) => room.attackers[(turn + which) % room.attackers.length]?.seatToken ?? ''
    const token = random() < 0.8 ? seat(0) : room.facilitatorToken
    const honest = room.pair.flatMap(({ updates }) => updates)
    const [board, other, packets] = await Promise.all([
      attackBoard(room.boardUrl(token), pool, honest, random),
      attackBoard(room.boardUrl(seat(1)), pool, honest, random),
      attackRoom(app.url, room.workshopId, seat(2), random),
    ])
    sent.board += board + other
    sent.room += packets
  }
  return sent
}

/** The honest ones are answered as ever. */
async function workOn(room: FuzzedRoom, turn: number): Promise<void> {
  const [one, other] = room.connections
  const liked = await one.give({ type: 'like.toggle', cardId: 'honest1' as CardId })
  const called = await other.give({ type: turn % 24 === 0 ? 'call.raise' : 'call.clear' })
  if (!liked.ok || !called.ok) throw new Error(`An honest command failed: ${JSON.stringify([liked, called])}`)
}

export async function aftermath(app: TestVisitor, room: FuzzedRoom, where: string): Promise<string[]> {
  const wrong: string[] = []
  const [one, other] = room.pair
  one.type('終')
  other.type('了')
  try {
    await until(() => room.pair.every(({ settled }) => settled), 'the last acknowledgement')
    await until(
      () => Y.equalSnapshots(Y.snapshot(one.board.doc), Y.snapshot(other.board.doc)),
      'the same board on both screens',
    )
  } catch (error) {
    wrong.push(`${where}: ${String(error)}`)
  }
  for (const { troubles } of room.pair) wrong.push(...troubles.map((trouble) => `${where}: ${trouble}`))
  if (one.board.cards.size !== other.board.cards.size || !one.board.cards.has('honest0')) {
    wrong.push(`${where}: cards are gone`)
  }
  const path = new URL(room.boardUrl('')).pathname.replace('/boards/', '').split('/')
  const answer = await app.request('GET', `/api/workshops/${room.workshopId}/boards/${path[1]}/${path[2]}`, {
    token: room.facilitatorToken,
  })
  const texts = wordsOf(answer.json?.cards ?? [])
  const shown = wordsOf(one.content.cards)
  if (JSON.stringify(texts) !== JSON.stringify(shown)) wrong.push(`${where}: the server shows another board`)
  for (const connection of room.connections) {
    if (connection.closedWith !== null) wrong.push(`${where}: an honest connection was closed`)
  }
  return wrong
}

/** The texts of the honest cards, as a list to compare. */
function wordsOf(cards: readonly { readonly id: string; readonly text: string }[]): readonly string[] {
  return cards.flatMap(({ id, text }) => (id.startsWith('honest') ? [`${id} ${text}`] : [])).sort()
}

export const hostileFrames: Trial = {
  name: 'hostile-frames',
  promise:
    'G-07: whatever bytes arrive on the two sockets, the server goes on, and nobody else loses anything by it',
  run: fuzz,
}
