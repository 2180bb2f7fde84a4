import type { Database } from 'better-sqlite3'
import type { CommunityId, ParticipantId, WorkshopId } from '#shared/ids.ts'
import { StorageError, TakenError } from '../ports.ts'
import type { Grant, ListedWorkshop, Listing, WorkshopRecord } from '../ports.ts'
import { errorCode } from './database.ts'
import type { Calls } from './writer-protocol.ts'

export interface WorkshopRows extends Pick<
  Calls,
  'createWorkshop' | 'workshop' | 'workshopByCode' | 'workshopsOf' | 'listWorkshop' | 'changeCode'
> {
  /** in the place of what was said before */
  writeListing(id: WorkshopId, listing: Listing): void
}
type TokenCalls = Pick<
  Calls,
  'addToken' | 'findToken' | 'revokeSeat' | 'revokeFacilitation' | 'revokeKeeping'
>

export function workshopTable(db: Database): WorkshopRows {
  const add = db.prepare('insert into workshops (id, code, created_at, community_id) values (?, ?, ?, ?)')
  const columns = 'id, code, created_at as createdAt, community_id as communityId'
  const get = db.prepare<[string], WorkshopRow>(`select ${columns} from workshops where id = ?`)
  const recode = db.prepare('update workshops set code = ? where id = ?')
  const byCode = db.prepare<[string], WorkshopRow>(`select ${columns} from workshops where code = ?`)
  const latestOf = db.prepare<[string, number], ListedRow>(
    `select ${columns}, listing from workshops where community_id = ? order by created_at desc, id desc limit ?`,
  )
  const list = db.prepare('update workshops set listing = ? where id = ?')
  const listFirst = db.prepare('update workshops set listing = ? where id = ? and listing is null')
  return {
    createWorkshop({ id, code, createdAt, communityId = null }) {
      if (byCode.get(code)) throw new TakenError(`The room code ${code} is in use.`)
      if (get.get(id)) throw new StorageError(`The workshop ${id} exists already.`)
      add.run(id, code, createdAt, communityId)
    },
    workshop: (id) => recordOf(get.get(id)),
    workshopByCode: (code) => recordOf(byCode.get(code)),
    workshopsOf: (id, most) =>
      latestOf
        .all(id, most)
        .map(({ listing, ...row }): ListedWorkshop => ({
          ...recordOf(row),
          listing: listing === null ? null : (JSON.parse(listing) as Listing),
        }))
        .reverse(),
    writeListing: (id, listing) => void list.run(JSON.stringify(listing), id),
    listWorkshop: (id, listing) => void listFirst.run(JSON.stringify(listing), id),
    changeCode(id, code) {
      if (byCode.get(code)) throw new TakenError(`The room code ${code} is in use.`)
      if (recode.run(code, id).changes === 0) throw new StorageError(`There is no workshop ${id}.`)
    },
  }
}

interface ListedRow extends WorkshopRow {
  readonly listing: string | null
}

interface WorkshopRow extends Omit<WorkshopRecord, 'communityId'> {
  readonly communityId: CommunityId | null
}

function recordOf(row: WorkshopRow): WorkshopRecord
function recordOf(row: WorkshopRow | undefined): WorkshopRecord | null
function recordOf(row: WorkshopRow | undefined): WorkshopRecord | null {
  if (row === undefined) return null
  const { communityId, ...record } = row
  return communityId === null ? record : { ...record, communityId }
}

interface TokenRow {
  readonly role: Grant['role']
  /** empty for keepers, whose secrets open no workshop */
  readonly workshop_id: WorkshopId
  readonly participant_id: ParticipantId | null
  readonly community_id: CommunityId | null
}

export function tokenTable(db: Database): TokenCalls {
  const add = db.prepare(
    'insert into tokens (hash, role, workshop_id, participant_id, community_id) values (?, ?, ?, ?, ?)',
  )
  const find = db.prepare<[string], TokenRow>(
    'select role, workshop_id, participant_id, community_id from tokens where hash = ?',
  )
  const revoke = db.prepare('delete from tokens where workshop_id = ? and participant_id = ?')
  const revokeOthers = db.prepare(
    "delete from tokens where workshop_id = ? and role = 'facilitator' and hash <> ?",
  )
  const revokeKeepers = db.prepare(
    "delete from tokens where community_id = ? and role = 'keeper' and hash <> ?",
  )
  return {
    addToken(hash, grant) {
      const workshopId = grant.role === 'keeper' ? '' : grant.workshopId
      const participantId = grant.role === 'participant' ? grant.participantId : null
      const communityId = grant.role === 'keeper' ? grant.communityId : null
      try {
        add.run(hash, grant.role, workshopId, participantId, communityId)
      } catch (error) {
        if (errorCode(error) !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw error
        throw new StorageError('This secret opens something already.', { cause: error })
      }
    },
    findToken(hash) {
      const row = find.get(hash)
      if (!row) return null
      const { role, workshop_id: workshopId, participant_id: participantId, community_id: communityId } = row
      switch (role) {
        case 'facilitator':
          return { role, workshopId }
        case 'participant':
          return participantId === null ? null : { role, workshopId, participantId }
        case 'keeper':
          return communityId === null ? null : { role, communityId }
      }
    },
    revokeSeat: (workshopId, participantId) => void revoke.run(workshopId, participantId),
    revokeFacilitation: (workshopId, keepHash) => void revokeOthers.run(workshopId, keepHash),
    revokeKeeping: (communityId, keepHash) => void revokeKeepers.run(communityId, keepHash),
  }
}
