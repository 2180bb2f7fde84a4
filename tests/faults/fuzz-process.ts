import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Stalls } from '../support/stall-meter.ts'
import { TestVisitor } from '../support/server-app.ts'

/** What the attacked server says of itself, since it was asked last. */
export interface FuzzReading extends Stalls {
  readonly url: string
  /** ms of processor time */
  readonly cpu: number
  /** what a fixed piece of work takes on this machine, in ms */
  readonly yardstick: number
  /** bytes */
  readonly memory: number
  /** errors it logged, and rejections nobody handled */
  readonly wrong: readonly string[]
}

export type FuzzQuestion = 'reading' | 'go'

/** The server under attack, in a process of its own. */
export class FuzzedServer extends TestVisitor {
  readonly #child: ChildProcess

  /** `hurried`: budgets refill so fast that a fuzzer is let in again and again; else they are as people have them. */
  static async start(clock: 'hurried' | 'real' = 'hurried'): Promise<FuzzedServer> {
    const child = fork(join(import.meta.dirname, 'fuzz-server.ts'), [clock], {
      execArgv: ['--import', 'tsx'],
    })
    return new FuzzedServer(child, await ask(child))
  }

  private constructor(child: ChildProcess, { url }: FuzzReading) {
    super(url)
    this.#child = child
  }

  /** Rejects when the server is no more. */
  read(): Promise<FuzzReading> {
    return ask(this.#child)
  }

  override async close(): Promise<void> {
    await super.close()
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.send('go' satisfies FuzzQuestion)
    await gone
  }
}

async function ask(child: ChildProcess): Promise<FuzzReading> {
  const exit = new AbortController()
  const gone = once(child, 'exit', { signal: exit.signal }).then(([code]) => {
    throw new Error(`the server ended with ${String(code)}`)
  })
  const answer = once(child, 'message', { signal: exit.signal })
  try {
    child.send('reading' satisfies FuzzQuestion)
    const [reading] = (await Promise.race([answer, gone])) as [FuzzReading]
    return reading
  } finally {
    answer.catch(() => undefined)
    gone.catch(() => undefined)
    exit.abort()
  }
}
