import type { Database } from 'better-sqlite3'
import type { StreamName } from '../ports.ts'

/** A record that is committed in the intake and has not been settled into its stream's place. */
export interface Unsettled {
  readonly seq: number
  readonly crc: number
  readonly bytes: Uint8Array
  /** the id of its row in the intake */
  readonly row: number
}

/** A stream as it stands in the open transaction; nobody else writes this database. */
export interface Stream {
  readonly id: number
  readonly name: StreamName
  /** of all that was taken, settled or not */
  last: number
  /** up to here the records stand in `journal` */
  settled: number
  trimmed: number
  /** those after `settled`, oldest first */
  unsettled: Unsettled[]
}

export interface StreamRows {
  find(name: StreamName): Stream | undefined
  byId(id: number): Stream | undefined
  begin(name: StreamName): Stream
  /** Writes down how far a stream is settled and trimmed. */
  save(stream: Stream): void
  /** Lets go of what is remembered. */
  forget(): void
}

interface Row {
  readonly id: number
  readonly name: StreamName
  readonly last_seq: number
  readonly trimmed_seq: number
  readonly newest: number | null
}

/** So many streams are kept in memory; beyond it those that are settled are read again. */
const MOST_STREAMS = 10_000

/** `last_seq` is the last settled one. The records themselves are asked too, lest a seq be given out twice. */
export function streamTable(db: Database): StreamRows {
  const columns = `select id, name, last_seq, trimmed_seq,
    (select max(seq) from journal where stream_id = streams.id) as newest from streams`
  const byName = db.prepare<[string], Row>(`${columns} where name = ?`)
  const byId = db.prepare<[number], Row>(`${columns} where id = ?`)
  const add = db.prepare('insert into streams (name, last_seq, trimmed_seq) values (?, 0, 0)')
  const update = db.prepare('update streams set last_seq = ?, trimmed_seq = ? where id = ?')
  const known = new Map<string, Stream>()

  function remember(stream: Stream): Stream {
    if (known.size >= MOST_STREAMS)
      for (const [name, { unsettled }] of known) if (unsettled.length === 0) known.delete(name)
    known.set(stream.name, stream)
    return stream
  }

  function fromRow(row: Row | undefined): Stream | undefined {
    if (!row) return undefined
    const { id, name, trimmed_seq: trimmed } = row
    const settled = Math.max(row.last_seq, row.newest ?? 0)
    return known.get(name) ?? remember({ id, name, last: settled, settled, trimmed, unsettled: [] })
  }

  return {
    find: (name) => known.get(name) ?? fromRow(byName.get(name)),
    byId: (id) => fromRow(byId.get(id)),
    begin(name) {
      const id = Number(add.run(name).lastInsertRowid)
      return remember({ id, name, last: 0, settled: 0, trimmed: 0, unsettled: [] })
    },
    save: ({ id, settled, trimmed }) => void update.run(settled, trimmed, id),
    forget: () => known.clear(),
  }
}
