import type { ParticipantId, TeamId } from '../../ids.ts'
import { shuffled, type Random } from '../../random.ts'
import type { Locale, Member, Team, TeamRole } from '../state.ts'

/** Teams of more than six lose ideas to waiting for one's turn; nobody works alone (facilitation.md 4.1). */
const LARGEST = 6
const SMALLEST = 2

export interface Formation {
  readonly by: 'headcount'
  readonly participantIds: readonly ParticipantId[]
  /** those of them who stay mentors; they are spread over the teams and never dealt another role */
  readonly mentors?: readonly ParticipantId[]
  /** the size aimed at, 2 to 6 */
  readonly size: number
  /** the same random numbers give the same teams */
  readonly random: Random
  readonly newId: () => string
  readonly locale: Locale
}

/**
 * Deals people into teams of even sizes (see `teamSizes`), in random order, each with a role. Everyone is in exactly
 * one team; no people, no teams.
 */
export function formTeams(formation: Formation): Team[] {
  const isMentor = (id: ParticipantId) => formation.mentors?.includes(id) ?? false
  const people = shuffled(formation.participantIds, formation.random)
  // Mentors are dealt first, like the first cards of a round, so that each team gets one before any gets two.
  const dealt = [...people.filter(isMentor), ...people.filter((id) => !isMentor(id))]
  const sizes = teamSizes(people.length, formation.size)
  const seats = sizes.map((): ParticipantId[] => [])
  let turn = 0
  for (const person of dealt) {
    while ((seats[turn % sizes.length]?.length ?? 0) >= (sizes[turn % sizes.length] ?? 0)) turn++
    seats[turn % sizes.length]?.push(person)
    turn++
  }
  return seats.map((members, index) => ({
    id: formation.newId() as TeamId,
    name: teamName(index, formation.locale),
    members: dealRoles(members, isMentor),
  }))
}

/**
 * The sizes of the teams, largest first. They differ by one at most; nobody is alone unless only one is here; nobody
 * is in a team of more than six. Among what is left: all teams within one of the aim if possible, then closest to the
 * aim on average, then the smaller teams. With an aim of 5: 7 → 4+3, 11 → 6+5, 12 → 4+4+4, 13 → 5+4+4.
 */
export function teamSizes(people: number, aim: number): number[] {
  if (people === 0) return []
  if (people <= SMALLEST) return [people]
  let best: { readonly sizes: number[]; readonly cost: readonly [number, number] } | null = null
  for (let teams = Math.ceil(people / LARGEST); teams <= Math.floor(people / SMALLEST); teams++) {
    const sizes = evenSizes(people, teams)
    const cost = distance(sizes, aim)
    if (best === null || cost[0] < best.cost[0] || (cost[0] === best.cost[0] && cost[1] <= best.cost[1])) {
      best = { sizes, cost }
    }
  }
  return best?.sizes ?? []
}

function evenSizes(people: number, teams: number): number[] {
  return Array.from({ length: teams }, (_, index) => Math.floor((people + teams - 1 - index) / teams))
}

/** How far the worst team is beyond one from the aim; how far the teams are from the aim on average. */
function distance(sizes: readonly number[], aim: number): readonly [number, number] {
  const off = sizes.map((size) => Math.abs(size - aim))
  const beyond = Math.max(...off.map((one) => Math.max(0, one - 1)))
  return [beyond, off.reduce((sum, one) => sum + one, 0) / sizes.length]
}

/** A team of two or three needs somebody who presents more than somebody who watches the clock. */
const ROLES_BY_SIZE: readonly (readonly TeamRole[])[] = [
  [],
  ['lead'],
  ['lead', 'presenter'],
  ['lead', 'scribe', 'presenter'],
  ['lead', 'scribe', 'timekeeper', 'presenter'],
]

function dealRoles(
  members: readonly ParticipantId[],
  isMentor: (id: ParticipantId) => boolean,
): readonly Member[] {
  const others = members.filter((id) => !isMentor(id)).length
  const roles = ROLES_BY_SIZE[Math.min(others, ROLES_BY_SIZE.length - 1)] ?? []
  let next = 0
  return members.map((participantId) => ({
    participantId,
    role: isMentor(participantId) ? 'mentor' : (roles[next++] ?? 'member'),
  }))
}

/** チームA, チームB … チームZ, チームAA … */
export function teamName(index: number, locale: Locale): string {
  let letters = ''
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters
  }
  return locale === 'ja' ? `チーム${letters}` : `Team ${letters}`
}
