import type { ParticipantId } from '../ids.ts'
import type { IntakeAnswers } from './answers.ts'
import { explainTeams } from './formation/explain-team.ts'
import { participantById, teamOf } from './lookup.ts'
import { NO_WORDS, type Mood } from './own-words.ts'
import type { Viewer } from './slice.ts'
import type { Team, WorkshopState } from './state.ts'

/** What somebody said of themselves, as their team-mates read it: what they did not opt in to is `null`. */
export interface Introduction {
  readonly intro: string
  readonly job: string | null
  readonly industry: string | null
  readonly mood: Mood | null
  readonly today: string
}

/** `GET …/introductions`: before the start, one's team as it may be known to oneself. */
export interface Introductions {
  readonly people: Readonly<Record<ParticipantId, Introduction>>
  /** what at least two of one's team have as their first challenge; never who of them, nor anything else that formed it */
  readonly challenge: string | null
  /** one's own answers and choices, to show or not; `null` without a seat */
  readonly own: {
    readonly job: string | null
    readonly industry: string | null
    readonly showsJob: boolean
    readonly showsIndustry: boolean
  } | null
}

/** Of one's own team and oneself; of everybody for facilitators. */
export function introductionsFor(state: WorkshopState, viewer: Viewer, intake: IntakeAnswers): Introductions {
  const id = viewer.role === 'visitor' ? null : viewer.participantId
  const me = id === null ? null : participantById(state, id)
  const team = me === null ? null : teamOf(state, me.id)
  const mates = team?.members.map(({ participantId }) => participantId) ?? (me === null ? [] : [me.id])
  const known = viewer.role === 'facilitator' ? state.participants.map((one) => one.id) : mates
  const own = me === null ? undefined : intake[me.id]
  return {
    people: Object.fromEntries(known.flatMap((one) => said(one, intake))),
    challenge: team === null ? null : commonChallenge(team, intake),
    own:
      me === null
        ? null
        : {
            job: own?.job ?? null,
            industry: own?.industry ?? null,
            showsJob: own?.words?.job ?? false,
            showsIndustry: own?.words?.industry ?? false,
          },
  }
}

function said(id: ParticipantId, intake: IntakeAnswers): readonly (readonly [ParticipantId, Introduction])[] {
  const answers = intake[id]
  if (answers?.words === undefined) return []
  const { intro, job, industry, mood, today } = { ...NO_WORDS, ...answers.words }
  const shown = {
    intro,
    job: job ? answers.job : null,
    industry: industry ? answers.industry : null,
    mood,
    today,
  }
  return Object.values(shown).every((one) => one === null || one === '') ? [] : [[id, shown]]
}

function commonChallenge({ members }: Team, intake: IntakeAnswers): string | null {
  const people = members.map(({ participantId: id }) => ({
    id,
    ...(intake[id] ? { answers: intake[id] } : {}),
  }))
  const drawn = [{ before: null, members: people.map(({ id }) => id) }]
  const common = explainTeams({ people, seed: 1 }, drawn)[0]?.challenge ?? null
  return common !== null && common.sharing >= 2 ? common.challenge : null
}
