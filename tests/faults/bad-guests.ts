import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { addCluster } from '#shared/boards/edit-board.ts'
import { boardDoc } from '#shared/boards/board-doc.ts'
import type { Random } from '#shared/random.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import type { TestVisitor } from '../support/server-app.ts'
import { pause } from '../support/fault-reader.ts'
import { awarenessFrame } from '../../server/boards/frames.ts'
import { answeringFrame, askingFrame, editFrame, readTold } from '../simulation/model-words.ts'
import { attackBoard, forgePool } from './fuzz-attack.ts'
import type { FuzzedRoom } from './fuzz-house.ts'

/** What somebody with a seat and bad manners has at hand. */
interface Guest {
  readonly app: TestVisitor
  readonly room: FuzzedRoom
  readonly seat: string
  readonly over: AbortSignal
  /** the server told an offender what is the matter */
  readonly note: (what: string) => void
  readonly random: Random
}

export function countTold() {
  const told = new Map<string, number>()
  return { told, note: (what: string) => void told.set(what, (told.get(what) ?? 0) + 1) }
}

/** A board connection; resolves once it has been let in or was closed. */
async function enter(url: string, heard: (frame: Uint8Array, socket: WebSocket) => void = () => undefined) {
  const socket = new WebSocket(url)
  let code = 0
  socket.on('error', () => undefined)
  const gone = new Promise<number>((resolve) =>
    socket.on('close', (closed) => {
      code = closed
      resolve(closed)
    }),
  )
  const first = new Promise<void>((resolve) => socket.once('message', () => resolve()))
  socket.on('message', (data: Buffer) => heard(new Uint8Array(data), socket))
  await Promise.race([first, gone])
  return { socket, gone, closed: () => code }
}

/** Honest edits, as fast as they go: sooner or later the budget is used up. */
export async function flood({ room, seat, over, note }: Guest): Promise<void> {
  const board = boardDoc(new Y.Doc())
  while (!over.aborted) {
    const { socket, gone, closed } = await enter(room.boardUrl(seat), (frame, line) => {
      const told = readTold(frame)
      if (told.type === 'answer' || told.type === 'update') Y.applyUpdate(board.doc, told.bytes, 'server')
      if (told.type === 'ask') line.send(answeringFrame(Y.encodeStateAsUpdate(board.doc, told.bytes)))
    })
    socket.send(askingFrame(Y.encodeStateVector(board.doc)))
    const send = (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server' && socket.readyState === socket.OPEN) socket.send(editFrame(update))
    }
    board.doc.on('update', send)
    while (!over.aborted && closed() === 0) {
      for (let edit = 0; edit < 10; edit++) scribble(board)
      await pause(10)
    }
    board.doc.off('update', send)
    if (closed() === CLOSE.tooFast) note('flood')
    socket.terminate()
    await gone
    await pause(200)
  }
}

/** Clusters with long titles: the largest thing a hand can make of a board, and each edit is a lawful one. */
function scribble(board: ReturnType<typeof boardDoc>): void {
  const last = [...board.clusters.keys()].filter((id) => id.startsWith('bad')).length
  if (last < 60) return addCluster(board, `bad${last}`, '溢'.repeat(80), [])
  const title = board.clusters.get(`bad${last - 1}`)?.get('title')
  if (!(title instanceof Y.Text)) return
  if (title.length > 40) title.delete(0, 20)
  else title.insert(0, '騒')
}

/** Forged and mutated frames until the server has had enough. */
export async function forge({ room, seat, over, note, random }: Guest): Promise<void> {
  // making them costs more than sending them, and the typists share this process
  const pool = forgePool(room, random)
  while (!over.aborted) {
    const honest = room.pair.flatMap(({ updates }) => updates)
    const { socket, gone, closed } = await enter(room.boardUrl(seat))
    for (let frame = 0; frame < 200 && closed() === 0 && !over.aborted; frame++) {
      socket.send(pool[Math.floor(random() * pool.length)] as Uint8Array)
      if (frame % 20 === 0) await pause(5)
    }
    while (closed() === 0 && !over.aborted) await pause(20)
    if (closed() === CLOSE.malformed) note('forgery')
    socket.terminate()
    await gone
    await attackBoard(room.boardUrl(seat), pool, honest, random).catch(() => 0)
    await pause(20)
  }
}

/** Commands without end. */
export async function giveForever({ app, room, seat, over, note }: Guest): Promise<void> {
  let count = 0
  while (!over.aborted) {
    const connection = app.connect(room.workshopId, { token: seat })
    await connection.until(() => connection.snapshots.length > 0 || connection.closedWith !== null)
    while (!over.aborted && connection.socket.connected) {
      const message = { commandId: `bad${++count}`, command: { type: 'call.raise' } } as const
      connection.socket.emit('workshop:command', message, (answer) => {
        if (!answer.ok && answer.error.code === 'too_fast') note('commands')
      })
      if (count % 25 === 0) await pause(10)
    }
    connection.close()
    await pause(100)
  }
}

/** Boards that are not there, one after another. */
export async function nameBoards({ room, seat, over, note }: Guest): Promise<void> {
  for (let count = 0; !over.aborted; count++) {
    const url = room.boardUrl(seat).replace(/[^/]+\/ideals/, `nowhere${count}/ideals`)
    const { socket, gone } = await enter(url)
    if ((await gone) === CLOSE.forbidden) note('boards that are not there')
    socket.terminate()
    await pause(5)
  }
}

/** Opens the board again and again, and asks for all of it each time. */
export async function askForever({ room, seat, over, note }: Guest): Promise<void> {
  while (!over.aborted) {
    const { socket, gone, closed } = await enter(room.boardUrl(seat))
    for (let asked = 0; asked < 10 && closed() === 0 && !over.aborted; asked++) {
      socket.send(askingFrame(new Uint8Array([0])))
      await pause(5)
    }
    while (closed() === 0 && !over.aborted) await pause(20)
    if (closed() === CLOSE.tooFast) note('questions')
    socket.terminate()
    await gone
    await pause(5)
  }
}

/** Cursors at full rate, of every seat there is. */
export async function cursors({ room, over }: Guest): Promise<void> {
  const lines = await Promise.all(room.attackers.map(({ seatToken }) => enter(room.boardUrl(seatToken))))
  for (let clock = 1; !over.aborted; clock++) {
    const state = JSON.stringify({ cursor: { x: clock, y: clock } })
    for (const { socket } of lines)
      if (socket.readyState === socket.OPEN) socket.send(awarenessFrame([{ clientId: 7, clock, state }]))
    await pause(4)
  }
  for (const { socket } of lines) socket.terminate()
}

/** Asks for everything and takes nothing off the line. */
export async function readNothing({ room, seat, over }: Guest): Promise<void> {
  while (!over.aborted) {
    const { socket, gone, closed } = await enter(room.boardUrl(seat))
    socket.pause()
    if (closed() === 0) socket.send(askingFrame(new Uint8Array([0])))
    for (let waited = 0; waited < 20 && !over.aborted && closed() === 0; waited++) await pause(100)
    socket.terminate()
    await gone
  }
}
