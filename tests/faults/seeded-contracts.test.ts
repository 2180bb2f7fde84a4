import { expect, it } from 'vitest'
import type { Viewer } from '#shared/domain/slice.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import { PresenceBook } from '../../server/rooms/presence-book.ts'
import { forgedUpdate } from '../support/board-forgery.ts'
import { RawClient } from '../support/board-raw-client.ts'
import { startBoardServer, until } from '../support/board-server.ts'
import { editFrame } from '../simulation/model-words.ts'

it('F-03 refuses an update that is sound in every part and waits for something for ever', async () => {
  const server = await startBoardServer()
  try {
    const dan = await RawClient.join(server.url, 'dan')
    const riddle = forgedUpdate(
      { client: 10, clock: 0, items: [{ origin: [9, 0], text: 'x' }] },
      { client: 9, clock: 0, items: [{ origin: [10, 0], text: 'x' }] },
    )
    dan.send(editFrame(riddle))
    await until(() => dan.of('refused').length + dan.of('acknowledged').length > 0, 'an answer')
    expect(dan.of('refused')).toMatchObject([{ reason: 'malformed' }])
    dan.socket.terminate()
  } finally {
    await server.close()
  }
})

it('F-30 the late goodbye of a dead connection leaves the living one of the same person alone', () => {
  const workshopId = 'w' as WorkshopId
  const ana = 'ana' as ParticipantId
  const viewer: Viewer = { role: 'participant', participantId: ana }
  const book = new PresenceBook(() => undefined)
  const [dead, living] = [{}, {}]
  book.enter(workshopId, dead, viewer)
  book.enter(workshopId, living, viewer)
  book.leave(workshopId, dead)
  expect(book.here(workshopId)).toEqual(new Set([ana]))
  expect(book.connections(workshopId)).toBe(1)
})
