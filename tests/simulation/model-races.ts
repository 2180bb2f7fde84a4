import { judge } from './model-oracle.ts'
import { ModelWorld } from './model-world.ts'
import { heal, returnedTo } from './model-history.ts'

export interface RaceReport {
  readonly wrong: readonly string[]
  /** characters typed around the lock */
  readonly typed: number
  /** of these, characters that came back to their authors */
  readonly returned: number
}

/** Four people type, each on a way of their own to the server, and the phase ends under their hands. */
export async function lockRace(seed: number): Promise<RaceReport> {
  const world = new ModelWorld(seed)
  const { time, ledger, people, facilitators } = world
  await world.open({ people: 4, teamSize: 4, phase: 'deepen-ideals', auto: false, cards: 4 })
  await time.pass(700)
  for (const person of people) person.follow()
  await time.pass(3_000)
  const before = ledger.typed.size
  const keys = 20
  const lockAt = time.between(5, keys - 6)
  for (let key = 0; key < keys; key++) {
    for (const person of people) person.edit('type')
    if (key === lockAt) {
      const current = facilitators[0]?.state?.agenda.current
      if (!current) throw new Error(`no phase is on (seed ${seed})`)
      facilitators[0]?.give({
        type: 'agenda.advance',
        expectedPhaseId: current.phaseId,
        force: true,
        reason: '時間です',
      })
    }
    // five keys a second, as people type
    await time.pass(time.between(100, 300))
  }
  const typed = ledger.typed.size - before
  const wrong = (await heal(world)) ? await judge(world) : ['did not come to rest']
  return { wrong, typed, returned: people.reduce((sum, person) => sum + returnedTo(person, ledger), 0) }
}

export interface PairReport {
  readonly wrong: readonly string[]
  readonly pairs: number
}

const PAIRS_A_ROOM = 9

/**
 * Two facilitators press Next at about the same moment, again and again, with answers lost and presses repeated. What
 * they mean is the step from the phase each of them sees: as many steps happen as phases were meant, and none twice.
 */
export async function nextPressedTwice(seed: number): Promise<PairReport> {
  const world = new ModelWorld(seed)
  const { time, ledger, facilitators } = world
  await world.open({ people: 2, teamSize: 2, phase: 'check-in', auto: false, cards: 0 })
  await time.pass(700)
  const [one, other] = facilitators
  if (!one || !other) throw new Error('nobody steers')
  const meant = new Set<string>()
  for (let pair = 0; pair < PAIRS_A_ROOM; pair++) {
    for (const facilitator of time.chance(0.5) ? [one, other] : [other, one]) {
      const expectedPhaseId = facilitator.state?.agenda.current?.phaseId
      if (!expectedPhaseId) continue
      meant.add(expectedPhaseId)
      const given = facilitator.give({ type: 'agenda.advance', expectedPhaseId, force: true, reason: '先へ' })
      if (time.chance(0.3)) facilitator.repeat(given)
      if (time.chance(0.15)) facilitator.stumble('room', time.between(0, 300))
      await time.pass(time.chance(0.5) ? 0 : time.between(5, 400))
    }
    await time.pass(time.between(0, 1_500))
  }
  const wrong = (await heal(world)) ? await judge(world) : ['did not come to rest']
  const moves = [...ledger.published.values()].filter(
    (text) => text.includes('"agenda.moved"') && text.includes('"forward"'),
  )
  const steps = moves.length - SETUP_STEPS
  // The last phase of the agenda has no next one.
  const last = one.state?.agenda.phases.at(-1)?.id
  const possible = [...meant].filter((id) => id !== last).length
  if (steps !== possible) wrong.push(`${possible} steps were meant and ${steps} happened`)
  return { wrong, pairs: PAIRS_A_ROOM }
}

/** from the first phase to `check-in` */
const SETUP_STEPS = 1
