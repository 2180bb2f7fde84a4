import { afterEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { addCluster, moveCard } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { CardId } from '#shared/ids.ts'
import type { TakenSeat } from '#shared/protocol/http.ts'
import { awarenessFrame } from '../../server/boards/frames.ts'
import { RawClient } from '../support/board-raw-client.ts'
import { until } from '../support/board-server.ts'
import { TestApp, type Connection } from '../support/server-app.ts'

let app: TestApp
const boards: RawClient[] = []
afterEach(async () => {
  for (const board of boards.splice(0)) board.socket.terminate()
  await app.close()
})

interface Person extends TakenSeat {
  readonly socket: Connection
  /** every message of the room's socket, as it came */
  readonly heard: string[]
  board: RawClient
}

/** Four who write and one who listens, in one team of a workshop that never names anybody, while writing is hidden. */
async function anonymous() {
  app = await TestApp.start()
  const { workshopId, facilitatorToken } = await app.open({ names: 'never' })
  const give = async (command: CommandInput) => {
    const { json } = await app.give(workshopId, facilitatorToken, command)
    if (json.ok !== true) throw new Error(JSON.stringify(json))
  }
  const people: Person[] = []
  for (const name of ['青木', '井上', '上野', '遠藤', '岡']) {
    const taken = await app.seat(workshopId, name)
    const socket = await app.join(workshopId, taken.seatToken)
    const heard: string[] = []
    socket.socket.onAny((event: string, message: unknown) =>
      heard.push(`${event} ${JSON.stringify(message)}`),
    )
    people.push({ ...taken, socket, heard, board: null as never })
  }
  await give({ type: 'team.form', by: 'headcount', size: 5 })
  await give({ type: 'agenda.open' })
  const now = async () => {
    const { state } = await app.state(workshopId, facilitatorToken)
    return { state, phase: state.agenda.phases.find(({ id }) => id === state.agenda.current?.phaseId)! }
  }
  const moveOn = async () => {
    const { phase } = await now()
    await give({ type: 'agenda.advance', expectedPhaseId: phase.id, force: true, reason: '時間です' })
  }
  while (!(await now()).phase.hidden) await moveOn()
  const { state } = await now()
  const teamId = state.teams[0]!.id
  const ws = app.url.replace('http', 'ws')
  for (const one of people) {
    one.board = new RawClient(
      `${ws}/boards/${workshopId}/${teamId}/ideals?w=${workshopId}&token=${one.seatToken}`,
    )
    boards.push(one.board)
    await until(() => one.board.of('ask').length > 0, 'the board')
    one.board.ask()
    // as the client does: who one is, under the id of one's document
    const said = { person: { id: one.participantId, name: 'だれか', hue: 1 }, editing: null, holding: [] }
    one.board.send(
      awarenessFrame([{ clientId: one.board.board.doc.clientID, clock: 1, state: JSON.stringify(said) }]),
    )
  }
  return { workshopId, facilitatorToken, teamId, people, give, now, moveOn }
}

/** The Yjs client ids that wrote what a client heard of the board. */
function writersIn(board: RawClient): Set<number> {
  const updates = [...board.of('update'), ...board.of('answer')].map(({ bytes }) => bytes)
  return new Set(updates.flatMap((bytes) => Y.decodeUpdate(bytes).structs.map(({ id }) => id.client)))
}

/** Whom awareness has ever named, by Yjs client id. */
function namedIn(board: RawClient): Map<number, string> {
  const entries = board.of('awareness').flatMap((frame) => frame.entries)
  return new Map(
    entries.flatMap(({ clientId, state }) => {
      const said = JSON.parse(state) as { person?: { id: string } } | null
      return said?.person ? [[clientId, said.person.id] as const] : []
    }),
  )
}

describe('F-43 an anonymous phase, on the wire', () => {
  it('F-43 nothing a listening seat or facilitator receives ties a card to who wrote it', async () => {
    const { workshopId, facilitatorToken, teamId, people, give, now, moveOn } = await anonymous()
    const [listener] = people.slice(-1) as [Person]
    const authors = people.slice(0, -1)
    const desk = await app.join(workshopId, facilitatorToken)
    const deskHeard: string[] = []
    desk.socket.onAny((event: string, message: unknown) =>
      deskHeard.push(`${event} ${JSON.stringify(message)}`),
    )
    await until(() => namedIn(listener.board).size === 4, 'everybody’s awareness')

    // one after the other, each with a sign that somebody writes, as pages give it
    const cardIds: CardId[] = []
    for (const [at, author] of authors.entries()) {
      const cardId = `card${at}` as CardId
      cardIds.push(cardId)
      author.socket.socket.emit('workshop:writing', 'card')
      const text = `${at + 1}つめの理想`
      expect(await author.socket.give({ type: 'card.add', cardId, board: 'ideals', text })).toMatchObject({
        ok: true,
      })
    }
    await listener.socket.caughtUp()
    await desk.caughtUp()
    expect(listener.heard.concat(deskHeard).join('\n'), 'no draft is told of').not.toMatch(
      /card[0-3]|つめの理想/,
    )

    const { phase } = await now()
    await give({ type: 'card.reveal', expectedPhaseId: phase.id })
    await until(() => readBoard(listener.board.board).cards.length === 4, 'the cards')
    expect(writersIn(listener.board).size, 'one hand put them all on the board').toBe(1)
    const [hand] = writersIn(listener.board)
    expect([...namedIn(listener.board).keys()], 'and it is nobody’s').not.toContain(hand)

    // in the open it is the same; moving and clustering are everybody's, and say nothing of the author
    await moveOn()
    await authors[2]!.socket.give({
      type: 'card.add',
      cardId: 'card4' as CardId,
      board: 'ideals',
      text: '五つめ',
    })
    await until(() => readBoard(listener.board.board).cards.length === 5, 'the card in the open')
    expect(writersIn(listener.board)).toEqual(new Set([hand]))
    authors[1]!.board.edit((board) => {
      addCluster(board, 'k1', 'まとめ', [])
      moveCard(board, 'card0', { clusterId: 'k1' })
    })
    await until(() => readBoard(listener.board.board).clusters.length === 1, 'the cluster')
    await listener.socket.caughtUp()
    await desk.caughtUp()

    // no message of a card says anybody's id or name; those that say one (gates, presence) say no card
    const others = authors.map(({ participantId }) => participantId)
    for (const message of [...listener.heard, ...deskHeard]) {
      if (!/card[0-4]/.test(message)) continue
      for (const id of others) expect(message).not.toContain(id)
    }
    const { events } = listener.socket
    const revealed = events.filter(({ type }) => type === 'cards.revealed')
    expect(revealed).toHaveLength(1)
    for (const token of [listener.seatToken, facilitatorToken]) {
      const { state } = await app.state(workshopId, token)
      expect(state.cards.map(({ authorId }) => authorId)).toEqual(Array(5).fill(null))
      // one moment for all that were hidden: when each was written is not told
      expect(new Set(state.cards.filter(({ id }) => id !== 'card4').map(({ at }) => at)).size).toBe(1)
      const read = await app.request('GET', `/api/workshops/${workshopId}/boards/${teamId}/ideals`, { token })
      const outcome = await app.request('GET', `/api/workshops/${workshopId}/outcome.json`, { token })
      expect(read.text).toContain('つめの理想')
      for (const { participantId } of authors) expect(read.text).not.toContain(participantId)
      expect(read.json.cards.map(({ authorName }: { authorName: unknown }) => authorName)).toEqual(
        Array(5).fill(null),
      )
      expect(outcome.text).not.toMatch(/青木|井上|上野|遠藤/)
    }
    // a seat that joins later gets the same: a board of one hand, and a state without authors
    const late = await app.join(workshopId, listener.seatToken)
    expect(late.snapshots[0]?.state.cards.map(({ authorId }) => authorId)).toEqual(Array(5).fill(null))
    expect([...cardIds].every((id) => late.bytes.includes(id))).toBe(true)
  })
})
