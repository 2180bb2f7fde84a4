import { afterEach, describe, expect, it } from 'vitest'
import type { WritingMessage } from '#shared/protocol/socket.ts'
import { TestApp, type Connection } from '../support/server-app.ts'
import { cardId } from '../support/server-rooms.ts'

const running: TestApp[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()))
})

async function hidden() {
  const app = await TestApp.start()
  running.push(app)
  return { app, ...(await app.hiddenPhase()) }
}

/** What a connection is told of others' writing, as it comes. */
function told(connection: Connection) {
  const messages: WritingMessage[] = []
  let look = () => {}
  connection.socket.on('workshop:writing', (message) => {
    messages.push(message)
    look()
  })
  const until = async (cards: number, drafts: number) => {
    const there = () => messages.at(-1)?.cards === cards && messages.at(-1)?.drafts === drafts
    while (!there()) await new Promise<void>((resolve) => (look = resolve))
  }
  return { messages, until }
}

describe('writing that is felt', () => {
  it('tells the team that a card is being written, and that it no longer is: a number, and nothing else', async () => {
    const { first, second } = await hidden()
    const [mine, theirs] = [told(first), told(second)]
    first.socket.emit('workshop:writing', 'card')
    await theirs.until(1, 0)
    first.socket.emit('workshop:writing', 'draft')
    await theirs.until(0, 1)
    first.socket.emit('workshop:writing', null)
    await theirs.until(0, 0)
    for (const message of theirs.messages) expect(Object.keys(message)).toEqual(['cards', 'drafts'])
    expect(mine.messages).toEqual([])
  })

  it('forgets who is gone', async () => {
    const { first, second } = await hidden()
    const theirs = told(second)
    first.socket.emit('workshop:writing', 'card')
    await theirs.until(1, 0)
    first.close()
    await theirs.until(0, 0)
  })

  it('ends with the reveal, and counts for nothing in the open, from nobody, or as nonsense', async () => {
    const { app, workshopId, facilitatorToken, first, second, phase, facilitator } = await hidden()
    const theirs = told(second)
    const desk = await app.join(workshopId, facilitatorToken)
    for (const odd of ['text', 7, {}, ['card'], undefined])
      (first.socket as unknown as { emit(event: string, odd: unknown): void }).emit('workshop:writing', odd)
    desk.socket.emit('workshop:writing', 'card')
    await first.give({ type: 'card.add', cardId: cardId('k1'), board: phase.board!, text: 'ひとつ' })
    first.socket.emit('workshop:writing', 'card')
    await theirs.until(1, 0)
    expect(theirs.messages.every(({ cards, drafts }) => cards + drafts <= 1)).toBe(true)
    await facilitator({ type: 'card.reveal', expectedPhaseId: phase.id })
    await theirs.until(0, 0)
    first.socket.emit('workshop:writing', 'card')
    first.socket.emit('workshop:writing', null)
    await first.caughtUp()
    expect(theirs.messages.at(-1)).toEqual({ cards: 0, drafts: 0 })
  })

  it('is not told to another team', async () => {
    const { app, workshopId, first, second, facilitator } = await hidden()
    const third = await app.seat(workshopId, '宇野')
    const { state } = await app.state(workshopId, third.seatToken)
    await facilitator({ type: 'team.form', by: 'headcount', size: 2, seed: 1 })
    const outside = await app.join(workshopId, third.seatToken)
    await facilitator({ type: 'team.move', participantId: third.participantId, teamId: null })
    expect(state.teams).toHaveLength(1)
    const [inside, elsewhere] = [told(second), told(outside)]
    first.socket.emit('workshop:writing', 'card')
    await inside.until(1, 0)
    await outside.caughtUp()
    expect(elsewhere.messages).toEqual([])
  })
})
