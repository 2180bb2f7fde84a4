import { MOST_PAIRS, type FormationSetup } from '#shared/domain/formation/formation-setup.ts'
import type { BroughtBy } from '#shared/domain/friends.ts'
import type { ParticipantId } from '#shared/ids.ts'

export type PairKind = 'apart' | 'together'
export type Pairs = Pick<FormationSetup, PairKind>

/** Two people who are to sit apart or together, or three together. */
export interface SetPair {
  readonly kind: PairKind
  readonly people: readonly ParticipantId[]
}

/** Those of people who still have a seat, in the order in which they were set. */
export function setPairs({ apart, together }: Pairs, alive: ReadonlySet<ParticipantId>): readonly SetPair[] {
  const all = [
    ...apart.map((people): SetPair => ({ kind: 'apart', people })),
    ...together.map((people): SetPair => ({ kind: 'together', people })),
  ]
  return all.filter(({ people }) => people.every((id) => alive.has(id)))
}

/** Who was brought by whom, as long as nothing was said of the two: wishes to sit together. */
export function broughtPairs(
  broughtBy: BroughtBy,
  pairs: Pairs,
  alive: ReadonlySet<ParticipantId>,
): readonly (readonly [bringer: ParticipantId, friend: ParticipantId])[] {
  const said = [...pairs.apart, ...pairs.together] as readonly (readonly ParticipantId[])[]
  return [...alive].flatMap((friend) => {
    const bringer = broughtBy[friend]
    if (bringer === undefined || !alive.has(bringer)) return []
    const known = said.some((people) => people.includes(bringer) && people.includes(friend))
    return known ? [] : [[bringer, friend] as const]
  })
}

/** With one more; what said the opposite of the same two goes. `null` when there are as many as there may be. */
export function withPair(
  { apart, together }: Pairs,
  kind: PairKind,
  [one, other]: readonly [ParticipantId, ParticipantId],
): Pairs | null {
  const isThem = (people: readonly ParticipantId[]) =>
    people.length === 2 && people.includes(one) && people.includes(other)
  const others = {
    apart: apart.filter((pair) => !isThem(pair)),
    together: together.filter((group) => !isThem(group)),
  }
  if (others[kind].length >= MOST_PAIRS) return null
  return kind === 'apart'
    ? { ...others, apart: [...others.apart, [one, other]] }
    : { ...others, together: [...others.together, [one, other]] }
}

export function withoutPair({ apart, together }: Pairs, { people }: SetPair): Pairs {
  return {
    apart: apart.filter((pair) => pair !== people),
    together: together.filter((group) => group !== people),
  }
}
