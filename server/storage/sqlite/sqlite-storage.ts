import { mkdir } from 'node:fs/promises'
import { systemRuntime } from '../../runtime.ts'
import { StorageError } from '../ports.ts'
import type { Storage } from '../ports.ts'
import { readUptime, writeUptime } from './uptime-file.ts'
import { WriterClient } from './writer-client.ts'
import type { StorageLog } from './writer-client.ts'

export interface SqliteStorageOptions {
  /** created when it is not there; one server at a time */
  readonly dir: string
  /** the database refuses to grow beyond this; default: as far as the disk goes */
  readonly maxBytes?: number
  /** room kept for the day the disk is full; default: none */
  readonly reserveBytes?: number
  readonly log?: StorageLog
}

/** Storage in one SQLite file. Rejects with `StorageError` when the folder cannot be used or another server has it. */
export async function openSqliteStorage(options: SqliteStorageOptions): Promise<Storage> {
  const { dir, maxBytes = null, reserveBytes = 0, log } = options
  try {
    await mkdir(dir, { recursive: true })
  } catch (error) {
    throw new StorageError(`The data folder ${dir} cannot be created.`, { cause: error })
  }
  const writer = await WriterClient.start(
    { dir, maxBytes, reserveBytes },
    { log, timers: systemRuntime().timers },
  )
  return {
    generation: await writer.call('generation'),
    health: () => writer.call('health'),
    quarantined: () => writer.call('quarantined'),
    uptime: { read: () => readUptime(dir), write: (uptime) => writeUptime(dir, uptime) },
    journal: {
      append: ({ stream, expectedSeq, records, people, listed }) =>
        writer.call('append', {
          stream,
          expectedSeq,
          records: records.map(alone),
          ...(listed && { listed }),
          ...(people && {
            people: {
              workshopId: people.workshopId,
              names: people.names,
              ...(people.answers && { answers: people.answers }),
            },
          }),
        }),
      read: (stream, afterSeq) => writer.call('read', stream, afterSeq),
      trim: (stream, upToSeq) => writer.call('trim', stream, upToSeq),
      quarantine: (stream, seq, reason) => writer.call('quarantineRecord', stream, seq, reason),
    },
    snapshots: {
      save: (stream, seq, bytes) => writer.call('saveSnapshot', stream, seq, alone(bytes)),
      latest: (stream, below) => writer.call('latestSnapshot', stream, below),
      quarantine: (stream, seq, reason) => writer.call('quarantineSnapshot', stream, seq, reason),
    },
    workshops: {
      create: (record) => writer.call('createWorkshop', record),
      get: (id) => writer.call('workshop', id),
      byCode: (code) => writer.call('workshopByCode', code),
      ofCommunity: (id, most) => writer.call('workshopsOf', id, most),
      list: (id, listing) => writer.call('listWorkshop', id, listing),
      changeCode: (id, code) => writer.call('changeCode', id, code),
    },
    communities: {
      create: (community) => writer.call('createCommunity', community),
      get: (id) => writer.call('community', id),
      replace: (community) => writer.call('replaceCommunity', community),
    },
    tokens: {
      add: (hash, grant) => writer.call('addToken', hash, grant),
      find: (hash) => writer.call('findToken', hash),
      revokeSeat: (workshopId, participantId) => writer.call('revokeSeat', workshopId, participantId),
      revokeFacilitation: (workshopId, keepHash) => writer.call('revokeFacilitation', workshopId, keepHash),
      revokeKeeping: (communityId, keepHash) => writer.call('revokeKeeping', communityId, keepHash),
    },
    people: {
      of: (workshopId) => writer.call('people', workshopId),
      answers: (workshopId) => writer.call('peopleAnswers', workshopId),
      erase: (workshopId, participantId) => writer.call('erasePerson', workshopId, participantId),
      unite: (seats, fresh) => writer.call('unite', seats, fresh),
      elsewhere: (workshopId) => writer.call('elsewhere', workshopId),
      confirm: (here, there) => writer.call('confirm', here, there),
      unconfirm: (here) => writer.call('unconfirm', here),
      confirmed: (here) => writer.call('confirmed', here),
    },
    close: () => writer.close(),
  }
}

/**
 * A copy: the call crosses over later, and until then the caller may do with its buffer what it likes. It
 * also leaves behind the larger buffer that small Node buffers are windows on.
 */
function alone(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes)
}
