import { planWithoutAbsent } from '#shared/domain/formation/day-of.ts'
import type { Entrant } from '#shared/domain/formation/entrant.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { measuresOf, teamOf, type Drawing, type EarlierTeams } from './drawing.ts'

/** Somebody who sits elsewhere without the absent, and whether that is because their team was too small to go on. */
export interface Mover {
  readonly id: ParticipantId
  /** keys of teams */
  readonly from: string
  readonly to: string
  readonly why: 'merged' | 'better'
}

/** What 「欠席を反映」 would change, before anybody is told. */
export interface DayChange {
  readonly drawing: Drawing
  readonly absent: readonly ParticipantId[]
  readonly moved: readonly Mover[]
}

/** The drawing without the absent, with as few others moved as the teams can bear; who is set aside is not sought for again. */
export function withoutAbsent(
  drawing: Drawing,
  people: readonly Entrant[],
  absent: readonly ParticipantId[],
  earlier: EarlierTeams = [],
): DayChange {
  const pinned = [...drawing.pins].filter((id) => !absent.includes(id))
  const request = { ...measuresOf(drawing, people, earlier), before: drawing.teams, pinned }
  const day = planWithoutAbsent(request, absent)
  const known = new Map(drawing.teams.map((team, place) => [team.key, { team, place }]))
  const teams = day.plan.teams
    .map(({ before, members }, index) => ({
      place: before === null ? Infinity : (known.get(before)?.place ?? Infinity),
      key: before ?? `day-${index}`,
      before: before === null ? null : (known.get(before)?.team.before ?? null),
      members,
    }))
    .sort((one, other) => one.place - other.place)
    .map(({ place: _, ...team }) => team)
  const after: Drawing = {
    ...drawing,
    teams,
    pins: new Set(pinned),
    aside: new Set([...(drawing.aside ?? []), ...absent]),
  }
  const ended = new Set(day.merged.map(({ team }) => team))
  return {
    drawing: after,
    absent,
    moved: day.moved.flatMap((id): readonly Mover[] => {
      const from = teamOf(drawing, id)?.key
      const to = teamOf(after, id)?.key
      if (from === undefined || to === undefined) return []
      return [{ id, from, to, why: ended.has(from) ? 'merged' : 'better' }]
    }),
  }
}
