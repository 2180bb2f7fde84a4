import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { BoardReader } from '#shared/boards/board-reader.ts'
import { addCard } from '#shared/boards/edit-board.ts'
import { viewFor } from '#shared/domain/audience.ts'
import { seededRandom } from '#shared/random.ts'
import { readWall, wallOf, type WallReading, type WallSource } from '../../client/board/wall.ts'
import { editByChance } from '../simulation/model-edits.ts'
import { Ledger } from '../simulation/model-ledger.ts'
import { ModelTime } from '../simulation/model-time.ts'
import { card, person, seated, Story } from '../support/domain-builder.ts'

const HISTORIES = 60
const STEPS = 40

/** A team's challenges as Aoi sees them, and a story that goes on beside. */
function deepening() {
  const story = Story.inPhase('list-challenges')
    .posts('aoi', 'c1')
    .posts('aoi', 'c2')
    .posts('ren', 'c3')
    .posts('ren', 'c4')
    .goTo('deepen-challenges')
  const board = boardDoc(new Y.Doc())
  for (const { id, part } of story.state.cards) addCard(board, { id, text: `${id}のことば`, part })
  const reader = new BoardReader(board)
  const team = story.state.teams.find(({ members }) =>
    members.some(({ participantId }) => participantId === person('aoi')),
  )
  if (!team) throw new Error('Aoi has no team')
  let state = viewFor(story.state, seated('aoi'))
  let told = story.state
  /** The same state is the same object, as in a browser that heard nothing. */
  const source = (): WallSource => {
    if (told !== story.state) {
      told = story.state
      state = viewFor(told, seated('aoi'))
    }
    return {
      state,
      me: person('aoi'),
      teamId: team.id,
      board: 'challenges',
      content: reader.read(),
      pending: NOTHING,
      hidden: false,
      held: new Set(),
    }
  }
  return { story, board, source }
}

const NOTHING: WallSource['pending'] = []

describe('a wall that goes on from the one before', () => {
  it('is the wall that would be read afresh, whatever has changed since', () => {
    let continued = 0
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const time = new ModelTime(seededRandom(seed))
      const hand = { name: 'ren', boardKey: 'challenges', ledger: new Ledger(), time }
      const { story, board, source } = deepening()
      let reading: WallReading | null = null
      for (let step = 0; step < STEPS; step++) {
        if (time.chance(0.1)) {
          story.by(time.chance(0.5) ? 'aoi' : 'ren', {
            type: 'like.toggle',
            cardId: card(time.pick(['c1', 'c2', 'c3', 'c4']) ?? 'c1'),
          })
        } else board.doc.transact(() => editByChance(board, hand))
        const before: WallReading | null = reading
        const now = source()
        reading = readWall(now, before)
        if (before !== null && reading.facts === before.facts) continued++
        expect(reading.wall, `seed ${seed}, step ${step}`).toEqual(wallOf(now))
      }
    }
    expect(continued, 'steps that went on from the one before').toBeGreaterThan(HISTORIES)
  })
})
