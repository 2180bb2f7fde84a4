import type { ParticipantId } from '../../ids.ts'
import type { Axis, FormationAnswers, FormationRequest } from './entrant.ts'
import { AT } from './measure.ts'
import { PAIR } from './pairs.ts'
import { challengeOf, drawnOf, type DrawnTeam } from './plan.ts'
import { countTeam, type TeamCounts } from './plan-score.ts'
import { measureTeam, type Seating } from './seating.ts'
import { TERMS, type Term } from './weights.ts'

export type PairOfPeople = readonly [ParticipantId, ParticipantId]

/** What a facilitator is told of a team, for chips. None of it is for participants but the challenge. */
export interface TeamFacts {
  readonly size: number
  /** how many have the common challenge as their main one (「情報共有 5/5」); `null` when nobody named any */
  readonly challenge: { readonly challenge: string; readonly sharing: number } | null
  /** the commonest answer (a band or a word), and `TeamCounts.axisSpread` */
  readonly axis: { readonly axis: Axis; readonly commonest: string | number | null; readonly spread: number }
  readonly mentors: readonly { readonly participantId: ParticipantId; readonly solvedIt: boolean }[]
  readonly firstTimers: number
  readonly regulars: number
  readonly online: number
  readonly jobs: number
  readonly colleagues: readonly PairOfPeople[]
  readonly metBefore: readonly PairOfPeople[]
  readonly counts: TeamCounts
  /** what it costs, in all and by term */
  readonly wishes: number
  readonly terms: Readonly<Record<Term, number>>
}

/** The facts of each team of a plan or of any arrangement, in the order given. */
export function explainTeams(request: FormationRequest, teams: readonly DrawnTeam[]): readonly TeamFacts[] {
  const { seating, slots } = drawnOf(request, teams)
  const answers = new Map(request.people.map((person) => [person.id, person.answers ?? {}]))
  return teams.map(({ members }, index) => {
    const team = slots[index] ?? 0
    const figures = measureTeam(seating, team).slice()
    const counts = countTeam(seating, team, figures)
    const here = members.flatMap((id) => answers.get(id) ?? [])
    const challenge = challengeOf(seating.problem, figures[AT.focus] ?? 0)
    return {
      size: seating.sizes[team] ?? 0,
      challenge: challenge === null ? null : { challenge, sharing: counts.sharing },
      axis: axisOf(request.axis ?? 'size', here, counts.axisSpread),
      mentors: mentorsOf(seating, team, figures[AT.focus] ?? 0),
      firstTimers: here.filter(({ firstTime }) => firstTime === true).length,
      regulars: here.filter(({ firstTime }) => firstTime === false).length,
      online: here.filter(({ onSite }) => onSite === false).length,
      jobs: new Set(here.flatMap(({ job }) => job ?? [])).size,
      colleagues: pairsWith(seating, team, PAIR.sameCompany),
      metBefore: pairsWith(seating, team, PAIR.met),
      counts,
      wishes: figures[AT.wishes] ?? 0,
      terms: termsIn(figures),
    }
  })
}

/** The costs of `measureTeam`'s figures by name. */
export function termsIn(figures: Float64Array): Readonly<Record<Term, number>> {
  return Object.fromEntries(TERMS.map((term) => [term, figures[AT[term]] ?? 0])) as Record<Term, number>
}

function axisOf(axis: Axis, here: readonly FormationAnswers[], spread: number): TeamFacts['axis'] {
  const given = here.flatMap((answer): readonly (string | number)[] => {
    const value = answer[axis]
    return value === null || value === undefined || value === '' ? [] : [value]
  })
  const count = (value: string | number) => given.filter((other) => other === value).length
  const [commonest = null] = [...given].sort(
    (one, other) => count(other) - count(one) || (one < other ? -1 : 1),
  )
  return { axis, commonest, spread }
}

function peopleOf({ seats, sizes, width }: Seating, team: number): readonly number[] {
  return [...seats.subarray(team * width, team * width + (sizes[team] ?? 0))].sort((a, b) => a - b)
}

function mentorsOf(seating: Seating, team: number, focus: number): TeamFacts['mentors'] {
  const { roster } = seating.problem
  return peopleOf(seating, team)
    .filter((person) => roster.mentor[person] === 1)
    .map((person) => ({
      participantId: roster.ids[person] as ParticipantId,
      solvedIt: ((roster.solved[person] ?? 0) & focus) !== 0,
    }))
}

function pairsWith(seating: Seating, team: number, fact: number): readonly PairOfPeople[] {
  const { roster, pairs } = seating.problem
  const people = peopleOf(seating, team)
  return people.flatMap((one, index) =>
    people
      .slice(index + 1)
      .filter((other) => ((pairs[one * roster.count + other] ?? 0) & fact) !== 0)
      .map((other): PairOfPeople => [roster.ids[one] as ParticipantId, roster.ids[other] as ParticipantId]),
  )
}
