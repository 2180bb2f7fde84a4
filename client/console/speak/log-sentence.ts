import { teamById, phaseById } from '#shared/domain/lookup.ts'
import { phaseTitle } from '#shared/domain/phases/registry.ts'
import type { Locale, WorkshopState } from '#shared/domain/state.ts'
import { ALL_TEAMS, type ParticipantId, type PhaseId, type TeamId } from '#shared/ids.ts'
import { assertNever } from '#shared/result.ts'
import { MINUTE, SECOND, type Millis } from '#shared/time.ts'
import type { speakText } from '../../i18n/console-speak.ts'
import { wallClock } from '../../workshop/clock-text.ts'
import type { LogEntry } from './log-entries.ts'

interface Telling {
  readonly state: WorkshopState
  readonly locale: Locale
  readonly text: (typeof speakText)[Locale]['log']
  readonly personName: (id: ParticipantId) => string
}

/** People told by name in one line. */
const NAMED = 3

/** An entry as a sentence for the facilitator. What no longer exists is left unnamed. */
export function logSentence(entry: LogEntry, { state, locale, text, personName }: Telling): string {
  const title = (id: PhaseId) => {
    const phase = phaseById(state, id)
    return phase === null ? '—' : phaseTitle(phase, locale)
  }
  const team = (id: TeamId | null) => (id === null ? null : (teamById(state, id)?.name ?? null))
  const people = (ids: readonly ParticipantId[]) =>
    [ids.slice(0, NAMED).map(personName), Math.max(0, ids.length - NAMED)] as const

  switch (entry.kind) {
    case 'began':
    case 'undone':
    case 'wentBack':
      return text[entry.kind](title(entry.phaseId))
    case 'forced':
      return text.forced(title(entry.phaseId), entry.reason)
    case 'ended':
    case 'gathered':
    case 'revealed':
    case 'voted':
    case 'paused':
    case 'resumed':
    case 'frozen':
    case 'thawed':
    case 'doorClosed':
    case 'doorGuarded':
    case 'doorOpened':
      return text[entry.kind]
    case 'outage':
      return text.outage(entry.seconds)
    case 'teamsFormed':
      return text.teamsFormed(entry.count)
    case 'seated':
    case 'nudged':
      return text[entry.kind](...people(entry.participantIds))
    case 'left':
      return text.left(personName(entry.participantId))
    case 'returned':
      return text.returned(personName(entry.participantId), spanText(entry.away, text))
    case 'called': {
      const name = personName(entry.participantId)
      const from = team(entry.teamId)
      return from === null ? text.calledAlone(name) : text.called(name, from)
    }
    case 'announced':
      return text.announced(entry.text)
    case 'presenting':
      return text.presenting(team(entry.teamId) ?? '—')
    case 'restored': {
      const name = entry.teamId === ALL_TEAMS ? text.everyone : (team(entry.teamId) ?? '—')
      return text.restored(name, wallClock(entry.takenAt))
    }
    default:
      return assertNever(entry)
  }
}

function spanText(span: Millis, text: Telling['text']): string {
  return span < 2 * MINUTE ? text.seconds(Math.round(span / SECOND)) : text.minutes(Math.round(span / MINUTE))
}
