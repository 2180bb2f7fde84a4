import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** What `/proc` counts in; 100 a second on every Linux there is. */
const TICK_MS = 10

/** Whether processes can be bound to a core here. */
export const canPin = cpus().length >= 2 && spawnSync('taskset', ['-V']).status === 0

/** CPU used by a process with all its threads since it began, ms. */
export function cpuOf(pid: number): number {
  return cpuIn(`/proc/${pid}/stat`)
}

function cpuIn(path: string): number {
  const stat = readFileSync(path, 'utf8')
  // The name, in parentheses, may hold anything; the fields are counted after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** CPU used by everything on this machine, ms. */
function cpuOfAll(): number {
  const [, ...ticks] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/)
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = ticks.map(Number)
  return (user + nice + system + irq + softirq + steal) * TICK_MS
}

/** Memory of a process now and at its worst, MB. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? NaN)
  return { now: kilobytes('VmRSS') / 1024, peak: kilobytes('VmHWM') / 1024 }
}

/** Forgets the worst so far, where the system lets us. */
export function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // The peak then includes what went before; it is never too small.
  }
}

export interface Usage {
  readonly wallMs: number
  readonly serverMs: number
  /** of it in the main thread: what is left is the writer thread, the collector, the disk */
  readonly mainMs: number
  /** shares of one core, in percent */
  readonly serverPct: number
  readonly loadPct: number
  /** what neither server nor load used: another program disturbed the measurement */
  readonly foreignPct: number
}

/** Starts counting; the function it returns says what was used since. */
export function meter(pid: number): () => Usage {
  const main = () => cpuIn(`/proc/${pid}/task/${pid}/stat`)
  const at = {
    wall: performance.now(),
    server: cpuOf(pid),
    main: main(),
    load: process.cpuUsage(),
    all: cpuOfAll(),
  }
  return () => {
    const wallMs = performance.now() - at.wall
    const serverMs = cpuOf(pid) - at.server
    const mainMs = main() - at.main
    const { user, system } = process.cpuUsage(at.load)
    const loadMs = (user + system) / 1_000
    const foreignMs = Math.max(0, cpuOfAll() - at.all - serverMs - loadMs)
    const pct = (ms: number) => (100 * ms) / wallMs
    return {
      wallMs,
      serverMs,
      mainMs,
      serverPct: pct(serverMs),
      loadPct: pct(loadMs),
      foreignPct: pct(foreignMs),
    }
  }
}

/** The kind of machine, without anything that names it. */
export function describeMachine(): string {
  const memory = Math.round(totalmem() / 1024 ** 3)
  const model = (cpus()[0]?.model ?? 'unknown processor').replace(/\s+/g, ' ').trim()
  return `${cpus().length} × ${model}, ${memory} GB, ${process.platform} ${process.arch}, Node ${process.version}, loopback only`
}
