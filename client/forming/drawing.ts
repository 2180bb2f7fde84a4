import type { Entrant, FormationRequest, TeamBefore } from '#shared/domain/formation/entrant.ts'
import { requestFields, type FormationSetup } from '#shared/domain/formation/formation-setup.ts'
import type { DrawnTeam, PlannedTeam } from '#shared/domain/formation/plan.ts'
import { placeLate } from '#shared/domain/formation/day-of.ts'
import type { Team } from '#shared/domain/state.ts'
import type { ParticipantId, TeamId } from '#shared/ids.ts'

/** What a facilitator wishes of the teams; another seed is another search for the same. */
export interface Settings extends FormationSetup {
  readonly seed: number
}

/** Who shared a team in earlier workshops of the community, as the search takes it. */
export type EarlierTeams = NonNullable<FormationRequest['earlier']>

export interface SketchedTeam {
  /** tells it from the others while it is drawn */
  readonly key: string
  /** the workshop's team that goes on here, with its name and boards */
  readonly before: TeamId | null
  readonly members: readonly ParticipantId[]
}

/** Teams as a facilitator draws them, before anybody else sees them. A value: each change gives another one. */
export interface Drawing {
  readonly teams: readonly SketchedTeam[]
  /** stay where they are when teams are formed again */
  readonly pins: ReadonlySet<ParticipantId>
  readonly settings: Settings
  /** did not come, and were taken out of the teams for that */
  readonly aside?: ReadonlySet<ParticipantId>
  /** solved a team's challenge, and are its mentor because the one it had did not come */
  readonly standIns?: ReadonlySet<ParticipantId>
}

/** Where somebody goes to open a team of their own. */
export const NEW_TEAM = 'new-team'

/** The workshop's teams as they are, as far as they have members. */
export function drawingOfTeams(teams: readonly Team[], settings: Settings): Drawing {
  return {
    teams: teams
      .filter(({ members }) => members.length > 0)
      .map(({ id, members }) => ({
        key: id,
        before: id,
        members: members.map(({ participantId }) => participantId),
      })),
    pins: new Set(),
    settings,
  }
}

/** A plan that was found for `requestOf(from)`: teams that somebody is pinned to go on, the others are new. */
export function drawingOfPlan(plan: readonly PlannedTeam[], from: Drawing, settings: Settings): Drawing {
  const known = new Map(from.teams.map((team) => [team.key, team]))
  const taken = new Set(plan.flatMap(({ before }) => before ?? []))
  let next = 0
  const freshKey = () => {
    do next++
    while (taken.has(`sketch-${next}`))
    return `sketch-${next}`
  }
  return {
    teams: plan.map(({ before, members }) => ({
      key: before ?? freshKey(),
      before: before === null ? null : (known.get(before)?.before ?? null),
      members,
    })),
    pins: from.pins,
    settings,
    ...(from.aside && { aside: from.aside }),
    ...(from.standIns && { standIns: from.standIns }),
  }
}

/** What the search is asked: the pinned stay in the team they are drawn in. */
export function requestOf(
  { teams, pins, settings }: Drawing,
  people: readonly Entrant[],
  earlier: EarlierTeams = [],
): FormationRequest {
  const known = new Set(people.map(({ id }) => id))
  const pinned = [...pins].filter((id) => known.has(id)).sort()
  const before: readonly TeamBefore[] = pinned.length > 0 ? teams : []
  return { ...measuresOf({ settings }, people, earlier), before, pinned }
}

/** What measures a drawing: pins hold by themselves in it, so they cost nothing. */
export function measuresOf(
  { settings }: Pick<Drawing, 'settings'>,
  people: readonly Entrant[],
  earlier: EarlierTeams = [],
): FormationRequest {
  const ids = new Set(people.map(({ id }) => id))
  return { people, seed: settings.seed, ...requestFields(settings, ids), earlier }
}

export function drawnTeams({ teams }: Pick<Drawing, 'teams'>): readonly DrawnTeam[] {
  return teams.map(({ members }) => ({ before: null, members }))
}

export function teamOf({ teams }: Drawing, id: ParticipantId): SketchedTeam | null {
  return teams.find(({ members }) => members.includes(id)) ?? null
}

/**
 * With these people in the team `to` (or a new one), each pinned there: who was moved by hand is not moved back by the
 * next search. A team left empty is gone. The same drawing when nobody moves.
 */
export function movedTo(drawing: Drawing, ids: readonly ParticipantId[], to: string): Drawing {
  const movers = ids.filter((id) => teamOf(drawing, id)?.key !== to)
  if (movers.length === 0) return drawing
  const key = to === NEW_TEAM ? freeKey(drawing) : to
  const left = drawing.teams.map((team) => ({
    ...team,
    members: team.members.filter((id) => !movers.includes(id)),
  }))
  const target = left.find((team) => team.key === key)
  const opened = target ? left : [...left, { key, before: null, members: [] }]
  return {
    ...drawing,
    teams: opened
      .map((team) => (team.key === key ? { ...team, members: [...team.members, ...movers] } : team))
      .filter(({ members }) => members.length > 0),
    pins: new Set([...drawing.pins, ...movers]),
  }
}

/** Somebody goes to the team `to`, and `instead` come to theirs: one change, as a counterfactual has it. */
export function exchanged(
  drawing: Drawing,
  id: ParticipantId,
  instead: readonly ParticipantId[],
  to: string,
): Drawing {
  const own = teamOf(drawing, id)
  if (own === null || own.key === to) return drawing
  const swap = (team: SketchedTeam): readonly ParticipantId[] => {
    if (team.key === own.key) return [...team.members.filter((one) => one !== id), ...instead]
    if (team.key === to) return [...team.members.filter((one) => !instead.includes(one)), id]
    return team.members
  }
  return {
    ...drawing,
    teams: drawing.teams
      .map((team) => ({ ...team, members: swap(team) }))
      .filter(({ members }) => members.length > 0),
    pins: new Set([...drawing.pins, id]),
  }
}

export function pinnedAs(drawing: Drawing, id: ParticipantId, pinned: boolean): Drawing {
  const pins = new Set(drawing.pins)
  if (pinned) pins.add(id)
  else pins.delete(id)
  return { ...drawing, pins }
}

/** Only the people who still have a seat; the same drawing when all have. */
export function keepingOnly(drawing: Drawing, alive: ReadonlySet<ParticipantId>): Drawing {
  if (drawing.teams.every(({ members }) => members.every((id) => alive.has(id)))) return drawing
  return {
    ...drawing,
    teams: drawing.teams
      .map((team) => ({ ...team, members: team.members.filter((id) => alive.has(id)) }))
      .filter(({ members }) => members.length > 0),
    pins: new Set([...drawing.pins].filter((id) => alive.has(id))),
  }
}

/** People who came after the drawing, each placed where they cost least; nobody else moves. */
export function withLate(
  drawing: Drawing,
  people: readonly Entrant[],
  late: readonly ParticipantId[],
  earlier: EarlierTeams = [],
): Drawing {
  const places = placeLate({ ...measuresOf(drawing, people, earlier), before: drawing.teams }, late)
  return {
    ...drawing,
    teams: drawing.teams.map((team) => ({
      ...team,
      members: [
        ...team.members,
        ...places.filter((place) => place.team === team.key).map(({ participantId }) => participantId),
      ],
    })),
  }
}

/** Those of the expected whom nobody set aside for not coming, or who came after all. */
export function notAside(
  { aside }: Pick<Drawing, 'aside'>,
  expected: readonly ParticipantId[],
  present: ReadonlySet<ParticipantId>,
): readonly ParticipantId[] {
  return aside ? expected.filter((id) => !aside.has(id) || present.has(id)) : expected
}

function freeKey({ teams }: Drawing): string {
  let next = teams.length + 1
  while (teams.some(({ key }) => key === `sketch-${next}`)) next++
  return `sketch-${next}`
}
