import type { ParticipantId } from '../ids.ts'
import { normaliseLine } from '../text.ts'
import { NO_ANSWERS, type Answers, type IntakeAnswers } from './answers.ts'
import type { Command } from './commands.ts'

/** How somebody comes today, said with one tap and without a microphone. */
export const MOODS = ['talk', 'listen', 'curious', 'quiet'] as const
export type Mood = (typeof MOODS)[number]

/**
 * What somebody says of themselves to their team before the start. Their own, and as erasable as a name (D11): events
 * say that it was said, never what.
 */
export interface OwnWords {
  /** who I am; empty for nothing */
  readonly intro: string
  /** whether team-mates may read what was answered about job and industry */
  readonly job: boolean
  readonly industry: boolean
  readonly mood: Mood | null
  /** how I come today; empty for nothing */
  readonly today: string
}

export const NO_WORDS: OwnWords = { intro: '', job: false, industry: false, mood: null, today: '' }

/** Graphemes: two lines of a phone for an introduction, one for a mood. */
export const WORD_LIMITS = { intro: 80, today: 40 } as const

/** What somebody's words are after an accepted command; `null` when it has none. */
export function wordsAfter(command: Command, before: OwnWords): OwnWords | null {
  switch (command.type) {
    case 'intro.write':
      return {
        ...before,
        intro: normaliseLine(command.text),
        job: command.job,
        industry: command.industry,
      }
    case 'checkin.say':
      return { ...before, mood: command.mood, today: normaliseLine(command.text) }
    default:
      return null
  }
}

/** The words a command carries, beside what is kept of the person already, as they go into the table of people. */
export function wordsIn(
  command: Command,
  participantId: ParticipantId | null,
  answersOf: (id: ParticipantId) => Answers | null,
): IntakeAnswers | null {
  if (participantId === null) return null
  const answers = answersOf(participantId)
  const words = wordsAfter(command, answers?.words ?? NO_WORDS)
  return words === null ? null : { [participantId]: { ...(answers ?? NO_ANSWERS), words } }
}

/** What the form asked, without what was said to the team; `null` for who answered nothing at all. */
export function formAnswersOf({ words, ...answers }: Answers): Answers | null {
  return words !== undefined && isSilent(answers) ? null : answers
}

/** Whether no question of the form has an answer here. */
export function isSilent(answers: Omit<Answers, 'words'>): boolean {
  return (Object.keys(NO_ANSWERS) as (keyof typeof answers)[]).every((key) => {
    const value = answers[key]
    return value === null || (Array.isArray(value) && value.length === 0)
  })
}
