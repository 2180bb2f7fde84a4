import * as v from 'valibot'
import type { ParticipantId, TeamId } from '../../ids.ts'
import { ok } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseLine } from '../../text.ts'
import { idSchema } from '../field-schemas.ts'
import { memberOf, participantById, teamById, teamOf } from '../lookup.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Deciders } from '../slice.ts'
import { TEAM_ROLES, type Member, type Team, type WorkshopState } from '../state.ts'
import { teamsFormed } from './team-form.ts'
import { formCommand } from './team-form-command.ts'
import { dealtAfterLeaving, membersWith, reassigned } from './team-roles.ts'

export const teamCommands = {
  'team.form': formCommand,
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

export const teamDeciders: Deciders<TeamCommand> = {
  'team.form': (command, state, ctx) => {
    const formed = teamsFormed(command, state, ctx)
    return formed.ok ? ok([{ type: 'teams.formed', teams: formed.value }]) : formed
  },

  'team.move': ({ participantId, teamId }, state) => {
    const moved = participantById(state, participantId)
    if (moved === null) return refuse('participant_unknown')
    const to = teamId === null ? null : teamById(state, teamId)
    if (to === null && teamId !== null) return refuse('team_unknown')
    if (moved.teamId === teamId) return ok([])
    const from = teamOf(state, participantId)
    const joined: readonly TeamEvent[] =
      to === null
        ? []
        : [
            {
              type: 'team.dealt',
              teamId: to.id,
              members: membersWith(to, participantId, roleOf(state, participantId)),
            },
          ]
    const left = from === null ? [] : dealtAfterLeaving(from, participantId)
    return ok([{ type: 'team.moved', participantId, teamId }, ...joined, ...left])
  },

  'team.role': ({ participantId, role }, state) => {
    if (participantById(state, participantId) === null) return refuse('participant_unknown')
    const team = teamOf(state, participantId)
    const member = team === null ? null : memberOf(team, participantId)
    if (team === null || member === null) return refuse('no_team')
    if (member.role === role) return ok([])
    const dealt = reassigned(team.members, member, role)
    return dealt.ok ? ok([{ type: 'team.dealt', teamId: team.id, members: dealt.value }]) : dealt
  },

  'team.rename': ({ teamId, name: typed }, state) => {
    const team = teamById(state, teamId)
    if (team === null) return refuse('team_unknown')
    const name = normaliseLine(typed)
    if (name === '' || !hasAtMost(name, LIMITS.teamName)) {
      return refuse('name_invalid', { limit: LIMITS.teamName })
    }
    return ok(name === team.name ? [] : [{ type: 'team.renamed', teamId, name }])
  },
}

function roleOf(state: WorkshopState, id: ParticipantId): Member['role'] | null {
  const team = teamOf(state, id)
  return team === null ? null : (memberOf(team, id)?.role ?? null)
}
