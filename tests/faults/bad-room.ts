import { seededRandom, type Random } from '#shared/random.ts'
import { percentile } from '../support/fault-journal.ts'
import { until } from '../support/board-server.ts'
import { pause } from '../support/fault-reader.ts'
import {
  askForever,
  countTold,
  cursors,
  flood,
  forge,
  giveForever,
  nameBoards,
  readNothing,
} from './bad-guests.ts'
import { openRoom, type FuzzedRoom } from './fuzz-house.ts'
import { FuzzedServer, type FuzzReading } from './fuzz-process.ts'
import { aftermath } from './fuzz-trials.ts'
import type { Dose, Trial, TrialReport } from './trial.ts'

/** ms between two letters of a pair that types */
const PACE = 40
/** Edits in one go that a person's whole budget bears (400), and a used one would not. */
const BURST = 300

/** What offenders must have been told, on a machine however slow. */
const TOLD = ['forgery', 'commands', 'boards that are not there', 'questions']

/** `count` letters typed in the good room while it is calm, and as many while the other one is attacked in every way. */
async function run({ count, seed }: Dose): Promise<TrialReport> {
  const server = await FuzzedServer.start('real')
  const failures: string[] = []
  try {
    const [bad, good] = [await openRoom(server), await openRoom(server)]
    await server.read()
    const calm = await type(good, count)
    const before = await server.read()
    const siege = new AbortController()
    const attacks = attackAll(server, bad, siege.signal, seededRandom(seed))
    const under = await type(good, count)
    await until(() => TOLD.every((what) => attacks.told.has(what)), 'a word to every offender').catch(
      (error: unknown) => failures.push(`${String(error)}: told were ${[...attacks.told.keys()].join(', ')}`),
    )
    failures.push(...(await answersAsEver(good)))
    burst(good)
    siege.abort()
    await attacks.over
    failures.push(...(await aftermath(server, good, 'the other room')))
    const during = await server.read()
    failures.push(...before.wrong, ...during.wrong)
    return {
      trials: 2 * count,
      failures: failures.map((text) => `seed ${seed}: ${text}`),
      figures: figuresOf(calm, under, before, during, attacks.told),
    }
  } finally {
    await server.close()
  }
}

/** One letter after another, by both in turn; how long each took to be seen by the other, in ms. */
async function type({ pair: [one, other] }: FuzzedRoom, count: number): Promise<number[]> {
  const times: number[] = []
  for (let letter = 0; letter < count; letter++) {
    const [from, to] = letter % 2 === 0 ? [one, other] : [other, one]
    const began = performance.now()
    let seen = 0
    const look = (_update: Uint8Array, origin: unknown) => {
      if (origin === 'server') seen ||= performance.now()
    }
    to.board.doc.on('update', look)
    from.type(String.fromCharCode(0x3041 + (letter % 80)))
    await until(() => seen > 0, 'a letter on the other screen')
    to.board.doc.off('update', look)
    times.push(seen - began)
    await pause(PACE)
  }
  return times
}

/** The good room's budget is its own: what one person may send at once still passes at once. */
function burst({ pair: [one] }: FuzzedRoom): void {
  for (let letter = 0; letter < BURST; letter++) one.type('束')
}

async function answersAsEver({ connections: [one, other] }: FuzzedRoom): Promise<string[]> {
  const answers = [
    await one.give({ type: 'like.toggle', cardId: 'honest1' as never }),
    await other.give({ type: 'call.raise' }),
  ]
  return answers.flatMap((answer) =>
    answer.ok ? [] : [`the other room: a command was refused: ${answer.error.code}`],
  )
}

function attackAll(app: FuzzedServer, room: FuzzedRoom, over: AbortSignal, random: Random) {
  const { told, note } = countTold()
  // A flood is told where the machine is quick enough to hear all of it; where it is not, its frames wait their turn.
  const attacks = [flood, forge, giveForever, nameBoards, askForever, cursors, readNothing]
  const running = attacks.map((attack, index) =>
    attack({
      app,
      room,
      seat: room.attackers[index % room.attackers.length]?.seatToken ?? '',
      over,
      note,
      random,
    }),
  )
  return { told, over: Promise.all(running) }
}

function figuresOf(
  calm: readonly number[],
  under: readonly number[],
  before: FuzzReading,
  during: FuzzReading,
  told: ReadonlyMap<string, number>,
) {
  const ratio = (one: number, other: number) => `×${(other / Math.max(one, 0.1)).toFixed(1)}`
  const seen = (share: number) =>
    `${percentile(calm, share).toFixed(1)} → ${percentile(under, share).toFixed(1)} (${ratio(percentile(calm, share), percentile(under, share))})`
  const stood = (of: 'ownLongest' | 'ownP99') =>
    `${before[of].toFixed(1)} → ${during[of].toFixed(1)} (${ratio(before[of], during[of])})`
  return {
    // typists and attackers share a process: the stalls are the server's own, these are both together
    'typed to seen p50, ms, calm → beside the attack': seen(0.5),
    'typed to seen p95, ms': seen(0.95),
    'stalls of its own p99, ms': stood('ownP99'),
    'longest stall of its own, ms': stood('ownLongest'),
    'cpu, ms': `${Math.round(before.cpu)} → ${Math.round(during.cpu)}`,
    told: [...told].map(([what, times]) => `${what} ${times}`).join(', '),
  }
}

export const badRoom: Trial = {
  name: 'bad-room',
  promise:
    'one bad room never slows another: its neighbours lose nothing, are refused nothing, and its offenders are told',
  run,
}
