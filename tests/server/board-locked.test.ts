import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { boardAccess } from '#shared/domain/board-access.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import { addCluster, moveCard } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import type { CardId, TeamId } from '#shared/ids.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { answerFrame, updateFrame } from '../../server/boards/frames.ts'
import { forgedUpdate } from '../support/board-forgery.ts'
import { boardUrl, RawClient } from '../support/board-raw-client.ts'
import { quiet, startBoardServer, until, WORKSHOP, type BoardServer } from '../support/board-server.ts'
import { FACILITATOR, person, seated, seatedFacilitator, Story } from '../support/domain-builder.ts'

const AT = { workshopId: WORKSHOP, teamId: 'team1' as TeamId, board: 'ideals' } as const

/** By the secrets that open the test server's door. */
const VIEWERS: Readonly<Record<string, Viewer>> = {
  own: seated('aoi'),
  other: seated('mei'),
  gone: seated('nobody'),
  link: FACILITATOR,
  chair: seatedFacilitator('ren'),
}
const ROLES = Object.keys(VIEWERS)

const planning = () =>
  Story.planning()
    .seats('aoi', 'ren', 'mei', 'sora')
    .teams(2)
    .facilitated({ type: 'facilitator.grant', participantId: person('ren') })
const during = (kind: Parameters<Story['goTo']>[0]) => planning().open().goTo(kind)

/**
 * The ideals of team 1 in every state a board can be in, and what each may do there, in the order of `ROLES`: `w` write,
 * `r` read alone, `-` not come in. Written down by hand, from D7 and the rules of the domain.
 */
const TABLE: readonly (readonly [state: string, story: () => Story, rights: string])[] = [
  ['before the opening', planning, 'r--rr'],
  ['before its first phase', () => during('check-in'), 'r--rr'],
  ['while writing is hidden', () => during('list-ideals'), 'w--rw'],
  ['in the open', () => during('deepen-ideals'), 'w--rw'],
  ['paused', () => during('deepen-ideals').facilitated({ type: 'agenda.pause' }), 'w--rw'],
  ['frozen', () => during('deepen-ideals').facilitated({ type: 'room.freeze' }), 'r--rw'],
  [
    'thawed',
    () => during('deepen-ideals').facilitated({ type: 'room.freeze' }).facilitated({ type: 'room.thaw' }),
    'w--rw',
  ],
  ['in the next board’s phase', () => during('list-challenges'), 'r--rr'],
  ['opened once more', () => during('list-challenges').back(), 'w--rw'],
  ['in the break', () => during('break'), 'r--rr'],
  [
    'shown to all',
    () => during('share').happened({ type: 'share.turned', teamId: AT.teamId, done: [] }),
    'rr-rr',
  ],
  [
    'while another is shown',
    () => during('share').happened({ type: 'share.turned', teamId: 'team2' as TeamId, done: [] }),
    'r--rr',
  ],
  ['after the end', () => during('deepen-ideals').facilitated({ type: 'agenda.end' }), 'r--rr'],
]

/** Everything that would change a document, as honest clients and forgers send it, each in both frames that carry it. */
const WRITES: Readonly<Record<string, (client: RawClient) => Uint8Array>> = {
  adds: (client) => changed(client, (board) => addCluster(board, `k${client.board.doc.clientID}`, '', [])),
  moves: (client) => changed(client, (board) => moveCard(board, 'c2', { clusterId: null, beforeId: 'c1' })),
  rewords: (client) =>
    changed(client, (board) => (board.cards.get('c1')?.get('text') as Y.Text).insert(0, '割り込み')),
  deletes: (client) =>
    changed(client, (board) => (board.cards.get('c1')?.get('text') as Y.Text).delete(0, 2)),
  forges: () => forgedUpdate({ client: 9, clock: 0, items: [{ parent: 'clusters', key: 'k9', text: 'x' }] }),
  breaks: () => new Uint8Array([3, 1, 4, 1, 5]),
}
const FRAMES = { update: updateFrame, answer: answerFrame }

/** What a change of a copy of the client's document would send: a refused one stands in no other's way. */
function changed({ board }: RawClient, change: (copy: BoardDoc) => void): Uint8Array {
  const copy = boardDoc(new Y.Doc())
  Y.applyUpdate(copy.doc, Y.encodeStateAsUpdate(board.doc))
  const before = Y.encodeStateVector(copy.doc)
  change(copy)
  return Y.encodeStateAsUpdate(copy.doc, before)
}

describe('S-08 a locked board', () => {
  let server: BoardServer
  let story: Story
  const clients: RawClient[] = []
  const sent = new WeakMap<RawClient, number>()

  beforeEach(async () => {
    server = await startBoardServer()
    server.rights.access = (at, viewer) => boardAccess(story.state, viewer, at.teamId, at.board)
    for (const role of ROLES) server.rights.viewers.set(`secret-${role}`, VIEWERS[role]!)
    await server.registry.addCards(AT, [
      { id: 'c1' as CardId, text: 'もとの文', part: null },
      { id: 'c2' as CardId, text: '二枚め', part: null },
    ])
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate()
    await server.close()
  })

  async function enter(role: string): Promise<RawClient> {
    const path = `${AT.workshopId}/${AT.teamId}/${AT.board}`
    const client = new RawClient(boardUrl(server.url, `secret-${role}`, path))
    clients.push(client)
    await until(() => client.of('ask').length > 0 || client.closed !== null, 'the welcome')
    return client
  }

  /** Sends an edit; answers how many this connection has sent with it. */
  function send(client: RawClient, frame: Uint8Array): number {
    client.send(frame)
    const count = (sent.get(client) ?? 0) + 1
    sent.set(client, count)
    return count
  }

  async function reads(client: RawClient): Promise<readonly string[]> {
    const before = client.of('answer').length
    client.ask()
    await until(() => client.of('answer').length > before, 'an answer')
    return readBoard(client.board).cards.map(({ text }) => text)
  }

  async function writes(client: RawClient): Promise<void> {
    send(client, updateFrame(WRITES['adds']!(client)))
    await until(() => client.acknowledged === sent.get(client), 'being saved')
  }

  /** Every way to write, in every frame that carries it, is refused in its turn, and nothing of it is there. */
  async function isRefusedEverything(client: RawClient): Promise<void> {
    const before = await server.registry.read(AT)
    const commits = server.storage.commits.length
    const earlier = client.of('refused').length
    const expected: object[] = []
    for (const write of Object.values(WRITES)) {
      const update = write(client)
      for (const frame of Object.values(FRAMES)) {
        const count = send(client, frame(update))
        expected.push({ type: 'refused', reason: 'closed', count })
      }
    }
    await until(() => client.of('refused').length === earlier + expected.length, 'every refusal')
    expect(client.of('refused').slice(earlier)).toEqual(expected)
    await quiet()
    expect(await server.registry.read(AT)).toEqual(before)
    expect(server.storage.commits).toHaveLength(commits)
    expect(client.closed).toBeNull()
  }

  it.each(TABLE)(
    'S-08 %s: each may do what the table says, and is refused the rest',
    async (_state, tell, rights) => {
      story = tell()
      for (const [at, role] of ROLES.entries()) {
        const client = await enter(role)
        const right = rights[at]
        if (right === '-') {
          expect(client.closed?.code, role).toBe(CLOSE.forbidden)
          expect(client.heard, `nothing is told to ${role}`).toEqual([])
          continue
        }
        expect(client.of('welcome')[0]?.access, role).toBe(right === 'w' ? 'write' : 'read')
        expect(await reads(client), role).toEqual(['もとの文', '二枚め'])
        if (right === 'w') await writes(client)
        else await isRefusedEverything(client)
        expect(await reads(client), role).toEqual(['もとの文', '二枚め'])
      }
    },
  )

  it('S-08 is locked for the very next frame, whatever was open before, and opens again for the one after', async () => {
    story = during('deepen-ideals')
    const [own, chair] = [await enter('own'), await enter('chair')]
    for (const client of [own, chair]) {
      await reads(client)
      await writes(client)
    }
    story.facilitated({ type: 'room.freeze' })
    await isRefusedEverything(own)
    await writes(chair)
    story.facilitated({ type: 'room.thaw' })
    await writes(own)
    story.advance()
    await isRefusedEverything(own)
    await isRefusedEverything(chair)
  })
})
