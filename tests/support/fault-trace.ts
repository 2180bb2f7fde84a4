import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What a program asked of its disk and told the world, in order. A write counts from its start, a sync from its end. */
export type TraceOp =
  | { readonly kind: 'write'; readonly path: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'sync'; readonly path: string }
  /** to a pipe or a socket; `to` is strace's name for it */
  | { readonly kind: 'say'; readonly to: string; readonly bytes: Buffer }

const CALLS = 'pwrite64,write,writev,fdatasync,fsync,ftruncate,unlink'

/** The command line that runs a program traced; what follows it is the program's own. */
export function tracing(file: string): string[] {
  const strings = ['-xx', '-s', '1000000']
  return ['strace', '-f', '-yy', '--seccomp-bpf', ...strings, '-e', `trace=${CALLS}`, '-o', file]
}

/** Throws a sentence for people when this machine has no strace, or one that may not trace. */
export function mustTrace(): void {
  const dir = mkdtempSync(join(tmpdir(), 'yoriai-trace-'))
  try {
    const tried = spawnSync('strace', ['-f', '-o', join(dir, 'out'), 'true'], { encoding: 'utf8' })
    if (tried.error) {
      throw new Error(
        'strace is missing; the fault rig needs it to see what reaches the disk (Debian: apt install strace).',
      )
    }
    if (tried.status !== 0) {
      throw new Error(
        `strace may not trace here (${tried.stderr.trim()}); the fault rig needs ptrace, e.g. docker run --cap-add SYS_PTRACE.`,
      )
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** Makes system calls of a running program fail, until the returned function is called. */
export async function failCalls(pid: number, calls: string, error: string): Promise<() => Promise<void>> {
  const names = calls.split(',').map((call) => `${call}:error=${error}`)
  const inject = names.flatMap((name) => ['-e', `inject=${name}`])
  const tracer: ChildProcess = spawn('strace', ['-f', '-e', `trace=${calls}`, ...inject, '-p', String(pid)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  await new Promise<void>((resolve, reject) => {
    tracer.stderr?.on('data', (text: Buffer) => {
      said += text.toString()
      if (said.includes('attached')) resolve()
    })
    tracer.on('error', reject)
    tracer.on('exit', () => reject(new Error(`strace could not attach: ${said}`)))
  })
  return async () => {
    if (tracer.exitCode !== null) return
    const gone = once(tracer, 'exit')
    tracer.kill('SIGINT')
    await gone
  }
}

/** Reads what `tracing` wrote. Files are those below `dir`, named relative to it. */
export async function readTrace(file: string, dir: string): Promise<TraceOp[]> {
  const ops: TraceOp[] = []
  const unfinished = new Map<string, string>()
  for await (const line of createInterface({ input: createReadStream(file, 'latin1') })) {
    const at = line.indexOf(' ')
    const thread = line.slice(0, at)
    const call = line.slice(at).trimStart()
    if (call.startsWith('<... ')) {
      const begun = unfinished.get(thread)
      unfinished.delete(thread)
      // What is written left with the first half of the line; only that a sync is over is news.
      if (begun && isSync(begun)) push(ops, begun, dir)
    } else if (call.endsWith('<unfinished ...>')) {
      unfinished.set(thread, call)
      if (!isSync(call)) push(ops, call, dir)
    } else if (!call.includes(' = -1 ')) push(ops, call, dir)
  }
  return ops
}

function isSync(call: string): boolean {
  return call.startsWith('fdatasync(') || call.startsWith('fsync(')
}

function push(ops: TraceOp[], call: string, dir: string): void {
  const name = call.slice(0, call.indexOf('('))
  const args = call.slice(name.length + 1)
  if (name === 'unlink') {
    const path = within(unhex(/"([^"]*)"/.exec(args)?.[1] ?? ''), dir)
    if (path !== null) ops.push({ kind: 'remove', path })
    return
  }
  const target = unhex(/^\d+<(.*?)>(?=[,)]| <)/.exec(args)?.[1] ?? '')
  const path = within(target, dir)
  if (path === null) {
    if (name === 'write' || name === 'writev') ops.push({ kind: 'say', to: target, bytes: strings(args) })
    return
  }
  if (name === 'fdatasync' || name === 'fsync') ops.push({ kind: 'sync', path })
  else if (name === 'ftruncate') ops.push({ kind: 'truncate', path, size: numberAfterComma(args) })
  else if (name === 'pwrite64') {
    ops.push({ kind: 'write', path, offset: numberAfterComma(args), bytes: strings(args) })
  }
}

/** The last argument: an offset or a size. */
function numberAfterComma(args: string): number {
  const found = /, (\d+)(?:\)| <unfinished)[^"]*$/.exec(args)
  if (!found) throw new Error(`not a line of a trace: ${args.slice(-80)}`)
  return Number(found[1])
}

/** `''`: the folder itself */
function within(path: string, dir: string): string | null {
  if (path === dir) return ''
  return path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : null
}

/** All that stands in quotes, one after another. */
function strings(args: string): Buffer {
  const parts = args.match(/"[^"]*"/g) ?? []
  return Buffer.concat(parts.map((part) => Buffer.from(part.slice(1, -1).replaceAll('\\x', ''), 'hex')))
}

function unhex(text: string): string {
  return text.replace(/(?:\\x[0-9a-f]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('\\x', ''), 'hex').toString(),
  )
}
