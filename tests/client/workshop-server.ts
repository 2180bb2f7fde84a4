import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** The server from its sources, as a process of its own: the client suite resolves packages as a browser does. */
export interface ServerProcess {
  readonly url: string
  /** kill -9: no goodbye */
  kill(): Promise<void>
  /** SIGTERM: it says goodbye */
  stop(): Promise<void>
  /** starts it again on the same port and folder */
  start(): Promise<void>
  /** as `npm run backup` does; resolves to the backup's path */
  backUp(): Promise<string>
  /** as `npm run restore` does; the server must be down */
  restore(backup: string): Promise<void>
  close(): Promise<void>
}

const TOOL = 'server/operations/data-tool.ts'
const run = promisify(execFile)

const ADDRESS = /open at (http:\/\/\S+)/

export async function startServerProcess(): Promise<ServerProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'yoriai-client-'))
  let port = 0
  let child: ChildProcess | null = null

  async function start(): Promise<string> {
    const started = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: String(port),
        DATA_DIR: join(dir, 'data'),
        LOG_LEVEL: 'error',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child = started
    for await (const chunk of started.stdout) {
      const url = ADDRESS.exec(String(chunk))?.[1]
      if (url) {
        started.stdout.resume()
        return url
      }
    }
    throw new Error('the server ended before it was open')
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child
    child = null
    if (!running || running.exitCode !== null) return
    const gone = once(running, 'exit')
    running.kill(signal)
    await gone
  }

  const tool = (...words: readonly string[]) =>
    run(process.execPath, ['--import', 'tsx', TOOL, ...words], {
      env: { ...process.env, DATA_DIR: join(dir, 'data') },
    })
  const backups = join(dir, 'backups')

  const url = await start()
  port = Number(new URL(url).port)
  return {
    url,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    start: async () => void (await start()),
    async backUp() {
      await tool('backup', '--to', backups)
      return join(backups, readdirSync(backups).sort().at(-1) ?? '')
    },
    restore: async (backup) => void (await tool('restore', backup)),
    async close() {
      await end('SIGKILL')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
