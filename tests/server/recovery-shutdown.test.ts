import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import DatabaseFile from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { RETURN_WITHIN, restartingReason, retryIn } from '#shared/protocol/close-reason.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { HeldStorage } from '../support/board-storage.ts'
import { TestApp } from '../support/server-app.ts'
import { storageFolder } from '../support/storage-folder.ts'

const MAIN = join(import.meta.dirname, '../../server/main.ts')
let dir: string
let remove: () => Promise<void>
beforeEach(async () => {
  ;({ dir, remove } = await storageFolder())
})
afterEach(() => remove())

describe('a server that goes', () => {
  it('F-52 tells room and board when to come back, each at another time within three seconds', async () => {
    const app = await TestApp.start()
    const { workshopId, facilitatorToken } = await app.open()
    const reasons: string[] = []
    const room = await app.join(workshopId, facilitatorToken)
    const roomGone = new Promise<[number, string]>((resolve) =>
      room.socket.io.engine.on('close', (_reason, details) => {
        const { code, reason } = (details as { context: { code: number; reason: string } }).context
        resolve([code, reason])
      }),
    )
    const boards = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const url = app.url.replace('http', 'ws')
        const socket = new WebSocket(
          `${url}/boards/${workshopId}/all/topics?w=${workshopId}&token=${facilitatorToken}`,
        )
        await once(socket, 'message')
        return socket
      }),
    )
    const gone = boards.map((socket) => once(socket, 'close') as Promise<[number, Buffer]>)
    await app.app.close()
    for (const closed of [...gone, roomGone]) {
      const [code, reason] = await closed
      expect(code).toBe(CLOSE.restarting)
      reasons.push(reason.toString())
    }
    await app.close()
    const waits = reasons.map(retryIn)
    expect(waits).toHaveLength(9)
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(RETURN_WITHIN)
    expect(new Set(waits).size).toBeGreaterThan(4)
  })

  it.each([
    ['restarting;retry=1234', 1_234],
    ['restarting', null],
    ['retry=999999', RETURN_WITHIN],
    ['restarting;retry=-1', null],
    ['', null],
  ])('F-52 a close reason "%s" asks to come back in %s ms', (reason, expected) => {
    expect(retryIn(reason)).toBe(expected)
    expect(retryIn(restartingReason(() => 0.5))).toBe(RETURN_WITHIN / 2)
  })

  it('F-52 is not ready from the moment it goes, nor while nothing is saved', async () => {
    const storage = new HeldStorage()
    const app = await TestApp.start({ storage })
    expect((await app.request('GET', '/readyz')).status).toBe(200)
    storage.break('append')
    await untilReady(app, 503)
    expect((await app.request('GET', '/healthz')).status).toBe(200)
    storage.mend('append')
    await untilReady(app, 200)
    await app.close()
  })

  it('F-05 does not wait for a disk that hangs', { timeout: 30_000 }, async () => {
    const storage = new HeldStorage()
    const app = await TestApp.start({ storage })
    const { workshopId, facilitatorToken } = await app.open()
    const connection = await app.join(workshopId, facilitatorToken)
    storage.hold()
    const unanswered = connection.give({ type: 'announce', text: 'まだ' }).catch(() => 'gone')
    await connection.caughtUp()
    const started = Date.now()
    await app.close()
    expect(Date.now() - started).toBeLessThan(8_000)
    storage.release()
    await unanswered
  })

  it(
    'F-05 F-52 the process ends within ten seconds of SIGTERM although its disk hangs',
    { timeout: 60_000 },
    async () => {
      const { child, url } = await startServer()
      const opened = await fetch(`${url}/api/workshops`, post({ title: '引っ越し', goal: '迷わず動ける' }))
      const { workshopId, facilitatorToken } = (await opened.json()) as Record<string, string>
      // Whoever holds the database's write lock makes every commit wait, as a hanging disk does.
      const holder = new DatabaseFile(join(dir, 'yoriai.db'))
      holder.exec('begin immediate')
      const command = { commandId: 'c1', command: { type: 'announce', text: 'まだ' } }
      const unanswered = fetch(
        `${url}/api/workshops/${workshopId}/commands`,
        post(command, { authorization: `Bearer ${facilitatorToken}` }),
      ).then(
        ({ status }) => status,
        () => 'gone',
      )
      const exited = once(child, 'exit')
      const started = Date.now()
      child.kill('SIGTERM')
      await exited
      expect(Date.now() - started).toBeLessThan(10_000)
      expect(await unanswered, 'what is not on disk is not acknowledged').not.toBe(200)
      holder.exec('rollback')
      holder.close()
    },
  )
})

async function untilReady(app: TestApp, status: number): Promise<void> {
  const since = Date.now()
  while ((await app.request('GET', '/readyz')).status !== status) {
    if (Date.now() - since > 5_000) throw new Error(`not ${status} within 5 s`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function startServer(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: { ...process.env, PORT: '0', DATA_DIR: dir, LOG_LEVEL: 'error', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (!child.stdout) throw new Error('the server has no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /https?:\S+/.exec(line)?.[0]
    if (url) return { child, url }
  }
  throw new Error('the server does not start')
}

function post(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  }
}
