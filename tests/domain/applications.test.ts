import { describe, expect, it } from 'vitest'
import { NO_ANSWERS } from '#shared/domain/answers.ts'
import { FIRST_FORM, overCapacity, QUESTION_KEYS } from '#shared/domain/application.ts'
import { viewFor } from '#shared/domain/audience.ts'
import type { CommandInput, CommandOf } from '#shared/domain/commands.ts'
import { answersIn, erasedBy, namesIn } from '#shared/domain/people.ts'
import { LIMITS } from '#shared/text.ts'
import {
  accepted,
  command,
  FACILITATOR,
  person,
  refused,
  seated,
  START,
  Story,
  SYSTEM,
  typesOf,
} from '../support/domain-builder.ts'
import { about, apply, published, type Applied, type Form } from '../support/applying.ts'

const waitingIn = (story: Story) => story.state.waiting.map(({ participantId }) => participantId)
const seatsIn = (story: Story) => story.state.participants.map(({ id }) => id)

/** One seat, held by 葵 (aoi); 蓮 (ren) and 芽衣 (mei) wait. */
const oneSeat = () =>
  published({ capacity: 1 })
    .given(SYSTEM, apply('aoi'))
    .given(SYSTEM, apply('ren'))
    .given(SYSTEM, apply('mei'))

describe('the application form', () => {
  it('APP-1 begins with what teams are formed by, and is a draft', () => {
    expect(Story.planning().state.form).toEqual(FIRST_FORM)
    expect(FIRST_FORM.questions).toHaveLength(6)
  })

  it('APP-1 an edit changes what is given, tidies what was typed, and makes no event when nothing changed', () => {
    const story = Story.planning()
    const edit: CommandInput = {
      type: 'form.edit',
      questions: [{ key: 'challenge', choices: [' 引き継ぎ ', '', '引き継ぎ', '日程'] }],
      consents: [{ text: ' 写真を撮ってよい ' }, { text: '' }, { text: '写真を撮ってよい', required: true }],
    }
    story.facilitated(edit)
    expect(story.state.form).toEqual({
      status: 'draft',
      questions: [{ key: 'challenge', required: false, choices: ['引き継ぎ', '日程'] }],
      consents: [{ text: '写真を撮ってよい', required: true }],
      capacity: null,
    })
    expect(story.ask(FACILITATOR, edit)).toEqual(accepted())
    expect(story.ask(FACILITATOR, { type: 'form.edit', capacity: 30 })).toEqual(
      accepted({ type: 'form.edited', capacity: 30 }),
    )
  })

  it('APP-1 seven questions, one twice, choices where none are chosen, or too many are refused', () => {
    const story = Story.planning()
    const ask = (form: Form) => story.ask(FACILITATOR, { type: 'form.edit', ...form })
    const seven = QUESTION_KEYS.slice(0, 7).map((key) => ({ key }))
    const many = (count: number) => Array.from({ length: count }, (_, index) => `${index}`)
    expect(ask({ questions: seven })).toEqual(refused('form_invalid', { limit: 6 }))
    expect(ask({ questions: seven.slice(1) }).ok).toBe(true)
    expect(ask({ questions: [{ key: 'wish' }, { key: 'wish' }] }).ok).toBe(false)
    expect(ask({ questions: [{ key: 'wish', choices: ['a'] }] }).ok).toBe(false)
    expect(ask({ questions: [{ key: 'job', choices: many(21) }] }).ok).toBe(false)
    expect(ask({ questions: [{ key: 'job', choices: many(20) }] }).ok).toBe(true)
    expect(ask({ consents: many(5).map((text) => ({ text })) })).toEqual(
      refused('form_invalid', { limit: 4 }),
    )
    expect(ask({ questions: [{ key: 'job', choices: ['長'.repeat(81)] }] })).toEqual(
      refused('text_too_long', { limit: 80 }),
    )
    expect(ask({ consents: [{ text: '長'.repeat(201) }] })).toEqual(refused('text_too_long', { limit: 200 }))
    expect(story.state.form).toEqual(FIRST_FORM)
  })
})

describe('publishing', () => {
  it('APP-2 is refused with everything that is missing, and works once it is written', () => {
    const story = Story.planning()
    const publish: CommandInput = { type: 'form.publish' }
    expect(story.ask(FACILITATOR, publish)).toEqual(
      refused('plan_incomplete', { lacking: ['inScope', 'outOfScope'] }),
    )
    story.facilitated({ type: 'plan.edit', lines: { inScope: '荷造り' } })
    expect(story.ask(FACILITATOR, publish)).toEqual(refused('plan_incomplete', { lacking: ['outOfScope'] }))
    story.facilitated({ type: 'plan.edit', lines: { outOfScope: '家さがし' } })
    expect(story.ask(FACILITATOR, publish)).toEqual(accepted({ type: 'form.published', at: START }))
    story.facilitated(publish)
    expect(story.ask(FACILITATOR, publish)).toEqual(accepted())
  })

  it('APP-2 a workshop without theme or goal, from whatever log it comes, is not published either', () => {
    const story = published().facilitated({ type: 'form.close' })
    story.happened({ type: 'setup.edited', title: '', goal: '', locale: 'ja' })
    expect(story.ask(FACILITATOR, { type: 'form.publish' })).toEqual(
      refused('plan_incomplete', { lacking: ['title', 'goal'] }),
    )
  })

  it('APP-3 nobody applies to a draft, to what was closed, or behind a closed door', () => {
    expect(Story.planning().ask(SYSTEM, apply('aoi'))).toEqual(refused('form_closed'))
    const story = published().facilitated({ type: 'door.close' })
    expect(story.ask(SYSTEM, apply('aoi'))).toEqual(refused('door_closed'))
    story.facilitated({ type: 'door.guard' })
    expect(story.ask(SYSTEM, apply('aoi'))).toEqual(refused('door_guarded'))
    story.facilitated({ type: 'door.open' }).facilitated({ type: 'form.close' })
    expect(story.ask(SYSTEM, apply('aoi'))).toEqual(refused('form_closed'))
    expect(story.ask(FACILITATOR, { type: 'form.close' })).toEqual(accepted())
    story.facilitated({ type: 'form.publish' })
    expect(story.ask(SYSTEM, apply('aoi')).ok).toBe(true)
  })
})

describe('applying', () => {
  const asking = () =>
    published({
      questions: [
        { key: 'challenge', required: true, choices: ['引き継ぎ', '日程'] },
        { key: 'solved' },
        { key: 'firstTime', required: true },
      ],
      consents: [{ text: 'ルールを守ります', required: true }, { text: '写真を撮ってよい' }],
    })
  const answers = { challenge: '日程', firstTime: false }
  const agreed = ['ルールを守ります']

  it('APP-3 with every answer and box there is a seat; the words agreed to are kept', () => {
    const given = [...agreed, 'なかった文']
    expect(asking().ask(SYSTEM, apply('aoi', { answers, agreed: given, consent: true }))).toEqual(
      accepted(
        { type: 'seat.taken', participantId: person('aoi'), consent: true, at: START },
        { type: 'answers.given', participantId: person('aoi') },
        { type: 'consents.given', participantId: person('aoi'), texts: agreed },
        { type: 'friend.offered', participantId: person('aoi'), reference: expect.any(String) },
      ),
    )
  })

  it('APP-3 what is missing is named, and nothing happens', () => {
    const ask = (more: Applied) => asking().ask(SYSTEM, apply('aoi', { answers, agreed, ...more }))
    expect(ask({ answers: { firstTime: true } })).toEqual(
      refused('answer_missing', { question: 'challenge' }),
    )
    expect(ask({ answers: { challenge: '日程' } })).toEqual(
      refused('answer_missing', { question: 'firstTime' }),
    )
    expect(ask({ answers: { ...answers, challenge: 'ほか' } })).toEqual(
      refused('answer_invalid', { question: 'challenge' }),
    )
    expect(ask({ answers: { ...answers, solved: ['日程', 'ほか'] } })).toEqual(
      refused('answer_invalid', { question: 'solved' }),
    )
    expect(ask({ agreed: ['写真を撮ってよい'] })).toEqual(refused('consent_missing'))
    expect(ask({ name: ' ' })).toEqual(refused('name_invalid', { limit: LIMITS.name }))
    expect(ask({ answers: { ...answers, wish: '長'.repeat(201) } })).toEqual(
      refused('text_too_long', { limit: 200 }),
    )
  })

  it('APP-3 twice with one id is once, seated or waiting', () => {
    const story = oneSeat()
    for (const id of ['aoi', 'ren']) expect(story.ask(SYSTEM, apply(id))).toEqual(accepted())
  })

  it('APP-3 name and answers go where those of a seat go, and into no event', () => {
    const given = command(apply('aoi', { name: ' あおい ', answers: { wish: '一歩' } }))
    expect(namesIn(given, null)).toEqual({ aoi: 'あおい' })
    expect(answersIn(given)).toEqual({ aoi: { ...NO_ANSWERS, wish: '一歩' } })
    const decision = published().ask(SYSTEM, given as CommandOf<'seat.apply'>)
    expect(JSON.stringify(decision)).not.toMatch(/あおい|一歩/)
  })
})

describe('the waiting list', () => {
  it('APP-4 above the capacity people wait in their order, and nobody is passed when a place opens for another', () => {
    const story = oneSeat()
    expect([seatsIn(story), waitingIn(story)]).toEqual([['aoi'], ['ren', 'mei']])
    // live, so that nobody moves up by themselves and there is a place with people before it
    story.teams(4).open().by('aoi', { type: 'seat.leave' })
    expect(typesOf(story.ask(SYSTEM, apply('sora')))).toContain('seat.awaited')
  })

  it('APP-4 facilitators take no place, and a room holds no more than it holds', () => {
    const story = published({ capacity: 1 }).given(SYSTEM, apply('aoi'))
    story.facilitated({ type: 'facilitator.grant', participantId: person('aoi') })
    expect(typesOf(story.ask(SYSTEM, apply('ren')))).toContain('seat.taken')
    const full = published().seats(...Array.from({ length: LIMITS.participants }, (_, index) => `p${index}`))
    expect(full.ask(SYSTEM, apply('ren'))).toEqual(refused('room_full', { limit: LIMITS.participants }))
  })

  it.each(['leave', 'removal', 'withdrawal'] as const)(
    'APP-5 after a %s the first in line has the seat, with a team where there are teams',
    (how) => {
      const story = oneSeat()
      story.answers[person('ren')] = { ...NO_ANSWERS, wish: '一歩' }
      story.teams(4)
      if (how === 'leave') story.by('aoi', { type: 'seat.leave' })
      else if (how === 'removal') story.facilitated({ type: 'seat.remove', participantId: person('aoi') })
      else story.by('aoi', about('seat.withdraw', 'aoi'))
      expect([seatsIn(story), waitingIn(story)]).toEqual([['ren'], ['mei']])
      expect(story.state.teams[0]?.members.map((one) => one.participantId)).toEqual(['ren'])
      expect(story.events).toContainEqual({ type: 'answers.given', participantId: person('ren') })
    },
  )

  it('APP-5 a larger capacity, or none, lets in as many as fit, spread over the teams', () => {
    const story = oneSeat().given(SYSTEM, apply('sora'))
    story.teams(4)
    story.facilitated({ type: 'form.edit', capacity: 3 })
    expect([seatsIn(story), waitingIn(story)]).toEqual([['aoi', 'ren', 'mei'], ['sora']])
    story.facilitated({ type: 'form.edit', capacity: null })
    expect(waitingIn(story)).toEqual([])
    const roles = story.state.teams.flatMap(({ members }) => members.map(({ role }) => role))
    expect(new Set(roles).size).toBe(4)
  })

  it('APP-5 once it is live a facilitator lets people in, and beyond the capacity at any time', () => {
    const story = oneSeat().facilitated(about('seat.admit', 'mei'))
    expect([seatsIn(story), waitingIn(story)]).toEqual([['aoi', 'mei'], ['ren']])
    story.teams(4).open()
    story.by('aoi', { type: 'seat.leave' }).by('mei', { type: 'seat.leave' })
    expect(waitingIn(story)).toEqual(['ren'])
    expect(story.ask(FACILITATOR, about('seat.admit', 'aoi'))).toEqual(refused('not_waiting'))
    story.facilitated(about('seat.admit', 'ren'))
    expect(seatsIn(story)).toEqual(['ren'])
  })
})

describe('going again', () => {
  it('APP-6 one withdraws oneself, facilitators anybody, and the server speaks for who waits', () => {
    const story = oneSeat()
    expect(story.ask(seated('aoi'), about('seat.withdraw', 'ren'))).toEqual(refused('not_allowed'))
    expect(typesOf(story.ask(seated('aoi'), about('seat.withdraw', 'aoi')))[0]).toBe('seat.left')
    expect(typesOf(story.ask(FACILITATOR, about('seat.withdraw', 'aoi')))[0]).toBe('seat.removed')
    expect(story.ask(SYSTEM, about('seat.withdraw', 'nobody'))).toEqual(refused('not_waiting'))
    const gone = { type: 'wait.ended', participantId: person('ren') } as const
    expect(story.ask(SYSTEM, about('seat.withdraw', 'ren'))).toEqual(accepted(gone))
    expect(erasedBy([gone])).toEqual({ ren: null })
    expect(waitingIn(story.happened(gone))).toEqual(['mei'])
  })

  it('APP-7 who is forgotten loses seat, name, answers and agreements before the end', () => {
    const story = published({ consents: [{ text: 'はい' }] }).given(
      SYSTEM,
      apply('aoi', { agreed: ['はい'] }),
    )
    expect(story.state.agreements).toEqual({ aoi: ['はい'] })
    expect(story.ask(seated('aoi'), about('seat.forget', 'ren'))).toEqual(refused('not_allowed'))
    story.by('aoi', about('seat.forget', 'aoi'))
    expect([seatsIn(story), story.state.agreements]).toEqual([[], {}])
    expect(erasedBy(story.events)).toEqual({ aoi: null })
  })

  it('APP-7 after the end the seat stays without a name; who had left can be forgotten, too', () => {
    const story = Story.inPhase('list-ideals').posts('aoi', 'c1').by('ren', { type: 'seat.leave' })
    story.facilitated({ type: 'agenda.end' })
    for (const id of ['aoi', 'ren']) {
      const forgotten = { type: 'seat.forgotten', participantId: person(id) } as const
      expect(story.ask(FACILITATOR, about('seat.forget', id))).toEqual(accepted(forgotten))
      story.happened(forgotten)
    }
    expect([seatsIn(story), story.state.cards.length]).toEqual([['aoi'], 1])
  })

  it('APP-8 participants learn neither who waits nor what others agreed to', () => {
    const story = published({ capacity: 1, consents: [{ text: 'はい' }] })
      .given(SYSTEM, apply('aoi', { agreed: ['はい'] }))
      .given(SYSTEM, apply('ren', { agreed: ['はい'] }))
    const seen = viewFor(story.state, seated('aoi'))
    expect([seen.waiting, seen.agreements]).toEqual([[], {}])
    expect(viewFor(story.state, FACILITATOR).waiting).toHaveLength(1)
    expect(Object.keys(viewFor(story.state, FACILITATOR).agreements)).toEqual(['aoi', 'ren'])
  })

  it('APP-11 who comes by the code is let in beyond the capacity, and by how many is told; facilitators do not count', () => {
    const story = published({ capacity: 2 }).given(SYSTEM, apply('aoi')).seats('ren')
    expect(overCapacity(story.state)).toBeNull()
    expect(overCapacity(story.state, 1)).toEqual({ people: 3, capacity: 2 })
    story.seats('mei')
    expect(seatsIn(story)).toEqual(['aoi', 'ren', 'mei'])
    expect(overCapacity(story.state)).toEqual({ people: 3, capacity: 2 })
    story.facilitated({ type: 'facilitator.grant', participantId: person('mei') })
    expect(overCapacity(story.state)).toBeNull()
    expect(overCapacity(published({ capacity: null }).seats('aoi').state, 400)).toBeNull()
  })
})
