import type { Database } from 'better-sqlite3'
import type { Charter, Community, CommunityTemplate } from '#shared/domain/community.ts'
import type { CommunityId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import { StorageError } from '../ports.ts'
import type { Calls } from './writer-protocol.ts'

type CommunityCalls = Pick<Calls, 'createCommunity' | 'community' | 'replaceCommunity'>

interface CommunityRow {
  readonly id: CommunityId
  readonly charter: string
  readonly templates: string
  readonly edition: number
  readonly createdAt: Millis
}

export function communityTable(db: Database): CommunityCalls {
  const get = db.prepare<[string], CommunityRow>(
    'select id, charter, templates, edition, created_at as createdAt from communities where id = ?',
  )
  const add = db.prepare(
    'insert into communities (id, charter, templates, edition, created_at) values (?, ?, ?, ?, ?)',
  )
  const put = db.prepare(
    'update communities set charter = ?, templates = ?, edition = ? where id = ? and edition = ?',
  )
  return {
    createCommunity({ id, charter, templates, edition, createdAt }) {
      if (get.get(id)) throw new StorageError(`The community ${id} exists already.`)
      add.run(id, JSON.stringify(charter), JSON.stringify(templates), edition, createdAt)
    },
    community(id) {
      const row = get.get(id)
      return row ? communityOf(row) : null
    },
    replaceCommunity({ id, charter, templates, edition }) {
      const written = put.run(JSON.stringify(charter), JSON.stringify(templates), edition, id, edition - 1)
      return written.changes > 0
    },
  }
}

function communityOf({ charter, templates, ...row }: CommunityRow): Community {
  return {
    ...row,
    charter: JSON.parse(charter) as Charter,
    templates: JSON.parse(templates) as readonly CommunityTemplate[],
  }
}
