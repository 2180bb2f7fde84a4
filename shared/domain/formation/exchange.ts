import { AT } from './measure.ts'
import { measureTeam, seat, unseat, worstOf, type Seating } from './seating.ts'
import { WORST } from './weights.ts'

/** A change of two teams: some leave `from` for `to`, some the other way. Reused, like all that the search touches. */
export interface Exchange {
  from: number
  to: number
  readonly leaving: number[]
  readonly coming: number[]
  /** the costs of both teams afterwards, once tried */
  readonly wishes: [number, number]
  readonly burden: [number, number]
}

export function newExchange(): Exchange {
  return { from: 0, to: 0, leaving: [], coming: [], wishes: [0, 0], burden: [0, 0] }
}

function isPinned({ problem }: Seating, unit: readonly number[]): boolean {
  for (const person of unit) if (problem.pinned[person] === 1) return true
  return false
}

/**
 * Prepares the swap of two people of different teams, each with whoever must stay with them. A larger unit is swapped
 * for as many of the other team, beginning with `other`'s,
 * or for fewer where sizes allow it. `false` when a pin forbids it or no such set is there.
 */
export function prepareSwap(exchange: Exchange, seating: Seating, one: number, other: number): boolean {
  const { units } = seating.problem
  let leaving = units.members[units.of[one]!]!
  let first = units.members[units.of[other]!]!
  let [from, to] = [seating.teamOf[one]!, seating.teamOf[other]!]
  if (leaving.length < first.length) {
    ;[leaving, first] = [first, leaving]
    ;[from, to] = [to, from]
  }
  if (isPinned(seating, leaving) || isPinned(seating, first)) return false
  if (!isWhole(seating, leaving, from) || !isWhole(seating, first, to)) return false
  exchange.from = from
  exchange.to = to
  fill(exchange.leaving, leaving)
  fill(exchange.coming, first)
  const end = to * seating.width + seating.sizes[to]!
  for (let place = to * seating.width; place < end && exchange.coming.length < leaving.length; place++) {
    const person = seating.seats[place]!
    const alone = units.members[units.of[person]!]!.length === 1
    if (alone && seating.problem.pinned[person] === 0 && !exchange.coming.includes(person))
      exchange.coming.push(person)
  }
  return exchange.coming.length === leaving.length || hasRoom(seating, exchange)
}

/** Prepares the move of somebody, with whoever must stay with them, to a team that has room for them. */
export function prepareMove(exchange: Exchange, seating: Seating, one: number, to: number): boolean {
  const { units } = seating.problem
  const leaving = units.members[units.of[one]!]!
  const from = seating.teamOf[one]!
  if (from === to || isPinned(seating, leaving) || !isWhole(seating, leaving, from)) return false
  exchange.from = from
  exchange.to = to
  fill(exchange.leaving, leaving)
  exchange.coming.length = 0
  return hasRoom(seating, exchange)
}

/** An exchange may mend sizes, never spoil them. */
function hasRoom({ problem, sizes }: Seating, { from, to, leaving, coming }: Exchange): boolean {
  const carried = leaving.length - coming.length
  const left = sizes[from]! - carried
  const joined = sizes[to]! + carried
  return joined <= problem.sizes.largest && (left >= problem.sizes.smallest || left >= sizes[to]!)
}

/** People whom a facilitator has torn apart by hand are not swapped as one. */
function isWhole({ teamOf }: Seating, unit: readonly number[], team: number): boolean {
  for (const person of unit) if (teamOf[person] !== team) return false
  return true
}

function fill(list: number[], items: readonly number[]): void {
  list.length = 0
  for (const item of items) list.push(item)
}

/** Makes the change and answers by how much the whole gets dearer. Follow with `accept` or `takeBack`. */
export function attempt(exchange: Exchange, seating: Seating, worst: number): number {
  carry(seating, exchange.leaving, exchange.coming, exchange.from, exchange.to)
  const { from, to, wishes, burden } = exchange
  const first = measureTeam(seating, from)
  wishes[0] = first[AT.wishes]!
  burden[0] = first[AT.burden]!
  const second = measureTeam(seating, to)
  wishes[1] = second[AT.wishes]!
  burden[1] = second[AT.burden]!
  return (
    burden[0] +
    burden[1] -
    seating.burden[from]! -
    seating.burden[to]! +
    (wishes[0] + wishes[1] - seating.wishes[from]! - seating.wishes[to]!) +
    WORST * (worstAfter(exchange, seating, worst) - worst)
  )
}

export function accept({ from, to, wishes, burden }: Exchange, seating: Seating): void {
  seating.wishes[from] = wishes[0]
  seating.wishes[to] = wishes[1]
  seating.burden[from] = burden[0]
  seating.burden[to] = burden[1]
}

export function takeBack({ from, to, leaving, coming }: Exchange, seating: Seating): void {
  carry(seating, leaving, coming, to, from)
}

/** The cost of the worst team after a change that was tried; looks at all teams only if the worst got better. */
export function worstAfter({ from, to, wishes }: Exchange, seating: Seating, worst: number): number {
  const higher = Math.max(wishes[0], wishes[1])
  if (higher >= worst) return higher
  if (seating.wishes[from]! < worst && seating.wishes[to]! < worst) return worst
  const [a, b] = [seating.wishes[from]!, seating.wishes[to]!]
  seating.wishes[from] = wishes[0]
  seating.wishes[to] = wishes[1]
  const after = worstOf(seating)
  seating.wishes[from] = a
  seating.wishes[to] = b
  return after
}

function carry(
  seating: Seating,
  leaving: readonly number[],
  coming: readonly number[],
  from: number,
  to: number,
): void {
  for (const person of leaving) unseat(seating, person)
  for (const person of coming) unseat(seating, person)
  for (const person of leaving) seat(seating, person, to)
  for (const person of coming) seat(seating, person, from)
}
