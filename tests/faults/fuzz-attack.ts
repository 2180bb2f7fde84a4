import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { Random } from '#shared/random.ts'
import { askingFrame, readTold } from '../simulation/model-words.ts'
import { FORGERIES, mutated } from './fuzz-boards.ts'
import type { FuzzedRoom } from './fuzz-house.ts'
import { hostilePackets } from './fuzz-rooms.ts'

/** As many as a connection gets away with on the hurried clock; more would be sent to nobody. */
const FRAMES_A_CONNECTION = 60
/** The share of frames that begin as honest ones; forged ones cost more, since many are refused only when applied. */
const MUTATED = 0.9
/** real ms */
const PATIENCE = 5_000

/** Forged frames against a board as it stands; making them costs more than sending them. */
export function forgePool({ pair: [one, other] }: FuzzedRoom, random: Random): Uint8Array[] {
  const target = {
    state: Y.encodeStateAsUpdate(one.board.doc),
    victims: [one.board.doc.clientID, other.board.doc.clientID],
  }
  return Object.values(FORGERIES).flatMap((forge) => [forge(target, random), forge(target, random)])
}

/** One hostile connection to a board; resolves to the number of frames sent when the server has dealt with them. */
export async function attackBoard(
  url: string,
  pool: readonly Uint8Array[],
  honest: readonly Uint8Array[],
  random: Random,
): Promise<number> {
  const socket = new WebSocket(url)
  const gone = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.on('error', () => undefined)
  let welcomed = () => undefined as void
  let answered = () => undefined as void
  const welcome = new Promise<void>((resolve) => (welcomed = resolve))
  const answer = new Promise<void>((resolve) => (answered = resolve))
  socket.on('message', (data: Buffer) => {
    const { type } = readTold(new Uint8Array(data))
    if (type === 'ask') welcomed()
    if (type === 'answer') answered()
  })
  await inTime(Promise.race([welcome, gone]), 'a welcome to a board')
  let sent = 0
  for (; sent < FRAMES_A_CONNECTION && socket.readyState === socket.OPEN; sent++) {
    const frame =
      random() < MUTATED ? mutated(honest, random) : (pool[Math.floor(random() * pool.length)] as Uint8Array)
    socket.send(frame)
  }
  if (socket.readyState === socket.OPEN) socket.send(askingFrame(new Uint8Array([0])))
  await inTime(Promise.race([answer, gone]), 'an answer of a board')
  socket.terminate()
  await gone
  return sent
}

/** One hostile connection to a room, in bare engine.io packets. */
export async function attackRoom(
  url: string,
  workshopId: string,
  token: string,
  random: Random,
): Promise<number> {
  const socket = new WebSocket(
    `${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket&w=${workshopId}`,
  )
  const gone = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.on('error', () => undefined)
  let admitted = () => undefined as void
  let answered = () => undefined as void
  const admission = new Promise<void>((resolve) => (admitted = resolve))
  const answer = new Promise<void>((resolve) => (answered = resolve))
  socket.on('message', (data: Buffer, isBinary) => {
    const text = isBinary ? '' : data.toString()
    if (text.startsWith('0{')) socket.send(`40${JSON.stringify({ token })}`)
    if (text.startsWith('40{') || text.startsWith('44')) admitted()
    if (text.startsWith('4377777[')) answered()
  })
  await inTime(Promise.race([admission, gone]), 'a welcome to a room')
  let sent = 0
  while (sent < FRAMES_A_CONNECTION && socket.readyState === socket.OPEN) {
    for (const packet of hostilePackets(random)) {
      if (socket.readyState !== socket.OPEN) break
      socket.send(packet)
      sent++
    }
    // What breaks the protocol ends the connection; then the rest would be sent to nobody.
    if (sent % 5 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  if (socket.readyState === socket.OPEN) socket.send('4277777["clock:ask"]')
  await inTime(Promise.race([answer, gone]), 'an answer of a room')
  socket.terminate()
  await gone
  return sent
}

async function inTime(promise: Promise<void>, what: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited ${PATIENCE} ms for ${what}`)), PATIENCE)
  })
  try {
    await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
