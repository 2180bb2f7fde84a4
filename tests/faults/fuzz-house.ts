import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import type { BoardContent } from '#shared/boards/board-content.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { TakenSeat } from '#shared/protocol/http.ts'
import { systemRuntime, type Runtime } from '../../server/runtime.ts'
import type { Connection, TestVisitor } from '../support/server-app.ts'
import { until } from '../support/board-server.ts'
import { answeringFrame, askingFrame, editFrame, readTold } from '../simulation/model-words.ts'

/** So fast runs the clock by which budgets refill, that a fuzzer is let in again and again. Timers run as they do. */
const HURRY = 20_000

export function hurriedRuntime(): Runtime {
  const { timers, ids, machine } = systemRuntime()
  const start = Date.now()
  return { timers, ids, machine, clock: { rate: 1, now: () => start + (Date.now() - start) * HURRY } }
}

/** Somebody who writes as our client does, while others do what they like. */
export class HonestBoard {
  readonly board = boardDoc(new Y.Doc())
  readonly updates: Uint8Array[] = []
  sent = 0
  acknowledged = 0
  synced = false
  readonly troubles: string[] = []
  readonly #socket: WebSocket
  #offered = false

  constructor(url: string) {
    this.#socket = new WebSocket(url)
    this.#socket.on('open', () => this.#socket.send(askingFrame(Y.encodeStateVector(this.board.doc))))
    this.#socket.on('message', (data: Buffer) => this.#hear(new Uint8Array(data)))
    this.#socket.on('error', (error) => this.troubles.push(String(error)))
    this.#socket.on('close', (code) => {
      if (this.#offered && !this.#leaving) this.troubles.push(`closed with ${code}`)
    })
    this.board.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'server') return
      this.updates.push(editFrame(update))
      if (this.updates.length > 200) this.updates.shift()
      this.sent++
      this.#socket.send(editFrame(update))
    })
  }

  #leaving = false

  async ready(): Promise<this> {
    await until(() => this.synced && this.#offered, 'an honest board')
    return this
  }

  /** One keystroke in some card. */
  type(letter: string): void {
    const card = this.board.cards.get(`honest${letter.charCodeAt(0) % 2}`)
    const text = card?.get('text')
    if (!(text instanceof Y.Text)) return
    if (text.length > 150) text.delete(0, 100)
    else text.insert(text.length, letter)
  }

  get content(): BoardContent {
    return readBoard(this.board)
  }

  get settled(): boolean {
    return this.acknowledged >= this.sent
  }

  close(): void {
    this.#leaving = true
    this.#socket.close()
  }

  #hear(frame: Uint8Array): void {
    const told = readTold(frame)
    if (told.type === 'ask') {
      this.sent++
      this.#socket.send(answeringFrame(Y.encodeStateAsUpdate(this.board.doc, told.bytes)))
      this.#offered = true
    } else if (told.type === 'answer' || told.type === 'update') {
      Y.applyUpdate(this.board.doc, told.bytes, 'server')
      if (told.type === 'answer') this.synced = true
    } else if (told.type === 'acknowledged') this.acknowledged = told.count
    else if (told.type === 'refused') this.troubles.push(`refused: ${told.reason}`)
  }
}

/** Each may take so much of the server's time that one alone would be at it for minutes. */
const ATTACKERS = 4

/** A workshop in a phase for writing: an honest pair, and some with a seat beside them. */
export interface FuzzedRoom {
  readonly workshopId: string
  readonly facilitatorToken: string
  readonly attackers: readonly TakenSeat[]
  readonly pair: readonly [HonestBoard, HonestBoard]
  readonly connections: readonly [Connection, Connection]
  readonly boardUrl: (token: string) => string
}

export async function openRoom(app: TestVisitor): Promise<FuzzedRoom> {
  const { workshopId, facilitatorToken } = await app.open()
  const seats = [await app.seat(workshopId, '青木'), await app.seat(workshopId, '井上')] as const
  const connections = [
    await app.join(workshopId, seats[0].seatToken),
    await app.join(workshopId, seats[1].seatToken),
  ] as const
  const attackers: TakenSeat[] = []
  const here: Connection[] = []
  for (let count = 1; count <= ATTACKERS; count++) {
    const seat = await app.seat(workshopId, `悪意${count}`)
    attackers.push(seat)
    here.push(await app.join(workshopId, seat.seatToken))
  }
  const order = async (command: CommandInput) => {
    const { json } = await app.give(workshopId, facilitatorToken, command)
    if (json.ok !== true) throw new Error(JSON.stringify(json))
  }
  await order({ type: 'team.form', by: 'headcount', size: 2 + ATTACKERS })
  await order({ type: 'agenda.open' })
  for (;;) {
    const { state } = await app.state(workshopId, facilitatorToken)
    const phase = state.agenda.phases.find(({ id }) => id === state.agenda.current?.phaseId)
    if (!phase) throw new Error('no phase')
    if (phase.kind === 'deepen-ideals') break
    await order({ type: 'agenda.advance', expectedPhaseId: phase.id, force: true, reason: '試験' })
  }
  for (const [index, connection] of connections.entries()) {
    await connection.give({
      type: 'card.add',
      cardId: `honest${index}`,
      board: 'ideals',
      text: '元',
    } as CommandInput)
  }
  for (const connection of here) connection.close()
  const { state } = await app.state(workshopId, facilitatorToken)
  const teamId = state.teams[0]?.id
  const boardUrl = (token: string) =>
    `${app.url.replace(/^http/, 'ws')}/boards/${workshopId}/${teamId}/ideals?w=${workshopId}&token=${token}`
  const pair = [
    new HonestBoard(boardUrl(seats[0].seatToken)),
    new HonestBoard(boardUrl(seats[1].seatToken)),
  ] as const
  for (const one of pair) await one.ready()
  await until(() => pair.every(({ board }) => board.cards.size === 2), 'the honest cards')
  return { workshopId, facilitatorToken, attackers, pair, connections, boardUrl }
}
