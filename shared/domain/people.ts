import type { ParticipantId } from '../ids.ts'
import { normaliseLine } from '../text.ts'
import { keptAnswers, type IntakeAnswers } from './answers.ts'
import type { Command } from './commands.ts'
import type { WorkshopEvent } from './events.ts'
import { formAnswersOf } from './own-words.ts'
import { knowing, type Past } from './past.ts'
import type { WorkshopState } from './state.ts'

/** Names by participant: the erasable part of a workshop (D11). A missing or `null` name means erased. */
export type People = Readonly<Record<ParticipantId, string | null>>

/** The state with names filled in, as it leaves the server and as the client shows it. */
export function withNames(state: WorkshopState, people: People): WorkshopState {
  return {
    ...state,
    participants: state.participants.map((participant) => ({
      ...participant,
      name: people[participant.id] ?? null,
    })),
  }
}

/**
 * The names a command carries, as they go into the table of people; `null` when it carries none. Names never enter an
 * event. `participantId` is the seat the command was given from. Ask only for commands that were accepted.
 */
export function namesIn(command: Command, participantId: ParticipantId | null): People | null {
  switch (command.type) {
    case 'seat.take':
    case 'seat.apply':
      return { [command.participantId]: normaliseLine(command.name) }
    case 'seat.rename': {
      const renamed = command.participantId ?? participantId
      return renamed === null ? null : { [renamed]: normaliseLine(command.name) }
    }
    default:
      return null
  }
}

/** Whom events take out of the table of people, with all they answered: the forgotten, and who waited and went without a seat. */
export function erasedBy(events: readonly WorkshopEvent[]): People {
  const erased = events.filter(({ type }) => type === 'seat.forgotten' || type === 'wait.ended')
  return Object.fromEntries(
    erased.flatMap((event) => ('participantId' in event ? [[event.participantId, null] as const] : [])),
  )
}

/** The state with form answers beside those who gave any: for facilitators only. */
export function withAnswers(state: WorkshopState, answers: IntakeAnswers): WorkshopState {
  return {
    ...state,
    participants: state.participants.map((participant) => {
      const kept = answers[participant.id]
      const given = kept === undefined ? null : formAnswersOf(kept)
      return given === null ? participant : { ...participant, answers: given }
    }),
  }
}

/** The state as facilitators know it, with what is known of earlier workshops. */
export function withPast(state: WorkshopState, past: Past): WorkshopState {
  const given = state.participants.flatMap(({ id, answers }) => (answers ? [[id, answers] as const] : []))
  return { ...withAnswers(state, knowing(Object.fromEntries(given), past)), past }
}

/** The form answers a command carries, as they go into the table of people; `null` when it carries none. As for names. */
export function answersIn(command: Command): IntakeAnswers | null {
  return (command.type === 'seat.take' || command.type === 'seat.apply') && command.answers !== undefined
    ? { [command.participantId]: keptAnswers(command.answers) }
    : null
}
