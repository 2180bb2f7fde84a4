import type { ParticipantId } from '../../ids.ts'
import type { Member, TeamRole } from '../state.ts'

/** What each has been in the community's workshops so far, the latest first. */
export type EarlierRoles = Readonly<Record<ParticipantId, readonly TeamRole[]>>

/** A team of two or three needs somebody who presents more than somebody who watches the clock. */
const ROLES_BY_SIZE: readonly (readonly TeamRole[])[] = [
  [],
  ['lead'],
  ['lead', 'presenter'],
  ['lead', 'scribe', 'presenter'],
  ['lead', 'scribe', 'timekeeper', 'presenter'],
]

/**
 * Gives everybody in a team one role. Mentors are mentors and nothing else, so none of them can be dealt presenting.
 * The others get lead, scribe, timekeeper and presenter, and `member` beyond four, so that as few as possible do again
 * what they did, last time counting most; among equals in the order of `members`. Who could be the mentor as well presents
 * only if nobody else can.
 */
export function dealRoles(
  members: readonly ParticipantId[],
  isMentor: (id: ParticipantId) => boolean,
  earlier: EarlierRoles = {},
  couldMentor: (id: ParticipantId) => boolean = () => false,
): readonly Member[] {
  const others = members.filter((id) => !isMentor(id))
  const named = ROLES_BY_SIZE[Math.min(others.length, ROLES_BY_SIZE.length - 1)] ?? []
  const price = (id: ParticipantId, role: TeamRole) =>
    weariness(id, role, earlier) + (role === 'presenter' && couldMentor(id) ? RELUCTANCE : 0)
  const roles = fairest(others, named, price)
  return members.map((participantId) => ({
    participantId,
    role: isMentor(participantId) ? 'mentor' : (roles.get(participantId) ?? 'member'),
  }))
}

/** More than six people can be tired of all their roles together. */
const RELUCTANCE = 100

/** How tired somebody is of a role: 1 for last time, ½ for the time before, and so on; each time counts. */
function weariness(id: ParticipantId, role: TeamRole, earlier: EarlierRoles): number {
  return (earlier[id] ?? []).reduce((sum, before, ago) => sum + (before === role ? 0.5 ** ago : 0), 0)
}

/** Tries every way to give the roles out: at most 360 for six people. Whoever gets none is a member. */
function fairest(
  people: readonly ParticipantId[],
  roles: readonly TeamRole[],
  price: (id: ParticipantId, role: TeamRole) => number,
): ReadonlyMap<ParticipantId, TeamRole> {
  // In larger teams than are legal the first six share the named roles; the search would not end in time otherwise.
  const candidates = people.slice(0, 6)
  let best: ReadonlyMap<ParticipantId, TeamRole> = new Map()
  let least = Infinity
  const deal = (next: number, dealt: ReadonlyMap<ParticipantId, TeamRole>, cost: number) => {
    const role = roles[next]
    if (role === undefined) {
      const rest = candidates.filter((id) => !dealt.has(id))
      const total = rest.reduce((sum, id) => sum + price(id, 'member'), cost)
      if (total < least) [best, least] = [dealt, total]
      return
    }
    for (const id of candidates) {
      if (!dealt.has(id)) deal(next + 1, new Map([...dealt, [id, role]]), cost + price(id, role))
    }
  }
  deal(0, new Map(), 0)
  return best
}

/**
 * Who is the mentor of a team: one of those who offered, one who has solved the common challenge if there is any, and
 * among equals whoever has been a mentor least. One is enough: the others may write, keep time and so on like everybody.
 * Nobody while the team would then have nobody left to present.
 */
export function mentorOf(
  offering: readonly { readonly id: ParticipantId; readonly solvedIt: boolean }[],
  size: number,
  earlier: EarlierRoles = {},
): ParticipantId | null {
  if (size < 2) return null
  const [mentor] = [...offering].sort(
    (one, other) =>
      Number(other.solvedIt) - Number(one.solvedIt) ||
      weariness(one.id, 'mentor', earlier) - weariness(other.id, 'mentor', earlier) ||
      (one.id < other.id ? -1 : 1),
  )
  return mentor?.id ?? null
}
