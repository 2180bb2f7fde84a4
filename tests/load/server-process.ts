import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { canPin } from './machine.ts'

export interface Launch {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** what it prints when it takes connections */
  readonly ready: RegExp
}

const START_PATIENCE_MS = 30_000
const STOP_PATIENCE_MS = 20_000

const alive = new Set<ServerProcess>()
process.on('exit', () => alive.forEach((server) => server.kill()))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))

/** A server in its own process, bound to core 0 where that can be done. */
export class ServerProcess {
  readonly port: number
  readonly #child: ChildProcess
  readonly #gone: Promise<unknown>
  #output = ''

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
    this.#gone = once(child, 'exit').finally(() => alive.delete(this))
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output = (this.#output + chunk.toString()).slice(-20_000)))
    alive.add(this)
  }

  /** Resolves when it takes connections. `launch` is told its port. */
  static async start(launch: (port: number) => Launch): Promise<ServerProcess> {
    const port = await freePort()
    const { args, env, ready } = launch(port)
    const command = [...(canPin ? ['taskset', '-c', '0'] : []), process.execPath, ...args]
    const [program = '', ...rest] = command
    const child = spawn(program, rest, {
      env: { ...process.env, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const server = new ServerProcess(child, port)
    await server.#ready(ready)
    return server
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** the last of what it printed */
  get output(): string {
    return this.#output
  }

  /** Asks the probe in the server, if it was started with one. */
  async ask(): Promise<{ readonly p50: number; readonly p99: number; readonly max: number }> {
    const answer = once(this.#child, 'message')
    this.#child.send('report')
    return ((await answer) as [{ p50: number; p99: number; max: number }])[0]
  }

  /** As an operator would: lets it finish. */
  async stop(): Promise<void> {
    const timer = setTimeout(() => this.kill(), STOP_PATIENCE_MS)
    this.#child.kill('SIGTERM')
    await this.#gone
    clearTimeout(timer)
  }

  /** kill -9 */
  kill(): void {
    this.#child.kill('SIGKILL')
  }

  /** Resolves when the process is gone. */
  async ended(): Promise<void> {
    await this.#gone
  }

  async #ready(pattern: RegExp): Promise<void> {
    const deadline = performance.now() + START_PATIENCE_MS
    while (!pattern.test(this.#output)) {
      if (!this.running || performance.now() > deadline) {
        this.kill()
        throw new Error(`The server did not start:\n${this.#output}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
