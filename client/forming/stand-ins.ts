import type { Answers } from '#shared/domain/answers.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import type { Drawing } from './drawing.ts'
import type { ReadTeam } from './reading.ts'

/** Somebody's answers as the drawing has them: who steps in for a mentor is one, whatever they ticked. */
export function answersIn(
  { participants }: WorkshopState,
  { standIns }: Pick<Drawing, 'standIns'>,
  id: ParticipantId,
): Answers | null {
  const answers = participants.find((one) => one.id === id)?.answers ?? null
  return answers !== null && standIns?.has(id) === true ? { ...answers, mentor: true } : answers
}

/** Who steps in and is the mentor of their team in the drawing; the workshop has to be told, since they did not offer it. */
export function steppingIn(
  { standIns }: Pick<Drawing, 'standIns'>,
  teams: readonly ReadTeam[],
): readonly ParticipantId[] {
  const members = teams.flatMap(({ formed }) => formed?.members ?? [])
  return members.flatMap(({ participantId, role }) =>
    role === 'mentor' && standIns?.has(participantId) === true ? [participantId] : [],
  )
}
