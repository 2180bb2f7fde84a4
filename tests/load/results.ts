import type { ServerName } from './contestants.ts'
import type { Stages } from './stage/boards.ts'

/** One measurement of one server. */
export interface Run {
  readonly item: string
  readonly server: ServerName
  readonly round: number
  /** what was measured, by column; null where it does not apply */
  readonly values: Readonly<Record<string, number | string | null>>
  /** why the run does not count; empty when it does */
  readonly faults: readonly string[]
  /** the share of a core that something else used, percent; null where nothing ran long enough to say */
  readonly foreignPct: number | null
}

export interface Column {
  readonly key: string
  readonly title: string
  readonly digits?: number
  /** the column is compared with that server's, within each round */
  readonly ratioTo?: readonly ServerName[]
}

/** One kind of work: how it is done, and how its results read. */
export interface Item {
  readonly name: string
  readonly title: string
  readonly servers: readonly ServerName[]
  /** rounds of a whole run */
  readonly rounds: number
  readonly columns: readonly Column[]
  /** sentences under the table */
  readonly notes: readonly string[]
  readonly run: (server: ServerName, bench: Bench) => Promise<readonly Measured[]>
}

/** `variant` tells several results of one run apart (a size, a moment); it names the row. */
export type Measured = Pick<Run, 'values' | 'faults' | 'foreignPct'> & { readonly variant?: string }

/** What an item is given. */
export interface Bench {
  readonly stages: Stages
  readonly quick: boolean
  readonly profile: string | null
  readonly say: (line: string) => void
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

/** p50, p95, p99 and the largest. */
export function spread(values: readonly number[]): { p50: number; p95: number; p99: number; max: number } {
  const sorted = [...values].sort((one, other) => one - other)
  return {
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    max: sorted.at(-1) ?? NaN,
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const high = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? NaN) + high) / 2
}
