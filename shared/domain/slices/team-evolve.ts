import { participantById, teamById } from '../lookup.ts'
import type { Evolvers } from '../slice.ts'
import type { Member } from '../state.ts'
import { withoutMember } from './team-roles.ts'
import type { TeamEvent } from './teams.ts'

// apart from the deciders: these draw in all that forms teams, which nobody in a room needs
export const teamEvolvers: Evolvers<TeamEvent> = {
  'teams.formed': (state, { teams }) => {
    const teamIds = new Map(teams.flatMap((team) => team.members.map((one) => [one.participantId, team.id])))
    const kept = Object.entries(state.plan.teamLinks).filter(([id]) => teams.some((team) => team.id === id))
    return {
      ...state,
      teams,
      plan: { ...state.plan, teamLinks: Object.fromEntries(kept) },
      participants: state.participants.map((one) => ({ ...one, teamId: teamIds.get(one.id) ?? null })),
    }
  },

  'team.moved': (state, { participantId, teamId }) => {
    if (participantById(state, participantId) === null) return state
    const to = teamId === null ? null : teamById(state, teamId)
    return {
      ...state,
      participants: state.participants.map((one) =>
        one.id === participantId ? { ...one, teamId: to?.id ?? null } : one,
      ),
      teams: state.teams.map((team) => {
        const others = withoutMember(team, participantId)
        if (team.id !== to?.id) return others
        return { ...others, members: [...others.members, { participantId, role: 'member' }] }
      }),
    }
  },

  'team.dealt': (state, { teamId, members }) => {
    // Roles go only to who is in the team: an older deal must not bring anybody back.
    const isHere = (one: Member) => participantById(state, one.participantId)?.teamId === teamId
    const dealt = members.filter(isHere)
    return {
      ...state,
      teams: state.teams.map((team) => (team.id === teamId ? { ...team, members: dealt } : team)),
    }
  },

  'team.renamed': (state, { teamId, name }) => ({
    ...state,
    teams: state.teams.map((team) => (team.id === teamId ? { ...team, name } : team)),
  }),
}
