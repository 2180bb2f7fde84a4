import type { Database } from 'better-sqlite3'
import type { People } from '#shared/domain/people.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import type { Calls } from './writer-protocol.ts'

export interface PeopleRows extends Pick<Calls, 'people' | 'erasePerson'> {
  /** a `null` name erases */
  writeNames(workshopId: WorkshopId, names: People): void
}

export function peopleTable(db: Database): PeopleRows {
  const put = db.prepare(
    `insert into people (workshop_id, participant_id, name) values (?, ?, ?)
     on conflict (workshop_id, participant_id) do update set name = excluded.name`,
  )
  const drop = db.prepare('delete from people where workshop_id = ? and participant_id = ?')
  const ofWorkshop = db.prepare<[string], { readonly participant_id: ParticipantId; readonly name: string }>(
    'select participant_id, name from people where workshop_id = ?',
  )
  return {
    writeNames(workshopId, names) {
      for (const [participantId, name] of Object.entries(names)) {
        if (name === null) drop.run(workshopId, participantId)
        else put.run(workshopId, participantId, name)
      }
    },
    people: (workshopId) =>
      Object.fromEntries(
        ofWorkshop.all(workshopId).map(({ participant_id, name }) => [participant_id, name]),
      ),
    erasePerson: (workshopId, participantId) => void drop.run(workshopId, participantId),
  }
}
