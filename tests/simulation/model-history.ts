import type { CommandInput } from '#shared/domain/commands.ts'
import type { CardId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import type { Ledger } from './model-ledger.ts'
import type { ModelPerson } from './model-person.ts'
import { judge } from './model-oracle.ts'
import { ModelWorld } from './model-world.ts'

/** What came of a history: what is wrong with it, and how much it was worth. */
export interface Verdict {
  readonly wrong: readonly string[]
  readonly edits: number
  readonly refused: number
  readonly commands: number
  /** characters that came back to their authors */
  readonly returned: number
  readonly crashes: number
  readonly moves: number
}

const STEPS = 24
/** of `board-writer.ts`, and a little */
const LONGEST_RETRY: Millis = 31_000

/** Plays the history of a seed to its end and looks whether every promise was kept. */
export async function playHistory(seed: number): Promise<Verdict> {
  const world = new ModelWorld(seed)
  const { time } = world
  await world.open({
    people: time.between(2, 3),
    teamSize: time.between(2, 4),
    phase: time.pick(['list-ideals', 'deepen-ideals', 'deepen-ideals', 'solutions']) ?? 'deepen-ideals',
    auto: time.chance(0.3),
    cards: time.between(2, 5),
  })
  await time.pass(400)
  let crashes = 0
  for (const person of world.people) person.follow()
  await time.pass(time.between(100, 900))
  for (let step = 0; step < STEPS; step++) {
    if (time.chance(0.12)) crashes += misfortune(world)
    else happening(world)
    await time.pass(time.chance(0.4) ? 0 : time.between(5, 250))
  }
  const wrong = (await heal(world)) ? await judge(world) : [`did not come to rest: ${stuck(world)}`]
  const { ledger } = world
  return {
    wrong,
    edits: ledger.ops.length,
    refused: ledger.ops.filter(({ fate }) => fate === 'refused').length,
    commands: ledger.given.length,
    returned: world.people.reduce((sum, person) => sum + returnedTo(person, ledger), 0),
    crashes,
    moves: [...ledger.published.values()].filter((text) => text.includes('"agenda.moved"')).length,
  }
}

/** How many of the characters somebody typed lie in their drawer. */
export function returnedTo({ name, drawer }: ModelPerson, { typed }: Ledger): number {
  return [...new Set(drawer.join(''))].filter((letter) => typed.get(letter)?.by === name).length
}

function happening(world: ModelWorld): void {
  const { time } = world
  const person = time.pick(world.people) as ModelPerson
  const dice = time.below(100)
  if (dice < 66) return person.edit()
  if (dice < 84) return ask(world, person, personal(world, person))
  if (dice < 92) {
    const facilitator = time.pick(world.facilitators) as ModelPerson
    const command = steering(world, facilitator)
    ask(world, facilitator, command)
    // Two people steer, and neither waits for the other.
    if (command?.type === 'agenda.advance' && time.chance(0.5)) {
      for (const other of world.facilitators) if (other !== facilitator) other.give(command)
    }
    return
  }
  person.follow()
}

function ask(world: ModelWorld, person: ModelPerson, command: CommandInput | null): void {
  if (command === null) return
  const { time } = world
  const given = person.give(command)
  if (time.chance(0.15)) person.repeat(given)
  if (time.chance(0.1)) time.after(time.between(100, 4_000), () => person.repeat(given))
}

function personal(world: ModelWorld, { state, board }: ModelPerson): CommandInput | null {
  const { time, ledger } = world
  const cardId = time.pick(state?.cards ?? [])?.id
  const dice = time.below(10)
  if (dice < 4) {
    if (!board) return null
    const fresh = time.ids.id() as CardId
    // Not for the ledger of typed text: a refused card comes back with its command.
    const text = `カード${ledger.given.length}`
    return { type: 'card.add', cardId: fresh, board: board.at.board, text }
  }
  if (!cardId) return null
  if (dice < 6) return { type: 'like.toggle', cardId }
  if (dice < 9) return { type: 'vote.cast', cardId, count: time.below(3) }
  return { type: 'card.withdraw', cardId }
}

function steering({ time }: ModelWorld, { state }: ModelPerson): CommandInput | null {
  const current = state?.agenda.current
  if (!current) return null
  const dice = time.below(12)
  if (dice < 5) {
    return { type: 'agenda.advance', expectedPhaseId: current.phaseId, force: true, reason: '先へ' }
  }
  if (dice < 6) return { type: 'agenda.back', expectedPhaseId: current.phaseId }
  if (dice < 7) return { type: 'agenda.undo' }
  if (dice < 8) return { type: 'agenda.pause' }
  if (dice < 9) return { type: 'agenda.resume' }
  if (dice < 10) return { type: 'announce', text: 'あと少しです' }
  if (current.timer.kind === 'paused') return { type: 'agenda.extend', ms: 60_000 }
  // Close to the deadline, where phases move on by themselves.
  const left: Millis = current.timer.endsAt - time.now()
  return { type: 'agenda.extend', ms: Math.max(-3_600_000, Math.min(0, time.between(0, 900) - left)) }
}

/** Returns how many processes died. */
function misfortune(world: ModelWorld): number {
  const { time, mood } = world
  const person = time.pick(world.everybody) as ModelPerson
  const noticed: Millis = time.chance(0.5) ? 0 : time.between(100, 3_000)
  const dice = time.below(12)
  if (dice < 3) {
    person.setOnline(false, noticed)
    time.after(time.between(50, 6_000), () => person.setOnline(true, 0))
  } else if (dice < 5) person.stumble('board', noticed)
  else if (dice < 6) person.stumble('room', noticed)
  else if (dice < 7) person.reload()
  else if (dice < 9) {
    world.crash(time.between(20, 900))
    return 1
  } else if (dice < 10) world.restart(time.between(20, 500))
  else if (dice < 11) {
    mood.failing = true
    time.after(time.between(20, 600), () => (mood.failing = false))
  } else {
    const usual = mood.latency
    mood.latency = () => 800
    time.after(1_000, () => (mood.latency = usual))
  }
  return 0
}

/** The network, the disk and the server are well again; whether everybody comes to rest within two minutes. */
export async function heal(world: ModelWorld): Promise<boolean> {
  const { time, mood, everybody, people } = world
  await time.pass(7_000)
  mood.failing = false
  mood.latency = () => 0
  for (const person of everybody) person.setOnline(true, 0)
  // So that no deadline passes while we look.
  world.facilitators[0]?.give({ type: 'agenda.pause' })
  for (let round = 0; round < 60; round++) {
    await time.pass(2_000)
    for (const person of people) person.follow()
    if (world.server().up && everybody.every(({ settled }) => settled)) {
      // The boards may be behind the room for as long as the writer waits between two tries.
      await time.pass(LONGEST_RETRY)
      if (everybody.every(({ settled }) => settled)) return true
    }
  }
  return false
}

function stuck(world: ModelWorld): string {
  return world.everybody
    .filter(({ settled }) => !settled)
    .map(({ name, waiting, state, board }) =>
      JSON.stringify({
        name,
        waiting: waiting.map(({ command }) => command.type),
        state: state !== null,
        synced: board?.synced,
        saved: board?.saved,
      }),
    )
    .join(' ')
}
