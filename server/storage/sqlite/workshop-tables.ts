import type { Database } from 'better-sqlite3'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import { StorageError, TakenError } from '../ports.ts'
import type { Grant, WorkshopRecord } from '../ports.ts'
import { errorCode } from './database.ts'
import type { Calls } from './writer-protocol.ts'

type WorkshopCalls = Pick<Calls, 'createWorkshop' | 'workshop' | 'workshopByCode' | 'changeCode'>
type TokenCalls = Pick<Calls, 'addToken' | 'findToken' | 'revokeSeat' | 'revokeFacilitation'>

export function workshopTable(db: Database): WorkshopCalls {
  const add = db.prepare('insert into workshops (id, code, created_at) values (?, ?, ?)')
  const columns = 'select id, code, created_at as createdAt from workshops'
  const get = db.prepare<[string], WorkshopRecord>(`${columns} where id = ?`)
  const recode = db.prepare('update workshops set code = ? where id = ?')
  const byCode = db.prepare<[string], WorkshopRecord>(`${columns} where code = ?`)
  return {
    createWorkshop({ id, code, createdAt }) {
      if (byCode.get(code)) throw new TakenError(`The room code ${code} is in use.`)
      if (get.get(id)) throw new StorageError(`The workshop ${id} exists already.`)
      add.run(id, code, createdAt)
    },
    workshop: (id) => get.get(id) ?? null,
    workshopByCode: (code) => byCode.get(code) ?? null,
    changeCode(id, code) {
      if (byCode.get(code)) throw new TakenError(`The room code ${code} is in use.`)
      if (recode.run(code, id).changes === 0) throw new StorageError(`There is no workshop ${id}.`)
    },
  }
}

interface TokenRow {
  readonly role: Grant['role']
  readonly workshop_id: WorkshopId
  readonly participant_id: ParticipantId | null
}

export function tokenTable(db: Database): TokenCalls {
  const add = db.prepare('insert into tokens (hash, role, workshop_id, participant_id) values (?, ?, ?, ?)')
  const find = db.prepare<[string], TokenRow>(
    'select role, workshop_id, participant_id from tokens where hash = ?',
  )
  const revoke = db.prepare('delete from tokens where workshop_id = ? and participant_id = ?')
  const revokeOthers = db.prepare(
    "delete from tokens where workshop_id = ? and role = 'facilitator' and hash <> ?",
  )
  return {
    addToken(hash, grant) {
      const participantId = grant.role === 'participant' ? grant.participantId : null
      try {
        add.run(hash, grant.role, grant.workshopId, participantId)
      } catch (error) {
        if (errorCode(error) !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw error
        throw new StorageError('This secret opens something already.', { cause: error })
      }
    },
    findToken(hash) {
      const row = find.get(hash)
      if (!row) return null
      const { role, workshop_id: workshopId, participant_id: participantId } = row
      if (role === 'facilitator') return { role, workshopId }
      return participantId === null ? null : { role, workshopId, participantId }
    },
    revokeSeat: (workshopId, participantId) => void revoke.run(workshopId, participantId),
    revokeFacilitation: (workshopId, keepHash) => void revokeOthers.run(workshopId, keepHash),
  }
}
