import type { Problem } from './problem.ts'
import type { Seating } from './seating.ts'

/**
 * The challenge (its bit) each team is begun with; 0 for teams that already have pinned people, and for teams beyond what
 * the challenges ask for. Teams go to challenges by Hamilton's largest remainders over who is not seated yet, at most
 * one more than there are mentors for it (team-formation.md 3.3).
 */
export function slotsByChallenge({ roster, teams }: Problem, seating: Seating): readonly number[] {
  const free = Array.from({ length: teams }, (_, team) => team).filter((team) => seating.sizes[team] === 0)
  const challenges = roster.challenges.map((_, index) => {
    const bit = 1 << index
    let [people, mentors] = [0, 0]
    for (let person = 0; person < roster.count; person++) {
      if (seating.teamOf[person] !== -1) continue
      if (roster.primary[person] === bit) people++
      if (roster.mentor[person] === 1 && ((roster.solved[person] ?? 0) & bit) !== 0) mentors++
    }
    return { bit, people, cap: mentors + 1 }
  })
  const asked = challenges.filter(({ people }) => people > 0)
  const all = asked.reduce((sum, { people }) => sum + people, 0)
  const shares = asked.map(({ bit, people, cap }) => {
    const exact = (free.length * people) / all
    return { bit, cap, given: Math.min(cap, Math.floor(exact)), rest: exact - Math.floor(exact) }
  })
  let left = free.length - shares.reduce((sum, { given }) => sum + given, 0)
  for (const share of [...shares].sort((one, other) => other.rest - one.rest || one.bit - other.bit)) {
    if (left === 0 || share.given >= share.cap) continue
    share.given++
    left--
  }
  const bits = shares.flatMap(({ bit, given }) => Array.from({ length: given }, () => bit))
  const focus = Array.from({ length: teams }, () => 0)
  free.forEach((team, index) => (focus[team] = bits[index] ?? 0))
  return focus
}
