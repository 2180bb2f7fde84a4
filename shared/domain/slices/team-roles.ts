import type { ParticipantId } from '../../ids.ts'
import { err, ok, type Result } from '../../result.ts'
import { memberOf } from '../lookup.ts'
import type { Rejection } from '../rejection.ts'
import type { Member, Team, TeamRole } from '../state.ts'
import type { TeamEvent } from './teams.ts'

/** Roles of which a team has one each, in the order in which a newcomer fills what is missing. */
const SINGLE_ROLES = ['lead', 'scribe', 'timekeeper', 'presenter'] as const satisfies readonly TeamRole[]

function isSingle(role: TeamRole): boolean {
  return (SINGLE_ROLES as readonly TeamRole[]).includes(role)
}

export function withoutMember(team: Team, id: ParticipantId): Team {
  if (memberOf(team, id) === null) return team
  return { ...team, members: team.members.filter((member) => member.participantId !== id) }
}

/** The members with their roles once somebody has joined: what they did before if nobody does it here, else what is missing. */
export function membersWith(
  team: Team,
  id: ParticipantId,
  before: TeamRole | null = null,
): readonly Member[] {
  const isFree = (role: TeamRole) => !team.members.some((member) => member.role === role)
  const keeps = before === 'mentor' || (before !== null && isSingle(before) && isFree(before))
  const role = keeps && before !== null ? before : (SINGLE_ROLES.find(isFree) ?? 'member')
  return [...team.members, { participantId: id, role }]
}

/** When somebody leaves, the first plain member takes their role over; nothing to deal when there is none. */
export function dealtAfterLeaving(team: Team, id: ParticipantId): readonly TeamEvent[] {
  const vacant = memberOf(team, id)?.role ?? 'member'
  const members = withoutMember(team, id).members
  const heir = members.find((member) => member.role === 'member')
  if (!isSingle(vacant) || heir === undefined) return []
  return [{ type: 'team.dealt', teamId: team.id, members: withRole(members, heir.participantId, vacant) }]
}

/**
 * The members once somebody has been given a role. Roles of which there is one are swapped with their holder. A mentor
 * never becomes presenter; a presenter who becomes mentor hands presenting to a team-mate, so one is needed.
 */
export function reassigned(
  members: readonly Member[],
  member: Member,
  role: TeamRole,
): Result<readonly Member[], Rejection> {
  if (member.role === 'mentor' && role === 'presenter') return err({ code: 'mentor_never_presents' })
  const given = withRole(members, member.participantId, role)
  if (member.role === 'presenter' && role === 'mentor') {
    const heir = presenterAfter(given)
    if (heir === null) return err({ code: 'mentor_never_presents' })
    return ok(withRole(given, heir.participantId, 'presenter'))
  }
  const holder = isSingle(role) ? members.find((one) => one.role === role) : undefined
  if (holder === undefined) return ok(given)
  // Mentoring is not handed on by a swap: it belongs to who has solved the challenge.
  return ok(withRole(given, holder.participantId, member.role === 'mentor' ? 'member' : member.role))
}

/** Who presents instead: a plain member first, then who can best be spared; never a mentor. */
function presenterAfter(members: readonly Member[]): Member | null {
  for (const role of ['member', 'timekeeper', 'scribe', 'lead'] as const) {
    const found = members.find((member) => member.role === role)
    if (found !== undefined) return found
  }
  return null
}

function withRole(members: readonly Member[], id: ParticipantId, role: TeamRole): readonly Member[] {
  return members.map((member) => (member.participantId === id ? { ...member, role } : member))
}
