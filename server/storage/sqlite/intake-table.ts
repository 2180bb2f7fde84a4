import type { Database } from 'better-sqlite3'
import { decodeIntakeRow, encodeIntakeRow, type IntakeRecord, type IntakeRow } from './intake-row.ts'

/** What the disk should hold of the intake and does not, or not readably. */
export interface IntakeLoss {
  /** of the first row it is about */
  readonly id: number
  /** English, for operators */
  readonly reason: string
  /** what is left; empty when nothing is */
  readonly bytes: Uint8Array
}

export interface IntakeRows {
  /** The id the next row will have. */
  next(): number
  /** One row for everything a commit takes. */
  add(records: readonly IntakeRecord[]): void
  /** Drops the rows before `id`. */
  dropBefore(id: number): void
  /** Everything that is there, oldest first, and what is lost. */
  load(): {
    readonly rows: readonly { readonly id: number; readonly records: readonly IntakeRecord[] }[]
    readonly losses: readonly IntakeLoss[]
  }
  /** Drops every row, readable or not; ids go on above all there ever were. */
  clear(): void
  /** Reads the ends again: a transaction was undone. */
  forget(): void
}

interface Ends {
  readonly first: number
  readonly last: number
}

/**
 * The journal's way in: one row for each commit, whatever number of streams is in it, so that a commit costs one page and
 * not one for each board. Rows are numbered without gaps, and `intake_ends` says in another page which ones must be there:
 * a row that a disk forgot is noticed, even the last.
 */
export function intakeTable(db: Database): IntakeRows {
  const insert = db.prepare('insert into intake (id, heads, bytes, heads_again) values (?, ?, ?, ?)')
  const drop = db.prepare('delete from intake where id < ?')
  const setFirst = db.prepare('update intake_ends set first = ? where id = 1')
  const setLast = db.prepare('update intake_ends set last = ? where id = 1')
  const setEnds = db.prepare('insert or replace into intake_ends (id, first, last) values (1, ?, ?)')
  const newest = db.prepare<[], { readonly id: number | null }>('select max(id) as id from intake')
  const readEnds = db.prepare<[], Ends>('select first, last from intake_ends where id = 1')
  const all = db.prepare<[], IntakeRow & { readonly id: number }>(
    'select id, heads, bytes, heads_again as headsAgain from intake order by id',
  )
  let ends: Ends | null = null
  /** The page with the ends may be older than the rows; then the rows are right. */
  const known = (): Ends => {
    if (ends) return ends
    const { first, last } = readEnds.get() ?? { first: 1, last: 0 }
    return (ends = { first, last: Math.max(last, newest.get()?.id ?? 0) })
  }

  return {
    next: () => known().last + 1,

    add(records) {
      const { first, last } = known()
      const id = last + 1
      const { heads, bytes, headsAgain } = encodeIntakeRow(id, records)
      insert.run(id, heads, bytes, headsAgain)
      setLast.run(id)
      ends = { first, last: id }
    },

    dropBefore(id) {
      const { first, last } = known()
      if (id <= first) return
      drop.run(id)
      setFirst.run(id)
      ends = { first: id, last }
    },

    load() {
      const stored = readEnds.get()
      const losses: IntakeLoss[] = []
      const rows: { id: number; records: readonly IntakeRecord[] }[] = []
      if (!stored) losses.push(lossOf(0, 'nothing says which rows of the intake must be there'))
      let next = stored?.first ?? null
      const expect = (id: number) => {
        if (next !== null && next < id)
          losses.push(lossOf(next, `rows ${next} to ${id - 1} of the intake are missing`))
      }
      for (const row of all.iterate()) {
        expect(row.id)
        next = row.id + 1
        const records = decodeIntakeRow(row.id, row)
        if (records) rows.push({ id: row.id, records })
        else losses.push(lossOf(row.id, `row ${row.id} of the intake cannot be read`, row.bytes))
      }
      if (stored) expect(stored.last + 1)
      return { rows, losses }
    },

    clear() {
      const { last } = known()
      drop.run(last + 1)
      setEnds.run(last + 1, last)
      ends = { first: last + 1, last }
    },

    forget: () => void (ends = null),
  }
}

function lossOf(id: number, reason: string, bytes: Uint8Array = new Uint8Array(0)): IntakeLoss {
  return { id, reason, bytes }
}
