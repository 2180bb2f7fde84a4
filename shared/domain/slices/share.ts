import * as v from 'valibot'
import type { TeamId } from '../../ids.ts'
import { ok } from '../../result.ts'
import { idSchema } from '../field-schemas.ts'
import { currentPhase, teamById } from '../lookup.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'
import type { WorkshopState } from '../state.ts'

export const shareCommands = {
  /** the next team presents, or the one named; after the last team nobody does */
  'share.next': v.object({ teamId: v.optional(idSchema<TeamId>()) }),
}
export type ShareCommand = CommandsOf<typeof shareCommands>

export type ShareEvent = {
  readonly type: 'share.turned'
  readonly teamId: TeamId | null
  readonly done: readonly TeamId[]
}

export const shareDeciders: Deciders<ShareCommand> = {
  'share.next': (command, state) => {
    if (currentPhase(state)?.kind !== 'share') return refuse('not_sharing')
    const { teamId: presenting, done: before } = state.share
    const named = command.teamId
    if (named !== undefined && teamById(state, named) === null) return refuse('team_unknown')
    if (named !== undefined && named === presenting) return ok([])
    const presented = presenting === null || before.includes(presenting) ? before : [...before, presenting]
    const teamId = named ?? nextTeam(state, presented)
    if (teamId === null && presenting === null) return ok([])
    // A team that is called a second time has not finished.
    return ok([{ type: 'share.turned', teamId, done: presented.filter((id) => id !== teamId) }])
  },
}

/** The turn a share phase begins with. */
export function firstTurn(state: WorkshopState): ShareEvent {
  return { type: 'share.turned', teamId: nextTeam(state, []), done: [] }
}

/** The first team that has not presented; teams everybody has left only present when they are named. */
function nextTeam(state: WorkshopState, done: readonly TeamId[]): TeamId | null {
  return state.teams.find((team) => team.members.length > 0 && !done.includes(team.id))?.id ?? null
}

export const shareEvolvers: Evolvers<ShareEvent> = {
  'share.turned': (state, { teamId, done }) => ({ ...state, share: { teamId, done } }),
}
