import { monitorEventLoopDelay } from 'node:perf_hooks'
import * as Y from 'yjs'
import { seededRandom, type Random } from '#shared/random.ts'
import type { CardId } from '#shared/ids.ts'
import { TestApp } from '../support/server-app.ts'
import { until } from '../support/board-server.ts'
import { attackBoard, attackRoom, forgePool } from './fuzz-attack.ts'
import { hurriedRuntime, openRoom, type FuzzedRoom } from './fuzz-house.ts'
import type { Dose, Trial, TrialReport } from './trial.ts'

/**
 * Far above the bar of 50 ms: attackers and victims share one loop here, and a test machine stalls by itself. The figure
 * is what to look at.
 */
const LONGEST_STALL = 2_000
const MIB = 1024 * 1024

async function fuzz({ count, seed }: Dose): Promise<TrialReport> {
  const random = seededRandom(seed)
  const failures: string[] = []
  const onRejection = (error: unknown) => void failures.push(`unhandled rejection: ${String(error)}`)
  process.on('unhandledRejection', onRejection)
  const lines: string[] = []
  const app = await TestApp.start({
    runtime: hurriedRuntime(),
    logTo: { write: (line) => void (line.includes('"level":50') && lines.push(line)) },
  })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  try {
    const [room, elsewhere] = [await openRoom(app), await openRoom(app)]
    const memory = process.memoryUsage().rss
    const before = process.cpuUsage()
    delay.enable()
    const frames = await besiege(app, room, elsewhere, count, random)
    delay.disable()
    const { user, system } = process.cpuUsage(before)
    failures.push(...(await aftermath(app, room, 'the same room')))
    failures.push(...(await aftermath(app, elsewhere, 'another room')))
    failures.push(...lines.slice(0, 3).map((line) => `logged as an error: ${line.slice(0, 500)}`))
    const stall = delay.max / 1e6
    if (stall > LONGEST_STALL) failures.push(`the event loop stood still for ${Math.round(stall)} ms`)
    const figures = {
      seed,
      ...frames,
      'cpu, both sides, µs a frame': Math.round((user + system) / (frames.board + frames.room)),
      'longest stall, ms': Math.round(stall),
      'stall p99, ms': Math.round(delay.percentile(99) / 1e6),
      'rss growth, MiB': Math.round((process.memoryUsage().rss - memory) / MIB),
    }
    return {
      trials: frames.board + frames.room,
      failures: failures.map((text) => `seed ${seed}: ${text}`),
      figures,
    }
  } finally {
    process.off('unhandledRejection', onRejection)
    await app.close()
  }
}

/** Both sockets at once, with and without the right to write, while two honest pairs go on working. */
async function besiege(app: TestApp, room: FuzzedRoom, elsewhere: FuzzedRoom, count: number, random: Random) {
  const sent = { board: 0, room: 0 }
  let pool = forgePool(room, random)
  const seat = room.mallory.seatToken
  for (let round = 0; sent.board + sent.room < count; round++) {
    if (round % 40 === 39) pool = forgePool(room, random)
    const letter = String.fromCharCode(0x3041 + (round % 80))
    for (const one of [...room.pair, ...elsewhere.pair]) one.type(letter)
    if (round % 50 === 0) await workOn(room, round)
    const token = random() < 0.8 ? seat : room.facilitatorToken
    const honest = room.pair.flatMap(({ updates }) => updates)
    const [board, other, packets] = await Promise.all([
      attackBoard(room.boardUrl(token), pool, honest, random),
      attackBoard(room.boardUrl(seat), pool, honest, random),
      attackRoom(app.url, room.workshopId, seat, random),
    ])
    sent.board += board + other
    sent.room += packets
  }
  return sent
}

/** The honest ones are answered as ever. */
async function workOn(room: FuzzedRoom, round: number): Promise<void> {
  const [one, other] = room.connections
  const liked = await one.give({ type: 'like.toggle', cardId: 'honest1' as CardId })
  const called = await other.give({ type: round % 100 === 0 ? 'call.raise' : 'call.clear' })
  if (!liked.ok || !called.ok) throw new Error(`An honest command failed: ${JSON.stringify([liked, called])}`)
}

async function aftermath(app: TestApp, room: FuzzedRoom, where: string): Promise<string[]> {
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
