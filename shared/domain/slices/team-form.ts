import type { ParticipantId, TeamId } from '../../ids.ts'
import { seededRandom } from '../../random.ts'
import { ok, type Result } from '../../result.ts'
import type { Entrant } from '../formation/entrant.ts'
import { formTeams, teamName } from '../formation/form-teams.ts'
import { requestFields } from '../formation/formation-setup.ts'
import type { PlannedTeam } from '../formation/plan.ts'
import { participantById, teamById } from '../lookup.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { Context } from '../slice.ts'
import type { Team, WorkshopState } from '../state.ts'
import type { FormCommand } from './team-form-command.ts'

/** A seventh is for whom all teams are full (TFM-14); beyond that people wait longer than they talk. */
const LARGEST_TEAM = 7

/** What forming teams needs of a decision's context: a facilitator's screen has that much of it, too. */
export type FormContext = Pick<Context, 'newId' | 'random' | 'present' | 'answersOf' | 'past'>

/**
 * The teams as they will be: those formed, in the order of the command's plan if it has one, then those that stay
 * because of their cards.
 */
export function teamsFormed(
  command: FormCommand,
  state: WorkshopState,
  ctx: FormContext,
): Result<readonly Team[], Rejection> {
  const formed =
    command.by === 'headcount' ? byHeadcount(command, state, ctx) : byAnswers(command, state, ctx)
  return formed.ok ? ok(keepBoards(state, formed.value)) : formed
}

function byHeadcount(
  { size, seed }: FormCommand,
  state: WorkshopState,
  ctx: FormContext,
): Result<readonly Team[], Rejection> {
  const participantIds = presentIn(state, ctx)
  if (participantIds.length === 0) return refuse('nobody_here')
  const random = seed === undefined ? ctx.random : seededRandom(seed)
  const mentors = participantIds.filter((id) => isMentor(state, id))
  const { newId } = ctx
  const { locale } = state
  return ok(formTeams({ by: 'headcount', participantIds, mentors, size, random, newId, locale }))
}

/**
 * Whom teams are formed of by answers: everybody with a seat before the opening, when hardly anybody is connected; who
 * is here later on.
 */
export function expectedIn(state: WorkshopState, ctx: Pick<Context, 'present'>): readonly ParticipantId[] {
  return state.status === 'planning' ? state.participants.map(({ id }) => id) : presentIn(state, ctx)
}

function byAnswers(
  { size, seed, plan }: FormCommand,
  state: WorkshopState,
  ctx: FormContext,
): Result<readonly Team[], Rejection> {
  const expected = expectedIn(state, ctx)
  if (expected.length === 0) return refuse('nobody_here')
  const fault = plan === undefined ? null : planFault(plan, presentIn(state, ctx), state)
  if (fault !== null) return fault
  const seated = plan?.flatMap(({ members }) => members) ?? expected
  return ok(
    formTeams({
      by: 'answers',
      request: {
        ...requestFields(state.formation, new Set(seated)),
        people: seated.map((id) => entrantOf(id, state, ctx)),
        seed: seed ?? Math.floor(ctx.random() * 2 ** 31),
        aim: size === 6 ? 6 : size === 5 ? 5 : 4,
        ...(ctx.past && { earlier: ctx.past.teams }),
      },
      ...(ctx.past && { earlierRoles: ctx.past.roles }),
      ...(plan && { plan }),
      mentors: seated.filter((id) => isMentor(state, id)),
      newId: ctx.newId,
      locale: state.locale,
    }),
  )
}

/** A plan is made on somebody's screen: meanwhile people came and went. Who is here is in it, and nobody twice. */
function planFault(
  plan: readonly PlannedTeam[],
  present: readonly ParticipantId[],
  state: WorkshopState,
): ReturnType<typeof refuse> | null {
  const members = plan.flatMap((team) => team.members)
  const once = new Set(members)
  const goingOn = plan.flatMap(({ before }) => before ?? [])
  const fits =
    once.size === members.length &&
    members.every((id) => participantById(state, id) !== null) &&
    present.every((id) => once.has(id)) &&
    new Set(goingOn).size === goingOn.length &&
    goingOn.every((id) => teamById(state, id as TeamId) !== null)
  if (!fits) return refuse('plan_outdated')
  const isTooLarge = plan.some((team) => team.members.length > LARGEST_TEAM)
  return isTooLarge ? refuse('team_too_large', { limit: LARGEST_TEAM }) : null
}

/**
 * Whom a facilitator has made a mentor by hand stays one, unless they said that they would rather not. Who is known to have
 * taken part before is no first-timer, whatever they said.
 */
export function entrantOf(
  id: ParticipantId,
  state: WorkshopState,
  ctx: Pick<Context, 'answersOf' | 'past'>,
): Entrant {
  const answers = ctx.answersOf(id)
  const mentor = answers?.mentor ?? (isMentor(state, id) ? true : null)
  const known = ctx.past?.steps[id] === undefined ? {} : { firstTime: false }
  return { id, answers: { ...answers, ...known, mentor }, declinesMentoring: mentor === false }
}

function presentIn(state: WorkshopState, { present }: Pick<Context, 'present'>): readonly ParticipantId[] {
  return state.participants.map(({ id }) => id).filter((id) => present.has(id))
}

function isMentor(state: WorkshopState, id: ParticipantId): boolean {
  return state.teams.some(({ members }) =>
    members.some(({ participantId, role }) => participantId === id && role === 'mentor'),
  )
}

/**
 * Forming again: a team that goes on by its id keeps its name, and the other new ones take over ids and names of the
 * teams left, in order, so what is on their boards stays within reach. A team too many goes, unless it has cards: then
 * it stays, empty.
 */
function keepBoards(state: WorkshopState, formed: readonly Team[]): readonly Team[] {
  const goingOn = new Set(formed.map(({ id }) => id))
  const free = state.teams.filter(({ id }) => !goingOn.has(id))
  const names = new Set(state.teams.map(({ name }) => name))
  const successors = formed.map((team): Team => {
    const before = teamById(state, team.id) ?? free.shift()
    if (before !== undefined) return { ...team, id: before.id, name: before.name }
    const name = names.has(team.name) ? freeName(names, state) : team.name
    names.add(name)
    return { ...team, name }
  })
  const hasCards = (team: Team) => [...state.cards, ...state.parked].some((card) => card.teamId === team.id)
  return [...successors, ...free.filter(hasCards).map((team) => ({ ...team, members: [] }))]
}

function freeName(taken: ReadonlySet<string>, { locale }: WorkshopState): string {
  let index = 0
  while (taken.has(teamName(index, locale))) index++
  return teamName(index, locale)
}
