import * as v from 'valibot'
import { idSchema } from '#shared/domain/field-schemas.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId, TeamId } from '#shared/ids.ts'
import { readLocalJson, writeLocal } from '../connection/local-store.ts'
import type { Drawing } from './drawing.ts'

const keyOf = ({ id }: WorkshopState) => `yoriai.drawing.${id}`

const keptSchema = v.object({
  /** the workshop's teams it was drawn over: over others it means nothing */
  over: v.string(),
  seed: v.number(),
  pins: v.array(idSchema<ParticipantId>()),
  aside: v.optional(v.array(idSchema<ParticipantId>()), []),
  standIns: v.optional(v.array(idSchema<ParticipantId>()), []),
  teams: v.array(
    v.object({
      key: v.string(),
      before: v.nullable(idSchema<TeamId>()),
      members: v.array(idSchema<ParticipantId>()),
    }),
  ),
})

/** What this device keeps of a drawing that nobody else has seen, ids alone; `null` forgets it. */
export function keepDrawing(state: WorkshopState, drawing: Drawing | null): void {
  if (drawing === null) return void writeLocal(keyOf(state), null)
  const { teams, pins, settings } = drawing
  const kept: v.InferInput<typeof keptSchema> = {
    over: teamsAsText(state),
    seed: settings.seed,
    pins: [...pins],
    aside: [...(drawing.aside ?? [])],
    standIns: [...(drawing.standIns ?? [])],
    teams: teams.map(({ key, before, members }) => ({ key, before, members: [...members] })),
  }
  writeLocal(keyOf(state), JSON.stringify(kept))
}

/** The drawing left here; `null` when there is none, or the teams have been changed since by somebody else. */
export function keptDrawing(state: WorkshopState): Drawing | null {
  const parsed = v.safeParse(keptSchema, readLocalJson(keyOf(state)))
  if (!parsed.success || parsed.output.over !== teamsAsText(state)) return null
  const { teams, pins, aside, standIns, seed } = parsed.output
  const settings = { ...state.formation, seed }
  if (teams.length === 0) return null
  return {
    teams,
    pins: new Set(pins),
    settings,
    ...(aside.length > 0 && { aside: new Set(aside) }),
    ...(standIns.length > 0 && { standIns: new Set(standIns) }),
  }
}

function teamsAsText({ teams }: WorkshopState): string {
  return JSON.stringify(teams.map(({ id, members }) => [id, members.map((one) => one.participantId)]))
}
