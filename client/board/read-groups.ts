import { SOLUTION_PARTS, type SolutionPart } from '#shared/domain/state.ts'
import { votesOf, type BoardSnapshot, type SnapshotCard } from '#shared/outcome/outcome.ts'

/** Cards that lie together on a board that is only read. */
export interface ReadGroup {
  readonly key: string
  /** `null`: nothing else is there to tell them from */
  readonly title: string | null
  readonly cards: readonly SnapshotCard[]
  /** of a cluster, once dots have been shown: all its cards' together */
  readonly votes: number
}

interface Names {
  readonly part: Readonly<Record<SolutionPart, string>>
  readonly untitled: string
  readonly noPart: string
  readonly loose: string
}

/** Solutions by part, other boards by cluster; what is in none comes last. Empty groups are left out. */
export function readGroups({ cards, clusters, board }: BoardSnapshot, names: Names): readonly ReadGroup[] {
  const named =
    board === 'solutions'
      ? SOLUTION_PARTS.map((part): ReadGroup => {
          const together = cards.filter((card) => card.part === part)
          return { key: part, title: names.part[part], cards: together, votes: 0 }
        })
      : clusters.map(({ id, title }): ReadGroup => {
          const together = cards.filter((card) => card.clusterId === id)
          return { key: id, title: title || names.untitled, cards: together, votes: votesOf(together) }
        })
  const full = named.filter((group) => group.cards.length > 0)
  const placed = new Set(full.flatMap((group) => group.cards.map((card) => card.id)))
  const rest = cards.filter((card) => !placed.has(card.id))
  if (rest.length === 0) return full
  const title = full.length > 0 ? (board === 'solutions' ? names.noPart : names.loose) : null
  return [...full, { key: 'rest', title, cards: rest, votes: 0 }]
}
