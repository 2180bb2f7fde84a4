import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The built server as a process of its own, on a port and a folder that survive a kill. */
export interface TestServer {
  readonly url: string
  /** kill -9: no goodbye, no flush */
  kill(): Promise<void>
  /** SIGTERM: everybody is sent away and told when to come back */
  stop(): Promise<void>
  /** starts it again on the same port and folder */
  start(): Promise<void>
  close(): Promise<void>
}

/** `rate`: how many workshop milliseconds pass in one real one. */
export async function startServer({ rate = 1 }: { rate?: number } = {}): Promise<TestServer> {
  const port = await freePort()
  const dir = mkdtempSync(join(tmpdir(), 'yoriai-e2e-'))
  let child: ChildProcess | null = null

  const start = async () => {
    child = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.js'], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: dir,
        CLOCK_RATE: String(rate),
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    await untilReady(`http://127.0.0.1:${port}/readyz`, child)
  }
  const kill = async (signal: NodeJS.Signals) => {
    const running = child
    child = null
    if (!running || running.exitCode !== null) return
    const gone = once(running, 'exit')
    running.kill(signal)
    await gone
  }

  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    kill: () => kill('SIGKILL'),
    stop: () => kill('SIGTERM'),
    start,
    async close() {
      await kill('SIGTERM')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`)
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the server did not become ready within 30 s')
}

async function freePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
