import { describe, expect, it } from 'vitest'
import { buildOutcome } from '#shared/outcome/build-outcome.ts'
import type { Outcome, OutcomeTeam } from '#shared/outcome/outcome.ts'
import { must } from '#shared/result.ts'
import { chainRows } from '../../client/outcome/chain-rows.ts'
import { flowOf } from '../../client/outcome/flow.ts'
import { playWorkshop } from '../support/fixture.ts'

const played = playWorkshop()
const outcome = buildOutcome(played.state, played.boards)
const words = { loose: '–', untitled: '?', others: (count: number) => `+${count}` }

describe('the picture of the flow', () => {
  const flow = must(flowOf(outcome, words), 'flow')

  it('has a column for ideals, challenges and solutions, with at most seven nodes each', () => {
    expect(flow.columns.map((nodes) => [...new Set(nodes.map(({ board }) => board))])).toEqual([
      ['ideals'],
      ['challenges'],
      ['solutions'],
    ])
    for (const nodes of flow.columns) expect(nodes.length).toBeLessThanOrEqual(7)
  })

  it('stacks the nodes of a column without overlap, inside its height', () => {
    for (const nodes of flow.columns) {
      for (const [index, { y, height }] of nodes.entries()) {
        expect(y + height).toBeLessThanOrEqual(nodes[index + 1]?.y ?? flow.height)
      }
    }
  })

  it('keeps every band within the edges of the nodes it joins', () => {
    const nodeAt = (column: number, key: string) =>
      must(
        flow.columns[column]?.find((node) => node.key === key),
        key,
      )
    expect(flow.bands.length).toBeGreaterThan(5)
    for (const { key, from, to, width } of flow.bands) {
      const [leaves = '', arrives = ''] = key.split('>')
      for (const [end, node] of [
        [from, nodeAt(from.column, leaves)],
        [to, nodeAt(to.column, arrives)],
      ] as const) {
        expect(end.y - width / 2).toBeGreaterThanOrEqual(node.y - 0.001)
        expect(end.y + width / 2).toBeLessThanOrEqual(node.y + node.height + 0.001)
      }
    }
  })

  it('shows a cluster nothing is linked to as a hole', () => {
    const [team] = outcome.teams
    const alone = must(flowOf({ ...outcome, teams: team ? [team] : [] }, words), 'flow')
    const holes = alone.columns.flat().filter(({ hole }) => hole)
    expect(holes.map(({ label }) => label)).toEqual(['あとで聞く'])
  })

  it('puts what is too much into one node', () => {
    const wide = must(flowOf(withManyClusters(), words), 'flow')
    expect(wide.columns[0]).toHaveLength(7)
    expect(wide.columns[0]?.at(-1)?.label).toBe('+6')
  })

  it('is not drawn when nothing is linked', () => {
    expect(flowOf({ ...outcome, chains: [] }, words)).toBeNull()
  })
})

describe('the chains of a team', () => {
  const team = must(outcome.teams[0], 'team')
  const rows = chainRows(outcome, team)

  it('show all solutions to one challenge in one row', () => {
    const row = must(
      rows.find(({ key }) => key === 'a-i-01>a-c-01'),
      'row',
    )
    expect(row.solutions.map(({ id }) => id)).toEqual(['a-s-01', 'a-s-04'])
  })

  it('begin with the whole ones people cared about most, and end with those that have holes', () => {
    expect(rows[0]?.key).toBe('a-i-01>a-c-01')
    const missing = rows.map(
      ({ ideal, challenge, solutions }) => !ideal || !challenge || solutions.length === 0,
    )
    expect(missing.indexOf(true)).toBeGreaterThan(0)
    expect(missing.slice(missing.indexOf(true))).not.toContain(false)
  })

  it('leave out cards that stand alone', () => {
    for (const { ideal, challenge, solutions } of rows) {
      expect([ideal, challenge, ...solutions].filter((card) => card !== null).length).toBeGreaterThan(1)
    }
  })
})

/** Twelve teams' worth of the first team, each with a cluster and a link of its own. */
function withManyClusters(): Outcome {
  const [first] = outcome.teams
  const team = must(first, 'team')
  const copies = Array.from({ length: 12 }, (_, index) => copyOf(team, `-${index}`))
  const chains = copies.flatMap((copy) =>
    (copy.boards.ideals?.cards ?? []).slice(0, 1).map(({ id }) => ({
      teamId: copy.id,
      idealId: id,
      challengeId: must(copy.boards.challenges?.cards[0], 'challenge').id,
      solutionId: null,
    })),
  )
  return { ...outcome, teams: copies, chains }
}

/** The same team with other ids and one cluster a board. */
function copyOf(team: OutcomeTeam, suffix: string): OutcomeTeam {
  const renamed = JSON.stringify(team).replaceAll(/"(id|clusterId|teamId)":"([^"]+)"/g, `"$1":"$2${suffix}"`)
  const copy = JSON.parse(renamed) as OutcomeTeam
  return {
    ...copy,
    boards: Object.fromEntries(
      Object.entries(copy.boards).map(([name, board]) => [
        name,
        {
          ...board,
          clusters: board.clusters.slice(0, 1),
          cards: board.cards.filter(({ clusterId }) => clusterId === board.clusters[0]?.id),
        },
      ]),
    ),
  }
}
