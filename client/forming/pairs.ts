import { MOST_PAIRS, type FormationSetup } from '#shared/domain/formation/formation-setup.ts'
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
