import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface Options {
  /** how many workshop milliseconds pass in one real one */
  readonly rate?: number
  /** made and removed here when left out */
  readonly dir?: string
  /** put before the server's own command line: a tracer, say */
  readonly under?: readonly string[]
}

const STARTS_WITHIN_MS = 30_000
const POLL_MS = 10

/** The built server as a process of its own, on a port and a folder that outlive it. */
export class BuiltServer {
  readonly dir: string
  readonly port: number
  readonly #options: Options
  #child: ChildProcess | null = null
  /** what it wrote to its log; warnings and worse */
  log = ''

  private constructor(port: number, options: Options) {
    this.port = port
    this.#options = options
    this.dir = options.dir ?? mkdtempSync(join(tmpdir(), 'yoriai-faults-'))
  }

  static async start(options: Options = {}): Promise<BuiltServer> {
    const server = new BuiltServer(await freePort(), options)
    await server.start()
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  get alive(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Of the server itself, also when it runs under something. */
  get pid(): number {
    const pid = this.#child?.pid
    if (pid === undefined) throw new Error('the server does not run')
    if (!this.#options.under) return pid
    const [own] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
    return Number(own)
  }

  /** Memory in use, in bytes (Linux). */
  get memory(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) * 1024
  }

  /** Time on a processor so far, in ms (Linux, which counts in hundredths of a second). */
  get cpu(): number {
    const [user = 0, system = 0] = readFileSync(`/proc/${this.pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .slice(11, 13)
      .map(Number)
    return (user + system) * 10
  }

  /** Starts it, again after it went; resolves to the ms until it was ready. */
  async start(): Promise<number> {
    const started = performance.now()
    const [command = '', ...args] = [...(this.#options.under ?? []), process.execPath, 'dist/server/main.js']
    const child = spawn(command, args, {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        PORT: String(this.port),
        HOST: '127.0.0.1',
        DATA_DIR: this.dir,
        CLOCK_RATE: String(this.#options.rate ?? 1),
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (text: Buffer) => (this.log = (this.log + text.toString()).slice(-20_000)))
    }
    while (performance.now() - started < STARTS_WITHIN_MS) {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${this.log}`)
      const answer = await fetch(`${this.url}/readyz`).catch(() => null)
      await answer?.arrayBuffer()
      if (answer?.ok) return performance.now() - started
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
    throw new Error(`the server was not ready within ${STARTS_WITHIN_MS} ms`)
  }

  /** kill -9: no goodbye, no flush. */
  kill(): Promise<number | null> {
    return this.#signal('SIGKILL')
  }

  /** Asks it to go; resolves to its exit code. */
  terminate(): Promise<number | null> {
    return this.#signal('SIGTERM')
  }

  async close(): Promise<void> {
    await this.kill()
    if (this.#options.dir === undefined) rmSync(this.dir, { recursive: true, force: true })
  }

  async #signal(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child || !this.alive) return child?.exitCode ?? null
    const gone = once(child, 'exit') as Promise<[number | null]>
    process.kill(this.pid, signal)
    return (await gone)[0]
  }
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
