import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CardId, TeamId } from '#shared/ids.ts'
import { chainsOf } from '#shared/outcome/chains.ts'
import {
  OUTCOME_BOARDS,
  type BoardSnapshot,
  type OutcomeBoard,
  type SnapshotCard,
} from '#shared/outcome/outcome.ts'

const teamId = 'team' as TeamId

type Links = Readonly<Record<string, readonly string[]>>

function board(name: OutcomeBoard, cards: Links): BoardSnapshot {
  return {
    teamId,
    board: name,
    clusters: [],
    summary: '',
    cards: Object.entries(cards).map(([id, links]): SnapshotCard => ({
      id: id as CardId,
      text: id,
      authorId: null,
      authorName: null,
      clusterId: null,
      likes: 0,
      votes: 0,
      links: links as readonly CardId[],
    })),
  }
}

function chains(ideals: Links, challenges: Links, solutions: Links): readonly string[] {
  const found = chainsOf({
    id: teamId,
    boards: {
      ideals: board('ideals', ideals),
      challenges: board('challenges', challenges),
      solutions: board('solutions', solutions),
    },
  })
  return found.map(({ idealId, challengeId, solutionId }) =>
    [idealId, challengeId, solutionId].map((id) => id ?? '–').join(' '),
  )
}

describe('chains', () => {
  it('lead from an ideal over its challenge to the solution', () => {
    expect(chains({ i: [] }, { c: ['i'] }, { s: ['c'] })).toEqual(['i c s'])
  })

  it('show every way when links branch', () => {
    expect(chains({ i: [], j: [] }, { c: ['i', 'j'], d: ['i'] }, { s: ['c', 'd'], t: ['c'] })).toEqual([
      'i c s',
      'j c s',
      'i d s',
      'i c t',
      'j c t',
    ])
  })

  it('show what is missing as a hole', () => {
    expect(chains({ i: [], j: [] }, { c: ['i'], d: [] }, { s: [] })).toEqual([
      '– – s',
      'i c –',
      '– d –',
      'j – –',
    ])
  })

  it('keep the hole of a solution that is linked straight to an ideal', () => {
    expect(chains({ i: [] }, {}, { s: ['i'] })).toEqual(['i – s'])
  })

  it('do not repeat a straight link where a way over a challenge exists', () => {
    expect(chains({ i: [] }, { c: ['i'] }, { s: ['c', 'i'] })).toEqual(['i c s'])
  })

  it('ignore links that lead nowhere or backwards', () => {
    expect(chains({ i: ['s'] }, { c: ['s', 'nowhere'] }, { s: ['c'] })).toEqual(['– c s', 'i – –'])
  })

  it('are empty without boards', () => {
    expect(chainsOf({ id: teamId, boards: {} })).toEqual([])
  })

  it('hold every card at least once and no link that nobody drew, whatever is linked', () => {
    const names = (prefix: string) => [0, 1, 2, 3].map((index) => `${prefix}${index}`)
    const linked = (from: string, to: readonly string[]) =>
      fc
        .tuple(...names(from).map((name) => fc.tuple(fc.constant(name), fc.subarray([...to]))))
        .map(Object.fromEntries)
    const arbitrary = fc.tuple(linked('c', names('i')), linked('s', [...names('c'), ...names('i')]))
    fc.assert(
      fc.property(arbitrary, ([challenges, solutions]: [Links, Links]) => {
        const ideals: Links = Object.fromEntries(names('i').map((name) => [name, []]))
        const found = chains(ideals, challenges, solutions).map(
          (chain) => chain.split(' ') as [string, string, string],
        )
        expect(new Set(found.flat().filter((id) => id !== '–'))).toEqual(
          new Set(['i', 'c', 's'].flatMap((prefix) => names(prefix))),
        )
        for (const [ideal, challenge, solution] of found) {
          if (ideal !== '–' && challenge !== '–') expect(challenges[challenge]).toContain(ideal)
          if (challenge !== '–' && solution !== '–') expect(solutions[solution]).toContain(challenge)
          if (challenge === '–' && ideal !== '–' && solution !== '–')
            expect(solutions[solution]).toContain(ideal)
        }
        expect(new Set(found.map(String)).size).toBe(found.length)
      }),
    )
  })

  it('stay few on a board where everything is linked with everything', () => {
    const names = (prefix: string) => Array.from({ length: 400 }, (_, index) => `${prefix}${index}`)
    const all = (from: string, to: readonly string[]): Links =>
      Object.fromEntries(names(from).map((name) => [name, to]))
    const many = chainsOf({
      id: teamId,
      boards: Object.fromEntries(
        OUTCOME_BOARDS.map((name, index) => [
          name,
          board(
            name,
            all(['i', 'c', 's'][index] ?? '', index === 0 ? [] : names(['', 'i', 'c'][index] ?? '')),
          ),
        ]),
      ),
    })
    expect(many.length).toBeLessThan(400 * 8 * 8 + 400 * 8 + 400)
  })
})
