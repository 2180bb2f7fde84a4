import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { addCard, removeCard, setLink } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { BOARD_NAMES, type CardId } from '#shared/ids.ts'
import { buildOutcome, type BoardReading } from '#shared/outcome/build-outcome.ts'
import { jsonExporter } from '#shared/outcome/exporters/json.ts'
import { markdownExporter } from '#shared/outcome/exporters/markdown.ts'
import { OUTCOME_BOARDS, type Outcome } from '#shared/outcome/outcome.ts'
import { card, Story } from '../support/domain-builder.ts'
import { times } from '../support/times.ts'

/** What went wrong with a link or a document, as plain data. Numbers pick, modulo, among the cards there are. */
interface Slip {
  readonly kind: 'link' | 'lose' | 'omit'
  readonly from: number
  readonly to: number
}

const slips = fc.array(
  fc.record({
    kind: fc.constantFrom<Slip['kind'][]>('link', 'link', 'link', 'link', 'lose', 'omit'),
    from: fc.nat(60),
    to: fc.nat(60),
  }),
  { maxLength: 40, size: 'max' },
)

const PHASES = ['deepen-ideals', 'deepen-challenges', 'solutions'] as const
const PEOPLE = ['aoi', 'ren', 'mei', 'sora'] as const

/** Who posts on each board, and which cards go again, by number. */
interface History {
  readonly posts: readonly (readonly number[])[]
  readonly hidden: readonly number[]
}

const histories: fc.Arbitrary<History> = fc.record({
  posts: fc.array(fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }), { minLength: 3, maxLength: 3 }),
  hidden: fc.array(fc.nat(14), { maxLength: 3 }),
})

/** Two teams go through all boards; a facilitator takes some cards off at the end. */
function play({ posts, hidden }: History): Story {
  const story = Story.inPhase('deepen-ideals', PEOPLE, 2)
  for (const [index, phase] of PHASES.entries()) {
    story.goTo(phase)
    for (const [at, author] of (posts[index] ?? []).entries())
      story.posts(PEOPLE[author] ?? 'aoi', `${phase}-${at}`)
  }
  for (const at of hidden) {
    const { cards } = story.state
    const { id } = cards[at % cards.length] ?? { id: card('none') }
    story.facilitated({ type: 'card.hide', cardId: id })
  }
  return story
}

/** The boards of a random workshop, linked at random, some of their cards or whole boards lost. */
function outcomeOf(history: History, wrong: readonly Slip[]): Outcome {
  const { state } = play(history)
  // also what was taken off, what another team wrote, and what never was
  const ids = [...state.cards.map(({ id }) => id), 'gone' as CardId]
  const docs = state.teams.flatMap(({ id: teamId }) =>
    BOARD_NAMES.map((board) => ({ teamId, board, doc: boardDoc(new Y.Doc()) })),
  )
  for (const { teamId, board, doc } of docs) {
    for (const card of state.cards) {
      if (card.teamId === teamId && card.board === board)
        addCard(doc, { id: card.id, text: card.id, part: card.part })
    }
  }
  for (const { kind, from, to } of wrong) {
    const at = docs[to % Math.max(1, docs.length)]
    if (kind === 'link') {
      const card = ids[from % ids.length] ?? 'gone'
      for (const { doc } of docs) setLink(doc, card, ids[to % ids.length] ?? 'gone', true)
    } else if (kind === 'lose' && at) removeCard(at.doc, ids[from % ids.length] ?? 'gone')
    else if (at && from % 3 === 0) docs.splice(docs.indexOf(at), 1)
  }
  const boards = docs.map(({ doc, ...place }): BoardReading => ({ ...place, content: readBoard(doc) }))
  return buildOutcome(state, boards)
}

describe('no dangling link survives the exporters, over random histories', () => {
  it('every link and chain of the JSON leads to a card of the same team, on an earlier board of that outcome', () => {
    let links = 0
    fc.assert(
      fc.property(histories, slips, (history, wrong) => {
        const outcome = JSON.parse(jsonExporter.export(outcomeOf(history, wrong), 'ja')) as Outcome
        for (const { id: teamId, boards } of outcome.teams) {
          const earlier = new Set<CardId>()
          for (const name of OUTCOME_BOARDS) {
            const cards = boards[name]?.cards ?? []
            for (const card of cards) {
              links += card.links.length
              expect(card.links.filter((to) => !earlier.has(to))).toEqual([])
            }
            for (const { id } of cards) earlier.add(id)
          }
          for (const chain of outcome.chains.filter((each) => each.teamId === teamId)) {
            const ends = [chain.idealId, chain.challengeId, chain.solutionId].filter((id) => id !== null)
            expect(ends.filter((id) => !earlier.has(id))).toEqual([])
          }
        }
      }),
      times(200),
    )
    expect(links, 'the histories draw links at all').toBeGreaterThan(20)
  })

  it('every pointer of the Markdown names a card that stands in it', () => {
    fc.assert(
      fc.property(histories, slips, (history, wrong) => {
        const text = markdownExporter.export(outcomeOf(history, wrong), 'en')
        for (const section of text.split(/^## /m).slice(1)) {
          const standing = new Set(
            [...section.matchAll(/^- \*\*((?:Ideal|Challenge|Solution) \d+)\*\*/gm)].map((match) => match[1]),
          )
          const pointed = [...section.matchAll(/→ ((?:Ideal|Challenge|Solution) \d+)/g)].map(
            (match) => match[1],
          )
          expect(pointed.filter((number) => !standing.has(number))).toEqual([])
        }
      }),
      times(100),
    )
  })
})
