import type { Estimates } from '#shared/boards/estimates.ts'
import { isReply, type BoardContent, type ContentCard } from '#shared/boards/board-content.ts'
import { namesOn } from '#shared/domain/names.ts'
import { type Tally } from '#shared/domain/reactions.ts'
import {
  SOLUTION_PARTS,
  type Card,
  type ParkedMark,
  type SolutionPart,
  type WorkshopState,
} from '#shared/domain/state.ts'
import type { BoardName, CardId, ClusterId, ParticipantId, TeamId } from '#shared/ids.ts'
import { boardSnapshot } from '#shared/outcome/board-snapshot.ts'
import type { BoardSnapshot, SnapshotCard, SnapshotCluster, SnapshotReply } from '#shared/outcome/outcome.ts'
import type { CommandMessage } from '#shared/protocol/socket.ts'

/** Where cards lie on the wall. Solutions lie by their part, all other boards by cluster. */
export type Place =
  | { readonly kind: 'cluster'; readonly id: ClusterId }
  | { readonly kind: 'part'; readonly part: SolutionPart }
  | { readonly kind: 'loose' }

export interface WallCard {
  readonly id: CardId
  readonly text: string
  readonly authorId: ParticipantId | null
  readonly clusterId: ClusterId | null
  readonly part: SolutionPart | null
  readonly estimates?: Estimates
  readonly replies?: readonly SnapshotReply[]
  readonly links: readonly CardId[]
  readonly mine: boolean
  /** whether everybody may know whose it is */
  readonly named: boolean
  /** came after the reveal */
  readonly late: boolean
  /** came back from the parking lot */
  readonly parked?: ParkedMark
  /** one's own like, and one's own dots in the current phase */
  readonly liked: boolean
  readonly dots: number
  /** what everyone may know, once it has been shown */
  readonly tally: Tally | null
  /** `sending`: no answer from the server yet; `arriving`: accepted, but not in the document here yet */
  readonly stage: 'sending' | 'arriving' | 'draft' | 'there'
}

export interface Lane {
  readonly key: string
  readonly place: Place
  /** the cluster's; empty for other places, whose names depend on the language */
  readonly title: string
  readonly cards: readonly WallCard[]
  /** to the cluster; among the loose cards, to clusters that are there no more */
  readonly replies?: readonly SnapshotReply[] | undefined
}

/** One board as the person in front of it sees it. */
export interface Wall {
  readonly lanes: readonly Lane[]
  /** one's own cards that nobody else can see yet */
  readonly drafts: readonly WallCard[]
  /** how many drafts others hold; their words are not on this device */
  readonly othersDrafts: number
  readonly count: number
}

export interface WallSource {
  readonly state: WorkshopState
  readonly me: ParticipantId | null
  readonly teamId: TeamId
  readonly board: BoardName
  readonly content: BoardContent
  readonly pending: readonly CommandMessage[]
  /** cards written now stay with their authors */
  readonly hidden: boolean
  /** cards that a reveal is about to show */
  readonly held: ReadonlySet<CardId>
}

const keyOf = {
  cluster: (id: string) => `cluster:${id}`,
  part: (part: SolutionPart) => `part:${part}`,
  loose: 'loose',
} as const

export function placeKey(place: Place): string {
  switch (place.kind) {
    case 'cluster':
      return keyOf.cluster(place.id)
    case 'part':
      return keyOf.part(place.part)
    case 'loose':
      return keyOf.loose
  }
}

export function wallOf(source: WallSource): Wall {
  return readWall(source, null).wall
}

/** A wall with what the next reading of the same board can go on from. */
export interface WallReading {
  readonly wall: Wall
  readonly source: WallSource
  readonly snapshot: BoardSnapshot
  readonly facts: ReadonlyMap<CardId, Card>
  readonly written: ReadonlyMap<string, ContentCard>
  readonly there: ReadonlyMap<string, WallCard>
}

/**
 * The wall, and of a board of hundreds of cards only what is not as it was `before`: while people type, that is one card
 * a key, the very same state, and the very same objects for all other cards.
 */
export function readWall(source: WallSource, before: WallReading | null): WallReading {
  const { state, teamId, board, content, me } = source
  const own = ownMarks(source)
  const changed = before === null ? null : rewrittenSince(before, source)
  const kept = changed === null ? null : before
  const facts = kept?.facts ?? new Map(state.cards.map((card) => [card.id, card]))
  const fresh = boardSnapshot(
    state,
    teamId,
    board,
    changed === null ? content : { ...content, cards: changed },
  )
  const there = new Map<string, WallCard>(kept?.there)
  for (const { id } of changed ?? []) there.delete(id)
  for (const card of fresh.cards) there.set(card.id, thereCard(card, facts.get(card.id), own, state, me))
  const snapshot = kept?.snapshot ?? fresh
  return {
    wall: builtOf(
      source,
      snapshot,
      content.cards.flatMap(({ id }) => there.get(id) ?? []),
      there,
    ),
    source,
    snapshot,
    facts,
    written: new Map(content.cards.map((card) => [card.id, card])),
    there,
  }
}

/** The cards whose words or places are new; `null` where anything else is, too, and all has to be read again. */
function rewrittenSince(before: WallReading, now: WallSource): readonly ContentCard[] | null {
  const then = before.source
  const same =
    then.state === now.state &&
    then.me === now.me &&
    then.teamId === now.teamId &&
    then.board === now.board &&
    then.pending === now.pending &&
    then.content.clusters === now.content.clusters &&
    then.content.links === now.content.links
  if (!same || before.written.size !== now.content.cards.length) return null
  const rewritten = now.content.cards.filter((card) => before.written.get(card.id) !== card)
  // a reply's words stand on another card
  return rewritten.some(isReply) || now.state.replies.length > 0 ? null : rewritten
}

function builtOf(
  source: WallSource,
  snapshot: BoardSnapshot,
  there: readonly WallCard[],
  inDocument: ReadonlyMap<string, unknown>,
): Wall {
  const { state, teamId, board, me } = source
  const known = state.cards.filter((card) => card.teamId === teamId && card.board === board && !card.withheld)
  const arriving = known
    .filter((card) => card.revealed && card.authorId === me && !inDocument.has(card.id))
    .flatMap((card) => ownCard(card, state, 'arriving'))
  const unrevealed = known.filter((card) => !card.revealed)
  const drafts = unrevealed
    .filter((card) => card.authorId === me && me !== null)
    .flatMap((card) => ownCard(card, state, 'draft'))
  const sending = sendingCards(source)
  const open = [...there, ...arriving, ...(source.hidden ? [] : sending)].filter(
    ({ id }) => !source.held.has(id),
  )
  return {
    lanes: board === 'solutions' ? partLanes(open) : clusterLanes(open, snapshot.clusters, snapshot.replies),
    drafts: [...drafts, ...(source.hidden ? sending : [])],
    othersDrafts: othersDrafts(source, unrevealed),
    count: open.length,
  }
}

/** Where names are off, only their number is on this device. */
function othersDrafts({ state, me, teamId, board }: WallSource, unrevealed: readonly Card[]): number {
  const known = unrevealed.filter((card) => card.named && (me === null || card.authorId !== me)).length
  const own = unrevealed.filter((card) => !card.named).length
  return state.draftCounts
    .filter((one) => one.teamId === teamId && one.board === board)
    .reduce((sum, { count }) => sum + count, known - own)
}

interface OwnMarks {
  readonly likes: ReadonlySet<CardId>
  readonly dots: ReadonlyMap<CardId, number>
}

/** All the dots one has given in the current phase, with those still on their way. */
export function dotsOnTheWay(source: Pick<WallSource, 'state' | 'me' | 'pending'>): number {
  return [...ownMarks(source).dots.values()].reduce((given, dots) => given + dots, 0)
}

/** One's likes and dots, with those already counted in that are still on their way to the server. */
function ownMarks({ state, me, pending }: Pick<WallSource, 'state' | 'me' | 'pending'>): OwnMarks {
  const phaseId = state.agenda.current?.phaseId
  const likes = new Set(state.likes.filter((like) => like.participantId === me).map((like) => like.cardId))
  const dots = new Map(
    state.votes
      .filter((vote) => vote.participantId === me && vote.phaseId === phaseId)
      .map((vote) => [vote.cardId, vote.count]),
  )
  for (const { command } of pending) {
    if (command.type === 'vote.cast') dots.set(command.cardId, command.count)
    if (command.type === 'like.toggle' && !likes.delete(command.cardId)) likes.add(command.cardId)
  }
  return { likes, dots }
}

function thereCard(
  card: SnapshotCard,
  fact: Card | undefined,
  own: OwnMarks,
  state: WorkshopState,
  me: ParticipantId | null,
): WallCard {
  return {
    id: card.id,
    text: card.text,
    authorId: card.authorId,
    clusterId: card.clusterId,
    part: card.part ?? null,
    ...(card.estimates ? { estimates: card.estimates } : {}),
    ...(card.replies ? { replies: card.replies } : {}),
    links: card.links,
    mine: me !== null && fact?.authorId === me,
    named: fact?.named ?? false,
    late: fact?.late ?? false,
    ...(fact?.parked ? { parked: fact.parked } : {}),
    liked: own.likes.has(card.id),
    dots: own.dots.get(card.id) ?? 0,
    tally: state.tallies[card.id] ?? null,
    stage: 'there',
  }
}

function bareCard(
  fields: Pick<WallCard, 'id' | 'text' | 'authorId' | 'part' | 'stage' | 'named' | 'late'>,
): WallCard {
  return { ...fields, clusterId: null, links: [], mine: true, liked: false, dots: 0, tally: null }
}

/** One's own card by the words it was posted with, which every author keeps in their state. */
function ownCard(card: Card, state: WorkshopState, stage: 'arriving' | 'draft'): readonly WallCard[] {
  const text = state.drafts[card.id]
  if (text === undefined) return []
  const { id, authorId, part, named, late } = card
  return [bareCard({ id, text, authorId: named ? authorId : null, part, stage, named, late })]
}

function sendingCards({ pending, state, me, board }: WallSource): readonly WallCard[] {
  if (pending.length === 0) return []
  const known = new Set(state.cards.map((card) => card.id))
  return pending.flatMap(({ command }) => {
    if (command.type !== 'card.add' || command.board !== board || known.has(command.cardId)) return []
    const { cardId: id, text, part = null } = command
    const named = namesOn(state, board)
    return [bareCard({ id, text, authorId: named ? me : null, part, stage: 'sending', named, late: false })]
  })
}

function clusterLanes(
  cards: readonly WallCard[],
  clusters: readonly SnapshotCluster[],
  left?: readonly SnapshotReply[],
): readonly Lane[] {
  const lying = new Map<ClusterId | null, WallCard[]>()
  for (const card of cards) {
    const beside = lying.get(card.clusterId)
    if (beside) beside.push(card)
    else lying.set(card.clusterId, [card])
  }
  const lanes = clusters.map(({ id, title, replies }): Lane => ({
    key: keyOf.cluster(id),
    place: { kind: 'cluster', id },
    title,
    cards: lying.get(id) ?? [],
    replies,
  }))
  return [...lanes, { ...looseLane(lying.get(null) ?? []), replies: left }]
}

function partLanes(cards: readonly WallCard[]): readonly Lane[] {
  const lanes = SOLUTION_PARTS.map((part): Lane => ({
    key: keyOf.part(part),
    place: { kind: 'part', part },
    title: '',
    cards: cards.filter((card) => card.part === part),
  }))
  const rest = cards.filter((card) => card.part === null)
  return rest.length > 0 ? [...lanes, looseLane(rest)] : lanes
}

function looseLane(cards: readonly WallCard[]): Lane {
  return { key: keyOf.loose, place: { kind: 'loose' }, title: '', cards }
}
