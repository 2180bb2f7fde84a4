import type { CardId } from '#shared/ids.ts'
import { OUTCOME_BOARDS, type Outcome, type OutcomeBoard } from '#shared/outcome/outcome.ts'

/** A cluster in the picture of the flow; its height says how many links pass through it. */
export interface FlowNode {
  readonly key: string
  readonly board: OutcomeBoard
  readonly label: string
  readonly y: number
  readonly height: number
  /** nothing leads to it or away from it */
  readonly hole: boolean
}

/** A bundle of links between two clusters, from centre to centre of where it leaves and arrives. */
export interface FlowBand {
  readonly key: string
  readonly board: OutcomeBoard
  readonly from: { readonly column: number; readonly y: number }
  readonly to: { readonly column: number; readonly y: number }
  readonly width: number
}

export interface Flow {
  readonly columns: readonly (readonly FlowNode[])[]
  readonly bands: readonly FlowBand[]
  readonly height: number
}

export interface FlowWords {
  readonly loose: string
  readonly untitled: string
  readonly others: (count: number) => string
}

/** More would be a wall of lines; the rest is one node. */
const NODES_PER_COLUMN = 7
/** units of the picture: what one link is wide at most, how tall a node is at least, and the room a label needs */
const WIDEST_LINK = 14
const LOWEST_NODE = 12
const GAP = 22
/** how tall a column's nodes may be together, gaps not counted */
const COLUMN = 300

interface Cluster {
  readonly key: string
  readonly board: OutcomeBoard
  readonly label: string
  arriving: number
  leaving: number
}

/** How many links a cluster is wide: they come in at one side and go out at the other. */
function load({ arriving, leaving }: Cluster): number {
  return Math.max(arriving, leaving)
}

/** Lays the clusters of all teams in three columns, in the order of the teams. Pure; `null` when nothing is linked. */
export function flowOf(outcome: Outcome, words: FlowWords): Flow | null {
  const { clusters, clusterOf } = clustersOf(outcome, words)
  const links = linksOf(outcome)
  if (links.length === 0) return null
  for (const { from, to } of links) {
    const [leaves, arrives] = [from, to].map((id) => clusters.get(clusterOf.get(id) ?? ''))
    if (leaves) leaves.leaving++
    if (arrives) arrives.arriving++
  }

  const columns = OUTCOME_BOARDS.map((board) =>
    merged(
      board,
      [...clusters.values()].filter((cluster) => cluster.board === board),
      words,
    ),
  )
  const busiest = Math.max(
    ...columns.flatMap(({ kept }) => kept.reduce((sum, cluster) => sum + load(cluster), 0)),
  )
  const unit = Math.min(WIDEST_LINK, COLUMN / Math.max(1, busiest))
  const placed = columns.map(({ kept }) => stacked(kept, unit))
  const nodeOf = (id: CardId) => {
    for (const [column, { keyOf }] of columns.entries()) {
      const node = placed[column]?.find(({ key }) => key === keyOf.get(clusterOf.get(id) ?? ''))
      if (node) return { column, node }
    }
    return null
  }
  return {
    columns: placed,
    bands: bandsOf(links, nodeOf, unit),
    height:
      Math.max(...placed.map((nodes) => nodes.reduce((end, { y, height }) => Math.max(end, y + height), 0))) +
      6,
  }
}

interface CardLink {
  readonly from: CardId
  readonly to: CardId
}

/** Every pair of cards that are neighbours in a chain, once. */
function linksOf(outcome: Outcome): readonly CardLink[] {
  const links = new Map<string, CardLink>()
  for (const { idealId, challengeId, solutionId } of outcome.chains) {
    const ids = [idealId, challengeId, solutionId].filter((id) => id !== null)
    for (const [index, to] of ids.slice(1).entries()) {
      const from = ids[index]
      if (from) links.set(`${from}>${to}`, { from, to })
    }
  }
  return [...links.values()]
}

function clustersOf(outcome: Outcome, words: FlowWords) {
  const clusters = new Map<string, Cluster>()
  const clusterOf = new Map<CardId, string>()
  for (const team of outcome.teams) {
    for (const board of OUTCOME_BOARDS) {
      const snapshot = team.boards[board]
      const titles = new Map<string, string>(snapshot?.clusters.map(({ id, title }) => [id, title]))
      for (const { id, clusterId } of snapshot?.cards ?? []) {
        const key = `${board}/${clusterId === null ? '' : `${team.id}/${clusterId}`}`
        const label = clusterId === null ? words.loose : titles.get(clusterId)?.trim() || words.untitled
        if (!clusters.has(key)) clusters.set(key, { key, board, label, arriving: 0, leaving: 0 })
        clusterOf.set(id, key)
      }
    }
  }
  return { clusters, clusterOf }
}

/** Keeps the clusters most links pass through; the others become one. Loose cards come last, if any is linked. */
function merged(board: OutcomeBoard, clusters: readonly Cluster[], words: FlowWords) {
  const isLoose = ({ key }: Cluster) => key === `${board}/`
  const shown = [
    ...clusters.filter((cluster) => !isLoose(cluster)),
    ...clusters.filter((cluster) => isLoose(cluster) && load(cluster) > 0),
  ]
  const busy = shown.toSorted((one, other) => load(other) - load(one))
  const few = new Set(shown.length > NODES_PER_COLUMN ? busy.slice(0, NODES_PER_COLUMN - 1) : busy)
  const kept = shown.filter((cluster) => few.has(cluster))
  const rest = shown.filter((cluster) => !few.has(cluster))
  const restKey = `${board}/…`
  if (rest.length > 0) {
    const total = (side: 'arriving' | 'leaving') => rest.reduce((sum, cluster) => sum + cluster[side], 0)
    kept.push({
      key: restKey,
      board,
      label: words.others(rest.length),
      arriving: total('arriving'),
      leaving: total('leaving'),
    })
  }
  const keyOf = new Map(shown.map((cluster) => [cluster.key, few.has(cluster) ? cluster.key : restKey]))
  return { kept, keyOf }
}

function stacked(clusters: readonly Cluster[], unit: number): readonly FlowNode[] {
  let y = 6
  return clusters.map((cluster) => {
    const { key, board, label } = cluster
    const height = Math.max(LOWEST_NODE, load(cluster) * unit)
    const node = { key, board, label, y, height, hole: load(cluster) === 0 }
    y += height + GAP
    return node
  })
}

interface End {
  readonly column: number
  readonly node: FlowNode
}

/** Bundles the links of two nodes; each bundle takes its share of both edges, in order, so that bands lie side by side. */
function bandsOf(
  links: readonly CardLink[],
  nodeOf: (id: CardId) => End | null,
  unit: number,
): readonly FlowBand[] {
  const bundles = new Map<
    string,
    { readonly key: string; readonly from: End; readonly to: End; count: number }
  >()
  for (const link of links) {
    const [from, to] = [nodeOf(link.from), nodeOf(link.to)]
    if (!from || !to) continue
    const key = `${from.node.key}>${to.node.key}`
    const bundle = bundles.get(key) ?? { key, from, to, count: 0 }
    bundle.count++
    bundles.set(key, bundle)
  }
  const taken = new Map<string, number>()
  const edge = (side: 'in' | 'out', { key, y }: FlowNode, width: number) => {
    const before = taken.get(`${side} ${key}`) ?? 0
    taken.set(`${side} ${key}`, before + width)
    return y + before + width / 2
  }
  return [...bundles.values()]
    .sort((one, other) => one.from.node.y - other.from.node.y || one.to.node.y - other.to.node.y)
    .map(({ key, from, to, count }) => {
      const width = count * unit
      return {
        key,
        board: from.node.board,
        from: { column: from.column, y: edge('out', from.node, width) },
        to: { column: to.column, y: edge('in', to.node, width) },
        width,
      }
    })
}
