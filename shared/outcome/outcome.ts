import type { Estimates } from '../boards/estimates.ts'
import type { SummaryBlock } from '../boards/summary-blocks.ts'
import type { PledgeKind } from '../domain/reactions.ts'
import type { ParkedMark, ReplyDepth, SolutionPart } from '../domain/state.ts'
import type { BoardName, CardId, ClusterId, ParticipantId, TeamId, WorkshopId } from '../ids.ts'
import type { Millis } from '../time.ts'

/** A board joined with the state, as one viewer may see it (ARCHITECTURE.md, section 4). */
export interface BoardSnapshot {
  readonly teamId: TeamId
  readonly board: BoardName
  readonly cards: readonly SnapshotCard[]
  readonly clusters: readonly SnapshotCluster[]
  /** plain text, paragraphs separated by `\n` */
  readonly summary: string
  /** with its lists, links and emphasis; absent where the plain text says all there is */
  readonly richSummary?: readonly SummaryBlock[]
  /** to clusters that are there no more; absent when there are none */
  readonly replies?: readonly SnapshotReply[]
}

export interface SnapshotCluster {
  readonly id: ClusterId
  readonly title: string
  /** absent when there are none */
  readonly replies?: readonly SnapshotReply[]
}

/** A short text under a card or cluster; the answers to "why?" come first. */
export interface SnapshotReply {
  readonly id: CardId
  readonly text: string
  readonly why: ReplyDepth
  /** by the same rule as a card's author */
  readonly authorId: ParticipantId | null
  readonly authorName: string | null
}

export interface SnapshotCard {
  readonly id: CardId
  readonly text: string
  readonly authorId: ParticipantId | null
  readonly authorName: string | null
  readonly clusterId: ClusterId | null
  /** as last shown; 0 before the first showing */
  readonly likes: number
  readonly votes: number
  /** cards of earlier boards this one answers */
  readonly links: readonly CardId[]
  readonly part?: SolutionPart
  /** came back from the parking lot: the board it was written for, and when it was parked where that may be known */
  readonly parked?: ParkedMark
  /** of a solution, once somebody judged it */
  readonly estimates?: Estimates
  /** absent when there are none */
  readonly replies?: readonly SnapshotReply[]
  /** of a solution; absent when there are none */
  readonly pledges?: readonly SnapshotPledge[]
}

/** Who wants to try a solution, or can teach it. */
export interface SnapshotPledge {
  readonly kind: PledgeKind
  /** all who gave it */
  readonly count: number
  /** those of them who may be named, by the same consent as authors */
  readonly people: readonly { readonly id: ParticipantId; readonly name: string }[]
}

/** The boards whose cards form chains, in their order. */
export const OUTCOME_BOARDS = ['ideals', 'challenges', 'solutions'] as const satisfies readonly BoardName[]
export type OutcomeBoard = (typeof OUTCOME_BOARDS)[number]

export interface OutcomeTeam {
  readonly id: TeamId
  readonly name: string
  /** names of those who consented, in seat order */
  readonly members: readonly string[]
  readonly boards: Readonly<Partial<Record<OutcomeBoard, BoardSnapshot>>>
}

/** ideal → challenge → solution, as far as the links reach; a `null` is a hole. */
export interface Chain {
  readonly teamId: TeamId
  readonly idealId: CardId | null
  readonly challengeId: CardId | null
  readonly solutionId: CardId | null
}

export interface Topic {
  readonly id: CardId
  readonly text: string
  readonly votes: number
  /** of two cards or more, with the votes of all of them */
  readonly cluster?: { readonly title: string; readonly votes: number }
}

/** All the votes a cluster's cards have together. */
export function votesOf(cards: readonly Pick<SnapshotCard, 'votes'>[]): number {
  return cards.reduce((sum, { votes }) => sum + votes, 0)
}

/** Everything an exporter may use; nothing in it needs hiding. `version` is 1. */
export interface Outcome {
  readonly version: 1
  readonly workshop: {
    readonly id: WorkshopId
    readonly title: string
    readonly goal: string
    readonly locale: 'ja' | 'en'
    readonly openedAt: Millis | null
    readonly endedAt: Millis | null
    readonly minutes: number
    readonly participants: number
  }
  readonly teams: readonly OutcomeTeam[]
  readonly chains: readonly Chain[]
  readonly topics: readonly Topic[]
  readonly licence: 'CC BY 4.0'
}
