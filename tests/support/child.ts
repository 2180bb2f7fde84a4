import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** Starts a program of `tests/support` with one argument; its errors go to ours. */
export function startChild(program: string, ...args: string[]): ChildProcess {
  const path = join(import.meta.dirname, program)
  return spawn(process.execPath, ['--import', 'tsx', path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}

export function linesOf(child: ChildProcess): AsyncIterable<string> {
  if (!child.stdout) throw new Error('the program has no output')
  return createInterface({ input: child.stdout })
}

/** Reads a program's lines, kills it (SIGKILL) after so many, and gives every line it still got out. */
export async function linesUntilKilled(child: ChildProcess, count: number): Promise<string[]> {
  const exited = once(child, 'exit')
  const lines: string[] = []
  for await (const line of linesOf(child)) if (lines.push(line) === count) child.kill('SIGKILL')
  await exited
  return lines
}
