import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Random } from '#shared/random.ts'
import type { TraceOp } from './fault-trace.ts'

type FileOp = Extract<TraceOp, { readonly path: string }>
type Pending = Exclude<FileOp, { readonly kind: 'sync' }>

/** What a power cut does to writes that were not synced. */
const FATES = ['dropped', 'kept', 'torn', 'reordered'] as const
export type Fate = (typeof FATES)[number]

interface File {
  /** what a power cut cannot take; `null`: there may be no such file */
  durable: Buffer | null
  pending: Pending[]
}

/** A disk as a trace leaves it: what is synced stays, the rest is anybody's guess. */
export class Disk {
  readonly #files = new Map<string, File>()

  apply(op: FileOp): void {
    if (op.path === '') return this.#syncNames()
    const file = this.#files.get(op.path) ?? { durable: null, pending: [] }
    this.#files.set(op.path, file)
    if (op.kind !== 'sync') {
      file.pending.push(op)
      return
    }
    file.durable = file.pending.reduce<Buffer | null>(written, file.durable) ?? Buffer.alloc(0)
    file.pending = []
  }

  /** The folder was synced: what was removed before stays removed. */
  #syncNames(): void {
    for (const file of this.#files.values()) {
      const removed = file.pending.findLastIndex(({ kind }) => kind === 'remove')
      if (removed === -1) continue
      file.durable = null
      file.pending = file.pending.slice(removed + 1)
    }
  }

  /** Writes the files as the power cut leaves them; each file meets its own fate. */
  cut(dir: string, random: Random): Fate[] {
    rmSync(dir, { recursive: true, force: true })
    mkdirSync(dir, { recursive: true })
    return [...this.#files].map(([path, file]) => {
      const fate = FATES[Math.floor(random() * FATES.length)] ?? 'dropped'
      const content = survivors(file.pending, fate, random).reduce<Buffer | null>(written, file.durable)
      if (content !== null) writeFileSync(join(dir, path), content)
      return fate
    })
  }
}

/** The pending writes that have reached the platter, cut at the sectors of a disk. */
function survivors(pending: readonly Pending[], fate: Fate, random: Random): Pending[] {
  if (fate === 'dropped') return []
  if (fate === 'kept') return [...pending]
  const sector = random() < 0.5 ? 512 : 4096
  const pieces = pending.flatMap((op) => (op.kind === 'write' ? sectorsOf(op, sector) : [op]))
  // Torn: the disk stopped somewhere in the order given. Reordered: it had its own, so any of them may be missing.
  if (fate === 'torn') return pieces.slice(0, Math.floor(random() * (pieces.length + 1)))
  return pieces.filter(() => random() < 0.5)
}

function sectorsOf(op: Extract<Pending, { kind: 'write' }>, sector: number): Pending[] {
  const pieces: Pending[] = []
  for (let at = 0; at < op.bytes.length;) {
    const offset = op.offset + at
    const end = at + sector - (offset % sector)
    pieces.push({ ...op, offset, bytes: op.bytes.subarray(at, end) })
    at = end
  }
  return pieces
}

function written(content: Buffer | null, op: Pending): Buffer | null {
  switch (op.kind) {
    case 'remove':
      return null
    case 'truncate':
      return sized(content ?? Buffer.alloc(0), op.size)
    case 'write': {
      const end = op.offset + op.bytes.length
      const grown = Buffer.from(sized(content ?? Buffer.alloc(0), Math.max(content?.length ?? 0, end)))
      op.bytes.copy(grown, op.offset)
      return grown
    }
  }
}

function sized(content: Buffer, size: number): Buffer {
  return content.length >= size ? content.subarray(0, size) : Buffer.concat([content], size)
}
