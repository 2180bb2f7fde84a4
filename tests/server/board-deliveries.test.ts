import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addCard } from '#shared/boards/edit-board.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { updateFrame } from '../../server/boards/frames.ts'
import { RawClient } from '../support/board-raw-client.ts'
import { quiet, startBoardServer, until, type BoardServer } from '../support/board-server.ts'
import { HeldStorage } from '../support/board-storage.ts'

const card = (id: string) => ({ id, text: id, part: null })

describe('what is saved is said with whatever goes out next, or a little later', () => {
  let server: BoardServer
  let ana: RawClient
  let ben: RawClient
  beforeEach(async () => {
    server = await startBoardServer(new HeldStorage(), { isAllStill: true })
    ana = await RawClient.join(server.url, 'ana')
    ben = await RawClient.join(server.url, 'ben')
  })
  afterEach(async () => {
    server.storage.release()
    for (const client of [ana, ben]) client.socket.terminate()
    await server.close()
  })
  const edit = (client: RawClient, id: string) => client.edit((board) => addCard(board, card(id)))
  const saved = (commits: number) => until(() => server.storage.commits.length >= commits, 'the commit')
  /** what ana has heard of her edits and others' */
  const heard = () =>
    ana.heard.flatMap((frame) => {
      if (frame.type === 'acknowledged' || frame.type === 'refused') return [`${frame.type} ${frame.count}`]
      return frame.type === 'update' ? ['update'] : []
    })

  it('says the highest of several counts alone within 50 ms, once', async () => {
    for (const id of ['c1', 'c2', 'c3']) {
      edit(ana, id)
      await until(() => ben.of('update').length === Number(id[1]))
    }
    await quiet()
    expect(heard()).toEqual([])
    server.runtime.pass(50)
    await until(() => ana.acknowledged > 0)
    server.runtime.pass(1_000)
    await quiet()
    expect(heard()).toEqual(['acknowledged 3'])
  })

  it('says it with the next frame, before that frame, and not again', async () => {
    edit(ana, 'c1')
    await until(() => ben.of('update').length === 1)
    edit(ben, 'c2')
    await until(() => ana.of('update').length === 1)
    expect(heard()).toEqual(['acknowledged 1', 'update'])
    edit(ana, 'c3')
    await until(() => ben.of('update').length === 2)
    server.runtime.pass(50)
    await until(() => ana.acknowledged === 2)
    expect(heard()).toEqual(['acknowledged 1', 'update', 'acknowledged 2'])
  })

  it('never says it before it is on disk, however much time passes or whatever else goes out', async () => {
    server.storage.hold()
    edit(ana, 'c1')
    await quiet()
    ana.ask()
    server.runtime.pass(20_000)
    await quiet()
    expect(heard()).toEqual([])
    server.storage.release()
    await until(() => ana.of('answer').length === 1)
    expect(heard()).toEqual(['acknowledged 1'])
  })

  it('F-11 keeps its place among refusals: a client must not take a refused edit for saved', async () => {
    edit(ana, 'c1')
    await saved(1)
    ana.send(updateFrame(new Uint8Array([1, 2, 3])))
    edit(ana, 'c2')
    await until(() => ana.of('refused').length === 1)
    await saved(2)
    await until(() => ben.of('update').length === 2)
    server.runtime.pass(50)
    await until(() => ana.acknowledged === 3)
    expect(heard()).toEqual(['acknowledged 1', 'refused 2', 'acknowledged 3'])
  })

  it('says it before goodbye', async () => {
    edit(ana, 'c1')
    await until(() => ben.of('update').length === 1)
    await server.registry.close()
    await until(() => ana.closed !== null)
    expect(heard()).toEqual(['acknowledged 1'])
    expect(ana.closed?.code).toBe(CLOSE.restarting)
  })
})
