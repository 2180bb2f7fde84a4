import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OpenedWorkshop } from '#shared/protocol/http.ts'
import { backUp } from '../../server/operations/backup.ts'
import { restore } from '../../server/operations/restore.ts'
import { systemRuntime } from '../../server/runtime.ts'
import type { Storage } from '../../server/storage/ports.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { TestApp } from '../support/server-app.ts'
import { storageFolder } from '../support/storage-folder.ts'

const { clock } = systemRuntime()

let dir: string
let remove: () => Promise<void>
let app: TestApp
let storage: Storage
let opened: OpenedWorkshop
/** the state and the seq as the browsers saw them last, before the restore */
let before: { readonly seq: number; readonly generation: string }

beforeEach(async () => {
  ;({ dir, remove } = await storageFolder())
  await start()
  opened = await app.open()
  await announce('控えの前', 'kept')
  const { path } = await backUp({ from: join(dir, 'data'), to: join(dir, 'backups'), keep: null, clock })
  await announce('控えの後', 'lost')
  const { seq } = await app.state(opened.workshopId, opened.facilitatorToken)
  before = { seq, generation: storage.generation }
  await stop()
  await restore({ backup: path, into: join(dir, 'data'), clock })
  await start()
})

afterEach(async () => {
  await stop()
  await remove()
})

describe('a room that was set back to a backup', () => {
  it('F-09 gives whoever saw another generation a fresh snapshot, even when their seq has come round again', async () => {
    for (const text of ['別の話', 'その続き']) await announce(text)
    const { seq } = await app.state(opened.workshopId, opened.facilitatorToken)
    expect(seq, 'the seq alone does not tell the two apart').toBeGreaterThan(before.seq)
    const back = connect({ since: before.seq, generation: before.generation })
    await back.until(() => back.snapshots.length === 1)
    expect(back.snapshots[0]?.generation).toBe(storage.generation)
    expect(back.snapshots[0]?.state.announcements.map(({ text }) => text)).toEqual([
      '控えの前',
      '別の話',
      'その続き',
    ])
    expect(back.messages).toEqual([])
  })

  it('F-09 gives whoever saw this generation only what they missed', async () => {
    const { seq } = await app.state(opened.workshopId, opened.facilitatorToken)
    await announce('いまの話')
    const back = connect({ since: seq, generation: storage.generation })
    await back.until(() => back.messages.length === 1)
    expect(back.types).toEqual(['announcement.made'])
    expect(back.snapshots).toEqual([])
  })

  it('F-09 does not believe a generation that is none', async () => {
    for (const generation of [7, null, {}, ['x'], '']) {
      const odd = connect({ since: 1, generation })
      await odd.until(() => odd.snapshots.length === 1)
    }
  })

  it('F-09 refuses what was made in another generation, in words, on the socket and over HTTP', async () => {
    const { generation } = before
    const here = await app.join(opened.workshopId, opened.facilitatorToken)
    const command = { type: 'announce', text: '切れている間に' }
    const answer = await here.ask('workshop:command', { commandId: 'x1', generation, command })
    expect(answer).toMatchObject({ ok: false, error: { code: 'generation_changed' } })
    expect(!answer.ok && answer.error.message).toContain('前の状態に戻された')
    const overHttp = await app.request('POST', `/api/workshops/${opened.workshopId}/commands`, {
      token: opened.facilitatorToken,
      body: { commandId: 'x2', generation, command },
      headers: { 'accept-language': 'en' },
    })
    expect(overHttp.status).toBe(409)
    expect(overHttp.json.error).toMatchObject({
      code: 'generation_changed',
      message: expect.stringContaining('set back'),
    })
    expect(await texts()).toEqual(['控えの前'])
  })

  it('F-09 never takes a command of another generation for one it has a receipt of', async () => {
    const here = await app.join(opened.workshopId, opened.facilitatorToken)
    const message = { commandId: 'kept', command: { type: 'announce', text: '控えの前' } }
    const { generation } = before
    expect(await here.ask('workshop:command', { ...message, generation })).toMatchObject({
      ok: false,
      error: { code: 'generation_changed' },
    })
    expect(
      await here.ask('workshop:command', message),
      'who says no generation means this one',
    ).toMatchObject({
      ok: true,
    })
    expect(await texts()).toEqual(['控えの前'])
  })

  it('F-09 takes the command whose effect the backup did not hold, when it is given anew', async () => {
    const here = await app.join(opened.workshopId, opened.facilitatorToken)
    const command = { type: 'announce', text: '控えの後' }
    const { generation } = storage
    const again = await here.ask('workshop:command', { commandId: 'lost', generation, command })
    expect(again).toMatchObject({ ok: true })
    expect(await texts()).toEqual(['控えの前', '控えの後'])
  })

  it('F-09 refuses a generation that is no word as the message it is in', async () => {
    const here = await app.join(opened.workshopId, opened.facilitatorToken)
    for (const generation of [7, null, {}, 'x'.repeat(65)])
      expect(
        await here.ask('workshop:command', {
          commandId: 'odd',
          generation,
          command: { type: 'announce', text: 'よ' },
        }),
      ).toMatchObject({ ok: false, error: { code: 'malformed' } })
  })

  it('F-09 lets a plain client come back that knows of no generation', async () => {
    const plain = await app.join(opened.workshopId, opened.facilitatorToken)
    expect(await plain.give({ type: 'announce', text: '素のままで' })).toMatchObject({ ok: true })
    await plain.until(() => plain.types.includes('announcement.made'))
    const ahead = connect({ since: before.seq + 50 })
    await ahead.until(() => ahead.snapshots.length === 1)
  })
})

async function start(): Promise<void> {
  storage = await openSqliteStorage({ dir: join(dir, 'data') })
  app = await TestApp.start({ storage })
}

async function stop(): Promise<void> {
  await app.close()
  await storage.close()
}

function connect(seen: Readonly<Record<string, unknown>>) {
  return app.connect(opened.workshopId, { token: opened.facilitatorToken, ...seen })
}

async function announce(text: string, commandId = text): Promise<void> {
  const { workshopId, facilitatorToken } = opened
  const id = commandId === text ? undefined : commandId
  const { json } = await app.give(workshopId, facilitatorToken, { type: 'announce', text }, id)
  if (json.ok !== true) throw new Error(JSON.stringify(json))
}

async function texts(): Promise<string[]> {
  const { state } = await app.state(opened.workshopId, opened.facilitatorToken)
  return state.announcements.map(({ text }) => text)
}
