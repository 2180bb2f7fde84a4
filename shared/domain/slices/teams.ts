import * as v from 'valibot'
import type { ParticipantId, TeamId } from '../../ids.ts'
import { idSchema } from '../field-schemas.ts'
import type { CommandsOf } from '../slice.ts'
import { TEAM_ROLES, type Member, type Team } from '../state.ts'

export const teamCommands = {
  /** `size` is the size aimed at, 2 to 6 people; 5 when left out. `seed` repeats a formation exactly. */
  'team.form': v.object({
    by: v.literal('headcount'),
    size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(6)), 5),
    seed: v.optional(v.pipe(v.number(), v.integer())),
  }),
  /** `null` takes the person out of any team */
  'team.move': v.object({ participantId: idSchema<ParticipantId>(), teamId: v.nullable(idSchema<TeamId>()) }),
  'team.role': v.object({ participantId: idSchema<ParticipantId>(), role: v.picklist(TEAM_ROLES) }),
  'team.rename': v.object({ teamId: idSchema<TeamId>(), name: v.string() }),
}
export type TeamCommand = CommandsOf<typeof teamCommands>

export type TeamEvent =
  | { readonly type: 'teams.formed'; readonly teams: readonly Team[] }
  /** the person is in `teamId` now, and in no other */
  | { readonly type: 'team.moved'; readonly participantId: ParticipantId; readonly teamId: TeamId | null }
  /** the members of one team with their roles, whole */
  | { readonly type: 'team.dealt'; readonly teamId: TeamId; readonly members: readonly Member[] }
  | { readonly type: 'team.renamed'; readonly teamId: TeamId; readonly name: string }
