import { Agent, request } from 'node:http'
import { io } from 'socket.io-client'
import { WebSocket } from 'ws'
import { seededRandom } from '#shared/random.ts'
import type { TakenSeat } from '#shared/protocol/http.ts'
import type { SnapshotMessage } from '#shared/protocol/socket.ts'
import { percentile } from '../support/fault-journal.ts'
import { pause, readWhole } from '../support/fault-reader.ts'
import { startStaged, type FaultStage } from '../support/fault-stage.ts'
import type { Trial } from './trial.ts'

/** People of one class arrive within this, all behind one address; ms. */
const WITHIN = 2_000
const WRONG_TOKENS = 1_000
/** connections over which somebody guesses */
const GUESSING_LINES = 50
const PATIENCE = 60_000

interface Arrival {
  readonly took: number
  readonly wrong: string | null
  /** answers that said "too fast" */
  readonly slowed: number
}

/** G-09. `count` people come in at once, from the address from which somebody is guessing tokens. */
export const joinStorm: Trial = {
  name: 'join-storm',
  promise:
    'a class behind one address comes in at once: all in, nobody told "too fast", whoever else guesses there',
  async run({ count, seed }) {
    const random = seededRandom(seed)
    const { server, stage } = await startStaged({ teams: 10, members: 2, cards: 10 })
    try {
      const before = server.cpu
      const guessing = guess(server.url, stage, random)
      const arrivals = await Promise.all(
        Array.from({ length: count }, async (_, person) => {
          await pause(((person + random()) / count) * WITHIN)
          return join(server.url, stage.code, person)
        }),
      )
      const refused = await guessing
      const wrong = arrivals.flatMap((arrival) => (arrival.wrong === null ? [] : [arrival.wrong]))
      const slowed = arrivals.reduce((sum, arrival) => sum + arrival.slowed, 0)
      if (slowed > 0) wrong.push(`${slowed} honest requests were told "too fast"`)
      if (refused < WRONG_TOKENS) wrong.push(`${WRONG_TOKENS - refused} wrong tokens were not refused`)
      const took = arrivals.map((arrival) => arrival.took)
      return {
        trials: count,
        failures: wrong.map((one) => `seed ${seed}: ${one}`),
        figures: {
          in: arrivals.filter((arrival) => arrival.wrong === null).length,
          'code to board p50, ms': Math.round(percentile(took, 0.5)),
          'code to board p95, ms': Math.round(percentile(took, 0.95)),
          'wrong tokens refused': refused,
          'CPU of the server, ms': server.cpu - before,
        },
      }
    } finally {
      await server.close()
    }
  },
}

/** From the code on the screen to a board with its cards, as the client does it. */
async function join(base: string, code: string, person: number): Promise<Arrival> {
  const began = performance.now()
  let slowed = 0
  // One browser, one line for its requests.
  const line = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = async <Body>(path: string, body?: unknown): Promise<Body> => {
    const { status, text } = await exchange(line, `${base}/api/workshops/${path}`, { body })
    if (status === 429) slowed++
    if (status >= 400) throw new Error(`${path.replace(/[^/]{16,}/, '…')}: ${status}`)
    return JSON.parse(text) as Body
  }
  try {
    const { workshopId } = await ask<{ workshopId: string }>(`by-code/${code}`)
    const seat = await ask<TakenSeat>(`${workshopId}/seats`, { name: `参加者 ${person}`, consent: true })
    const teamId = await enterRoom(base, workshopId, seat)
    const board = await readWhole(base, `${workshopId}/${teamId}/ideals`, seat.seatToken)
    if (board.cards.size === 0) throw new Error('an empty board')
    return { took: performance.now() - began, wrong: null, slowed }
  } catch (error) {
    return { took: performance.now() - began, wrong: `person ${person} is not in: ${String(error)}`, slowed }
  } finally {
    line.destroy()
  }
}

/** Resolves to the team one is in. The connection stays, as in a room it does, until the server goes. */
function enterRoom(base: string, workshopId: string, seat: TakenSeat): Promise<string> {
  const link = io(base, {
    query: { w: workshopId },
    auth: { token: seat.seatToken },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no snapshot')), PATIENCE)
    const settled = (act: () => void) => {
      clearTimeout(timer)
      act()
    }
    link.once('connect_error', (error) => settled(() => reject(error)))
    link.once('workshop:snapshot', ({ state }: SnapshotMessage) => {
      const own = state.participants.find(({ id }) => id === seat.participantId)
      settled(() => (own?.teamId ? resolve(own.teamId) : reject(new Error('in no team'))))
    })
  })
}

/** Tries wrong tokens at every door for as long as the storm lasts; how many of them were refused. */
async function guess(base: string, stage: FaultStage, random: () => number): Promise<number> {
  const line = new Agent({ keepAlive: true, maxSockets: GUESSING_LINES })
  const tries = await Promise.all(
    Array.from({ length: WRONG_TOKENS }, async (_, turn) => {
      await pause(random() * WITHIN)
      const token = Array.from({ length: 43 }, () => Math.floor(random() * 36).toString(36)).join('')
      if (turn % 10 === 0) return guessBoard(base, stage, token)
      if (turn % 10 === 1) return guessRoom(base, stage, token)
      const { status } = await exchange(line, `${base}/api/workshops/${stage.workshopId}/state`, { token })
      return status === 401 || status === 429
    }),
  )
  line.destroy()
  return tries.filter(Boolean).length
}

/** One HTTP exchange; a body makes it a POST. */
function exchange(
  agent: Agent,
  url: string,
  { body, token }: { readonly body?: unknown; readonly token?: string },
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        agent,
        method: body === undefined ? 'GET' : 'POST',
        timeout: PATIENCE,
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => (text += part))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        answer.on('error', reject)
      },
    )
    asked.on('error', reject)
    asked.on('timeout', () => asked.destroy(new Error('no answer')))
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

function guessBoard(base: string, { workshopId, boards }: FaultStage, token: string): Promise<boolean> {
  const path = boards[0]?.path ?? ''
  const socket = new WebSocket(`${base.replace('http', 'ws')}/boards/${path}?w=${workshopId}&token=${token}`)
  return new Promise((resolve) => {
    socket.on('message', () => resolve(false))
    socket.on('close', () => resolve(true))
    socket.on('error', () => resolve(true))
  })
}

function guessRoom(base: string, { workshopId }: FaultStage, token: string): Promise<boolean> {
  const link = io(base, {
    query: { w: workshopId },
    auth: { token },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  })
  return new Promise((resolve) => {
    const settle = (refused: boolean) => {
      link.disconnect()
      resolve(refused)
    }
    link.once('connect_error', () => settle(true))
    link.once('disconnect', () => settle(true))
    link.once('workshop:snapshot', () => settle(false))
  })
}
