import type { ParticipantId } from '../../ids.ts'
import type { Roster } from './roster.ts'

/** More than three friends in a team of five are a clique (team-formation.md 3.2). */
const LARGEST_UNIT = 3

/** People who go everywhere together; most units have one person. */
export interface Units {
  readonly of: Int16Array
  readonly members: readonly (readonly number[])[]
}

export type BrokenWish = 'too-many' | 'kept-apart' | 'pinned-apart'

/** A wish to sit together that contradicts another rule, and which one. It is dropped, and the plan says so. */
export interface DroppedTogether {
  readonly people: readonly ParticipantId[]
  readonly because: BrokenWish
}

export interface UnitRules {
  readonly together: readonly (readonly ParticipantId[])[]
  readonly isApart: (one: number, other: number) => boolean
  /** the team somebody is pinned to; −1 for nobody's */
  readonly pinOf: (person: number) => number
}

/** Joins those who must sit together. Kept apart and pinned weigh more: a wish that contradicts them is dropped. */
export function unitsOf(
  roster: Roster,
  { together, isApart, pinOf }: UnitRules,
): { readonly units: Units; readonly dropped: readonly DroppedTogether[] } {
  const unitOf = new Map<number, readonly number[]>()
  const dropped: DroppedTogether[] = []
  const unit = (person: number) => unitOf.get(person) ?? [person]
  const wishes = together
    .map((ids) => [...new Set(ids.flatMap((id) => roster.indexOf.get(id) ?? []))].sort((a, b) => a - b))
    .filter((wish) => wish.length > 1)
    .sort(inOrder)
  for (const wish of wishes) {
    const joined = [...new Set(wish.flatMap(unit))].sort((a, b) => a - b)
    const because = contradiction(joined, isApart, pinOf)
    if (because === null) for (const person of joined) unitOf.set(person, joined)
    else dropped.push({ people: wish.map((person) => roster.ids[person] as ParticipantId), because })
  }
  const members: (readonly number[])[] = []
  const of = new Int16Array(roster.count)
  for (let person = 0; person < roster.count; person++) {
    const own = unit(person)
    if (own[0] === person) members.push(own)
    for (const one of own[0] === person ? own : []) of[one] = members.length - 1
  }
  return { units: { of, members }, dropped }
}

function contradiction(
  people: readonly number[],
  isApart: UnitRules['isApart'],
  pinOf: UnitRules['pinOf'],
): BrokenWish | null {
  if (people.length > LARGEST_UNIT) return 'too-many'
  if (people.some((one) => people.some((other) => isApart(one, other)))) return 'kept-apart'
  return new Set(people.map(pinOf).filter((team) => team >= 0)).size > 1 ? 'pinned-apart' : null
}

function inOrder(one: readonly number[], other: readonly number[]): number {
  const differs = one.findIndex((person, index) => person !== other[index])
  return differs < 0 ? one.length - other.length : (one[differs] ?? 0) - (other[differs] ?? -1)
}
