import { describe, expect, it } from 'vitest'
import { NO_ANSWERS, type IntakeAnswers } from '#shared/domain/answers.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import { introductionsFor } from '#shared/domain/introductions.ts'
import { formAnswersOf, NO_WORDS, wordsIn } from '#shared/domain/own-words.ts'
import {
  accepted,
  command,
  FACILITATOR,
  person,
  refused,
  seated,
  Story,
  VISITOR,
} from '../support/domain-builder.ts'

const intro = (text: string, shown: object = {}): CommandInput => ({ type: 'intro.write', text, ...shown })

/** What is kept beside the log once commands were given in turn. */
function kept(id: string, before: IntakeAnswers, ...inputs: readonly CommandInput[]): IntakeAnswers {
  return inputs.reduce(
    (answers, input) => ({
      ...answers,
      ...wordsIn(command(input), person(id), (one) => answers[one] ?? null),
    }),
    before,
  )
}

describe('words to one’s team', () => {
  it('OWN-1 an event says that something was said, and nothing of what', () => {
    const story = Story.planning().seats('aoi')
    const given = { type: 'words.given', participantId: person('aoi') } as const
    expect(story.ask(seated('aoi'), intro('窓口を3人で'))).toEqual(accepted(given))
    expect(story.ask(seated('aoi'), { type: 'checkin.say', mood: 'listen' })).toEqual(accepted(given))
    expect(story.ask(seated('aoi'), intro(''))).toEqual(accepted())
    expect(story.ask(seated('aoi'), intro('あ'.repeat(81)))).toEqual(refused('text_too_long', { limit: 80 }))
    expect(story.ask(seated('aoi'), { type: 'checkin.say', text: 'あ'.repeat(41) })).toEqual(
      refused('text_too_long', { limit: 40 }),
    )
    expect(story.ask(FACILITATOR, intro('進行です'))).toEqual(refused('participant_unknown'))
    story.by('aoi', intro('窓口を3人で')).by('aoi', { type: 'checkin.say', mood: 'talk' })
    expect(story.state.wordsGiven).toEqual({ aoi: 2 })
  })

  it('OWN-1 the same again makes no event; one kind of words keeps the other', () => {
    const words = kept('aoi', {}, intro(' 窓口を  3人で', { job: true }), {
      type: 'checkin.say',
      mood: 'quiet',
    })
    expect(words).toEqual({
      aoi: { ...NO_ANSWERS, words: { ...NO_WORDS, intro: '窓口を 3人で', job: true, mood: 'quiet' } },
    })
    const story = Story.planning().seats('aoi').answered('aoi', words[person('aoi')]!)
    expect(story.ask(seated('aoi'), intro('窓口を 3人で', { job: true }))).toEqual(accepted())
    expect(story.ask(seated('aoi'), { type: 'checkin.say', mood: null }).ok).toBe(true)
  })

  it('OWN-2 one’s own team reads them, and facilitators; job and industry of who opted in', () => {
    const story = Story.planning().seats('aoi', 'ren', 'mei', 'sora').teams(2)
    const form = {
      ...NO_ANSWERS,
      job: '人事',
      industry: '物流',
      company: '見本の会社',
      size: 2,
      firstTime: true,
    }
    const everybody = { aoi: form, ren: form, mei: form } as IntakeAnswers
    const intake = kept('mei', kept('aoi', everybody, intro('', { job: true })), intro('よろしく'))
    const seen = (viewer: typeof FACILITATOR) => introductionsFor(story.state, viewer, intake)
    const quiet = { intro: '', job: '人事', industry: null, mood: null, today: '' }
    expect(seen(seated('ren')).people).toEqual({ aoi: quiet })
    expect(Object.keys(seen(FACILITATOR).people)).toEqual(['aoi', 'mei'])
    expect(seen(FACILITATOR).own).toBe(null)
    expect(seen(seated('aoi')).own).toEqual({
      job: '人事',
      industry: '物流',
      showsJob: true,
      showsIndustry: false,
    })
    expect(seen(VISITOR)).toEqual({ people: {}, challenge: null, own: null })
    expect(JSON.stringify([seen(seated('ren')), seen(FACILITATOR)])).not.toMatch(/見本の会社|firstTime|size/)
  })

  it('OWN-3 a team is told what two or more of it came with', () => {
    const story = Story.planning().seats('aoi', 'ren', 'mei', 'sora').teams(2)
    const on = (challenge: string) => ({ ...NO_ANSWERS, challenge })
    const intake = { aoi: on('引き継ぎ'), ren: on('引き継ぎ'), mei: on('引き継ぎ'), sora: on('議事録') }
    const told = (id: string) => introductionsFor(story.state, seated(id), intake as IntakeAnswers).challenge
    expect([told('aoi'), told('mei')]).toEqual(['引き継ぎ', null])
  })

  it('OWN-4 who is forgotten is out of what is known of words, and words alone are no answers', () => {
    const story = Story.planning().seats('aoi').by('aoi', intro('窓口を3人で'))
    story.by('aoi', { type: 'seat.forget', participantId: person('aoi') })
    expect(story.state.wordsGiven).toEqual({})
    const words = { ...NO_WORDS, intro: 'よろしく' }
    expect(formAnswersOf({ ...NO_ANSWERS, words })).toBe(null)
    expect(formAnswersOf({ ...NO_ANSWERS, wish: '一歩', words })).toEqual({ ...NO_ANSWERS, wish: '一歩' })
    expect(formAnswersOf(NO_ANSWERS)).toEqual(NO_ANSWERS)
  })
})
