import type { Database } from 'better-sqlite3'
import { NO_ANSWERS, type Answers, type IntakeAnswers } from '#shared/domain/answers.ts'
import { isSame, personOf, sitsOnce, type KnownSeat } from '#shared/domain/one-person.ts'
import type { People } from '#shared/domain/people.ts'
import type { ParticipantId, PersonId, WorkshopId } from '#shared/ids.ts'
import type { Seat } from '../ports.ts'
import type { Calls } from './writer-protocol.ts'

interface CircleOf {
  readonly workshopId: WorkshopId
  /** `null`: everybody in it */
  readonly participantId: ParticipantId | null
}

type PeopleCalls = 'people' | 'peopleAnswers' | 'erasePerson' | 'unite' | 'elsewhere'
type ConfirmCalls = 'confirm' | 'unconfirm' | 'confirmed'

export interface PeopleRows extends Pick<Calls, PeopleCalls | ConfirmCalls> {
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
  // the seats known to be of the same person, by their own links or as facilitators confirmed: of all here, or of one
  const circles = db.prepare<[CircleOf], KnownSeat & { readonly here: ParticipantId }>(
    `with recursive circle (here, at, who) as (
       select participant_id, workshop_id, participant_id from people
       where workshop_id = @workshopId and (@participantId is null or participant_id = @participantId)
       union
       select circle.here, there.workshop_id, there.participant_id
       from circle join people own on own.workshop_id = circle.at and own.participant_id = circle.who
         join people there on there.person = own.person
       union
       select circle.here, there_workshop_id, there_participant_id
       from circle join confirmations on workshop_id = circle.at and participant_id = circle.who
       union
       select circle.here, workshop_id, participant_id
       from circle join confirmations on there_workshop_id = circle.at and there_participant_id = circle.who
     )
     select here, workshop_id as workshopId, participant_id as participantId, person
     from circle join people on workshop_id = at and participant_id = who
     order by workshop_id, participant_id`,
  )
  const name = db.prepare('update people set person = ? where workshop_id = ? and participant_id = ?')
  const confirm = db.prepare(
    'insert into confirmations (workshop_id, participant_id, there_workshop_id, there_participant_id) values (?, ?, ?, ?)',
  )
  const unconfirm = db.prepare('delete from confirmations where workshop_id = ? and participant_id = ?')
  const forgetConfirmed = db.prepare(
    'delete from confirmations where there_workshop_id = ? and there_participant_id = ?',
  )
  const confirmed = db.prepare<[string, string], Seat>(
    `select there_workshop_id as workshopId, there_participant_id as participantId from confirmations
     where workshop_id = ? and participant_id = ?`,
  )
  const circleOf = ({ workshopId, participantId }: Seat) => circles.all({ workshopId, participantId })
  const erase = (workshopId: WorkshopId, participantId: string) => {
    for (const statement of [drop, unconfirm, forgetConfirmed]) statement.run(workshopId, participantId)
  }
  return {
    writeNames(workshopId, names) {
      for (const [participantId, name] of Object.entries(names)) {
        if (name === null) erase(workshopId, participantId)
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
    erasePerson: erase,
    unite(seats, fresh) {
      const there = seats.flatMap(
        ({ workshopId, participantId }) => seat.get(workshopId, participantId) ?? [],
      )
      const person: PersonId | null = personOf(there, fresh, circleOf)
      if (person === null) return false
      for (const { workshopId, participantId } of there.filter((one) => one.person === null))
        name.run(person, workshopId, participantId)
      return true
    },
    elsewhere: (workshopId) =>
      circles
        .all({ workshopId, participantId: null })
        .filter((one) => one.workshopId !== workshopId)
        .map(({ here, workshopId, participantId }) => ({
          participantId: here,
          seat: { workshopId, participantId },
        })),
    confirm(here, there) {
      const [own, theirs] = [circleOf(here), circleOf(there)]
      if (own.length === 0 || theirs.length === 0) return false
      if (own.some((one) => isSame(one, there))) return true
      const before = confirmed.get(here.workshopId, here.participantId)
      if (before !== undefined || !sitsOnce([...own, ...theirs])) return false
      confirm.run(here.workshopId, here.participantId, there.workshopId, there.participantId)
      return true
    },
    unconfirm: ({ workshopId, participantId }) => void unconfirm.run(workshopId, participantId),
    confirmed: ({ workshopId, participantId }) => confirmed.get(workshopId, participantId) ?? null,
  }
}

/** What an earlier build did not ask yet was not answered. */
function readAnswers(stored: string): Answers {
  return { ...NO_ANSWERS, ...(JSON.parse(stored) as Partial<Answers>) }
}
