import type { Database } from 'better-sqlite3'
import { NO_ANSWERS, type Answers, type IntakeAnswers } from '#shared/domain/answers.ts'
import { personOf, type KnownSeat } from '#shared/domain/one-person.ts'
import type { People } from '#shared/domain/people.ts'
import type { ParticipantId, PersonId, WorkshopId } from '#shared/ids.ts'
import type { Calls } from './writer-protocol.ts'

export interface PeopleRows extends Pick<
  Calls,
  'people' | 'peopleAnswers' | 'erasePerson' | 'unite' | 'elsewhere'
> {
  /** a `null` name erases the person with everything that was answered */
  writeNames(workshopId: WorkshopId, names: People): void
  /** of those who have a name */
  writeAnswers(workshopId: WorkshopId, answers: IntakeAnswers): void
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
  const putAnswers = db.prepare('update people set answers = ? where workshop_id = ? and participant_id = ?')
  const answersOf = db.prepare<
    [string],
    { readonly participant_id: ParticipantId; readonly answers: string }
  >('select participant_id, answers from people where workshop_id = ? and answers is not null')
  const seat = db.prepare<[string, string], KnownSeat>(
    `select workshop_id as workshopId, participant_id as participantId, person from people
     where workshop_id = ? and participant_id = ?`,
  )
  const seatsOf = db.prepare<[string], KnownSeat>(
    'select workshop_id as workshopId, participant_id as participantId, person from people where person = ?',
  )
  const name = db.prepare('update people set person = ? where workshop_id = ? and participant_id = ?')
  const elsewhere = db.prepare<[string], KnownSeat & { readonly here: ParticipantId }>(
    `select here.participant_id as here, there.workshop_id as workshopId, there.participant_id as participantId
     from people here join people there on there.person = here.person and there.workshop_id <> here.workshop_id
     where here.workshop_id = ? and here.person is not null
     order by there.workshop_id, there.participant_id`,
  )
  return {
    writeNames(workshopId, names) {
      for (const [participantId, name] of Object.entries(names)) {
        if (name === null) drop.run(workshopId, participantId)
        else put.run(workshopId, participantId, name)
      }
    },
    writeAnswers(workshopId, answers) {
      for (const [participantId, given] of Object.entries(answers)) {
        putAnswers.run(JSON.stringify(given), workshopId, participantId)
      }
    },
    people: (workshopId) =>
      Object.fromEntries(
        ofWorkshop.all(workshopId).map(({ participant_id, name }) => [participant_id, name]),
      ),
    peopleAnswers: (workshopId) =>
      Object.fromEntries(
        answersOf
          .all(workshopId)
          .map(({ participant_id, answers }) => [participant_id, readAnswers(answers)]),
      ),
    erasePerson: (workshopId, participantId) => void drop.run(workshopId, participantId),
    unite(seats, fresh) {
      const there = seats.flatMap(
        ({ workshopId, participantId }) => seat.get(workshopId, participantId) ?? [],
      )
      const person: PersonId | null = personOf(there, fresh, (known) => seatsOf.all(known))
      if (person === null) return false
      for (const { workshopId, participantId } of there) name.run(person, workshopId, participantId)
      return true
    },
    elsewhere: (workshopId) =>
      elsewhere.all(workshopId).map(({ here, workshopId, participantId }) => ({
        participantId: here,
        seat: { workshopId, participantId },
      })),
  }
}

/** What an earlier build did not ask yet was not answered. */
function readAnswers(stored: string): Answers {
  return { ...NO_ANSWERS, ...(JSON.parse(stored) as Partial<Answers>) }
}
