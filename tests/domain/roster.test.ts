import { describe, expect, it } from 'vitest'
import { ANSWER_LIMITS, NO_ANSWERS, type Answers } from '#shared/domain/answers.ts'
import { audienceOf } from '#shared/domain/audience.ts'
import { answersIn, namesIn, withAnswers, withNames } from '#shared/domain/people.ts'
import { NO_PAST, type Past } from '#shared/domain/past.ts'
import { placeNewcomer } from '#shared/domain/slices/newcomer.ts'
import { LIMITS } from '#shared/text.ts'
import {
  accepted,
  card,
  command,
  FACILITATOR,
  person,
  refused,
  seated,
  seatedFacilitator,
  START,
  Story,
  SYSTEM,
  teamId,
  typesOf,
} from '../support/domain-builder.ts'
import { crowd } from '../load/teams/crowd.ts'

const take = (id: string, name = 'あおい') =>
  ({ type: 'seat.take', participantId: person(id), name }) as const

describe('roster', () => {
  it('ROS-1 a seat is taken with a name, which never enters an event', () => {
    const story = Story.planning()
    expect(story.ask(SYSTEM, { ...take('aoi'), consent: true })).toEqual(
      accepted({ type: 'seat.taken', participantId: person('aoi'), consent: true, at: START }),
    )
    story.given(SYSTEM, take('aoi', '秘密の名前'))
    expect(JSON.stringify(story.events)).not.toContain('秘密の名前')
    expect(story.state.participants).toMatchObject([
      { id: 'aoi', name: null, facilitator: false, consent: false },
    ])
  })

  it('ROS-1 a name has 1 to 40 characters', () => {
    const story = Story.planning()
    for (const name of ['', ' \u200b', 'あ'.repeat(LIMITS.name + 1)]) {
      expect(story.ask(SYSTEM, take('aoi', name))).toEqual(refused('name_invalid', { limit: 40 }))
    }
    expect(story.ask(SYSTEM, take('aoi', '👨‍👩‍👧'.repeat(LIMITS.name))).ok).toBe(true)
  })

  it('ROS-2 a room holds 500 people', () => {
    const story = Story.planning().seats(...Array.from({ length: 500 }, (_, index) => `p${index}`))
    expect(story.ask(SYSTEM, take('late'))).toEqual(refused('room_full', { limit: 500 }))
    expect(story.ask(SYSTEM, take('p3'))).toEqual(accepted())
  })

  it('ROS-3 taking one’s own seat again changes nothing', () => {
    expect(Story.planning().seats('aoi').ask(SYSTEM, take('aoi'))).toEqual(accepted())
  })

  it('ROS-4 who comes late and answered nothing joins the smallest team with a role that is free', () => {
    const story = Story.planning().seats('aoi', 'ren', 'mei', 'sora', 'yui').teams(3)
    expect(typesOf(story.ask(SYSTEM, take('late')))).toEqual(['seat.taken', 'team.moved', 'team.dealt'])
    story.seats('late')
    expect(story.state.teams[1]?.members).toEqual([
      { participantId: 'sora', role: 'lead' },
      { participantId: 'yui', role: 'presenter' },
      { participantId: 'late', role: 'scribe' },
    ])
    story.seats('later')
    expect(story.state.participants.find((one) => one.id === person('later'))?.teamId).toBe('team1')
    expect(story.role('later')).toBe('timekeeper')
  })

  it('ROS-4 who comes late goes where they cost least by their answers, as on the forming screen', () => {
    const story = Story.planning()
    const ids = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'b3', 'b4', 'c1', 'c2', 'c3', 'c4']
    for (const [index, id] of ids.entries()) {
      story.answered(id, { challenge: `${id[0]}の課題`, company: `会社${index}` })
      story.seats(id)
    }
    const members = (letter: string) => ids.filter((id) => id.startsWith(letter)).map(person)
    story.facilitated({
      type: 'team.form',
      by: 'answers',
      plan: ['a', 'b', 'c'].map((letter) => ({ before: null, members: members(letter), challenge: null })),
    })
    const before = story.state.teams
    const teamOf = (id: string) =>
      before.findIndex(
        (team) => team.id === story.state.participants.find((one) => one.id === person(id))?.teamId,
      )
    const come = (id: string, answers: object) =>
      story.given(SYSTEM, { ...take(id), answers: { ...answers } })
    // not to the first, as big as the others, but where they talk of what they came with
    come('late', { challenge: 'cの課題' })
    expect(teamOf('late')).toBe(2)
    // what nobody else came with fits every team alike: the smallest, the first of these
    come('other', { challenge: '別の課題' })
    expect(teamOf('other')).toBe(0)
    // empty answers are none
    come('silent', {})
    expect(teamOf('silent')).toBe(1)
    // nobody has moved
    for (const [index, letter] of ['a', 'b', 'c'].entries())
      expect(members(letter).every((id) => teamOf(id) === index)).toBe(true)
  })

  it('ROS-4 who is known to have shared a team last time goes to another, and a wish of the facilitators holds', () => {
    const { state } = Story.planning().seats('a1', 'a2', 'b1', 'b2').teams(2)
    const past = { ...NO_PAST, ofCommunity: true, teams: [[['late', 'a1', 'a2'].map(person)]] }
    const [one, other] = state.teams.map(({ id }) => id)
    const answersOf = (id: string) => (id === 'late' ? { ...NO_ANSWERS, job: 'sales' as const } : null)
    const goesTo = (known: { readonly past?: Past } = {}, setup = state.formation) =>
      placeNewcomer({ ...state, formation: setup }, person('late'), { answersOf, ...known })[0]
    expect(goesTo()).toMatchObject({ teamId: one })
    expect(goesTo({ past })).toMatchObject({ teamId: other })
    const apart = [[person('late'), person('a2')]] as const
    expect(goesTo({}, { ...state.formation, apart })).toMatchObject({ teamId: other })
  })

  it('ROS-4 weighing a newcomer is quick enough for a hall of 500 (printed, not judged)', () => {
    const { people } = crowd({ people: LIMITS.participants, seed: 7 })
    const story = Story.planning()
    const answers = new Map(people.map((one) => [one.id, { ...NO_ANSWERS, ...one.answers } as Answers]))
    story.seats(...people.slice(1).map(({ id }) => id)).teams(5)
    const [late] = people
    const times = Array.from({ length: 30 }, () => {
      const from = performance.now()
      const [moved] = placeNewcomer(story.state, late!.id, { answersOf: (id) => answers.get(id) ?? null })
      expect(moved).toMatchObject({ type: 'team.moved', participantId: late!.id })
      return performance.now() - from
    }).sort((one, other) => one - other)
    process.stdout.write(
      `a newcomer among ${people.length}: ${times[0]!.toFixed(1)} ms, median ${times[15]!.toFixed(1)}\n`,
    )
  })

  it('ROS-4 nobody finds themselves alone in a team everybody has left', () => {
    const story = Story.planning()
      .seats('aoi', 'ren', 'mei', 'sora')
      .teams(2)
      .by('mei', { type: 'seat.leave' })
    story.by('sora', { type: 'seat.leave' }).seats('late')
    expect(story.state.participants.find((one) => one.id === person('late'))?.teamId).toBe('team1')
  })

  it('ROS-5 people name their own seat, facilitators anybody’s', () => {
    const story = Story.planning().seats('aoi', 'ren')
    const other = { type: 'seat.rename', name: 'れん', participantId: person('ren') } as const
    expect(story.ask(seated('aoi'), { type: 'seat.rename', name: 'あお' })).toEqual(
      accepted({ type: 'seat.renamed', participantId: person('aoi') }),
    )
    expect(story.ask(seated('aoi'), other)).toEqual(refused('not_allowed'))
    expect(story.ask(FACILITATOR, other).ok).toBe(true)
    expect(story.ask(FACILITATOR, { ...other, participantId: person('nobody') })).toEqual(
      refused('participant_unknown'),
    )
    expect(story.ask(seated('aoi'), { type: 'seat.rename', name: '' })).toEqual(
      refused('name_invalid', { limit: 40 }),
    )
  })

  it('ROS-6 who leaves takes their call with them; cards, likes and votes stay', () => {
    const story = Story.inPhase('deepen-ideals', ['aoi', 'ren', 'mei'], 3)
    story.posts('aoi', 'c1').by('aoi', { type: 'vote.cast', cardId: card('c1'), count: 2 })
    story.by('aoi', { type: 'like.toggle', cardId: card('c1') }).by('aoi', { type: 'call.raise' })
    expect(story.ask(seated('aoi'), { type: 'seat.leave' })).toEqual(
      accepted({ type: 'seat.left', participantId: person('aoi') }),
    )
    story.by('aoi', { type: 'seat.leave' })
    expect(story.state.participants.map((one) => one.id)).toEqual(['ren', 'mei'])
    expect(story.state.teams[0]?.members.map((one) => one.participantId)).toEqual(['ren', 'mei'])
    expect(story.state.calls).toEqual([])
    expect([story.state.cards, story.state.likes, story.state.votes].map((list) => list.length)).toEqual([
      1, 1, 1,
    ])
  })

  it('ROS-6 a facilitator removes a seat, if there is one', () => {
    const story = Story.planning().seats('aoi')
    const remove = { type: 'seat.remove', participantId: person('aoi') } as const
    expect(story.ask(FACILITATOR, remove)).toEqual(
      accepted({ type: 'seat.removed', participantId: person('aoi') }),
    )
    expect(story.facilitated(remove).ask(FACILITATOR, remove)).toEqual(refused('participant_unknown'))
  })

  it('ROS-7 the first plain member takes over the role of who leaves', () => {
    const story = Story.planning().seats('aoi', 'ren', 'mei', 'sora', 'yui', 'kai').teams(6)
    story.by('ren', { type: 'seat.leave' })
    expect(story.role('yui')).toBe('presenter')
    expect(story.role('kai')).toBe('member')
    story.facilitated({ type: 'team.move', participantId: person('aoi'), teamId: null })
    expect(story.role('kai')).toBe('lead')
  })

  it('ROS-8 a participant is made a facilitator once', () => {
    const story = Story.planning().seats('aoi')
    const grant = { type: 'facilitator.grant', participantId: person('aoi') } as const
    expect(story.ask(FACILITATOR, grant)).toEqual(
      accepted({ type: 'facilitator.granted', participantId: person('aoi') }),
    )
    expect(story.facilitated(grant).state.participants[0]?.facilitator).toBe(true)
    expect(story.ask(seatedFacilitator('aoi'), grant)).toEqual(accepted())
    expect(story.ask(FACILITATOR, { ...grant, participantId: person('nobody') })).toEqual(
      refused('participant_unknown'),
    )
  })

  it('ROS-9 consent can be given and taken back, after the end too', () => {
    const story = Story.planning().seats('aoi').teams(2).open().facilitated({ type: 'agenda.end' })
    expect(story.ask(seated('aoi'), { type: 'consent.set', names: false })).toEqual(accepted())
    expect(story.by('aoi', { type: 'consent.set', names: true }).state.participants[0]?.consent).toBe(true)
    expect(story.by('aoi', { type: 'consent.set', names: false }).state.participants[0]?.consent).toBe(false)
  })

  it('ROS-10 the names a command carries are those of its seat, without deceptive marks', () => {
    expect(namesIn(command(take('aoi', ' あお\u202eい ')), null)).toEqual({ aoi: 'あおい' })
    expect(namesIn(command({ type: 'seat.rename', name: 'あお' }), person('aoi'))).toEqual({ aoi: 'あお' })
    const other = command({ type: 'seat.rename', name: 'れん', participantId: person('ren') })
    expect(namesIn(other, person('aoi'))).toEqual({ ren: 'れん' })
    expect(namesIn(command({ type: 'gather' }), person('aoi'))).toBeNull()
    expect(namesIn(command({ type: 'seat.rename', name: 'あお' }), null)).toBeNull()
  })

  it('ROS-10 names are filled in at the edge; who is erased has none', () => {
    const { state } = Story.planning().seats('aoi', 'ren')
    const named = withNames(state, { [person('aoi')]: 'あおい', [person('ren')]: null })
    expect(named.participants.map((one) => one.name)).toEqual(['あおい', null])
  })

  it('ROS-4 before teams are formed nobody is put in one', () => {
    expect(Story.planning().seats('aoi').state.participants[0]?.teamId).toBeNull()
    expect(Story.planning().seats('aoi').teams(1).state.participants[0]?.teamId).toBe(teamId('team1'))
  })

  it('ROS-11 what somebody answered enters no event, and that they did is told to facilitators alone', () => {
    const story = Story.planning()
    const taken = { ...take('aoi'), answers: { wish: '秘密の望み', mentor: true } }
    const decision = story.ask(SYSTEM, taken)
    expect(typesOf(decision)).toEqual(['seat.taken', 'answers.given'])
    story.given(SYSTEM, taken)
    expect(JSON.stringify([story.events, story.state])).not.toContain('秘密')
    expect(story.events.slice(1).map(audienceOf)).toEqual([{ to: 'everyone' }, { to: 'facilitators' }])
    expect(answersIn(command(taken))).toEqual({ aoi: { ...NO_ANSWERS, wish: '秘密の望み', mentor: true } })
    const { participants } = withAnswers(story.seats('ren').state, answersIn(command(taken)) ?? {})
    expect(participants.map((one) => one.answers?.wish)).toEqual(['秘密の望み', undefined])
  })

  it('ROS-12 answers are kept on one line, without deceptive marks, and no challenge twice', () => {
    const answers = {
      challenge: ' 集\u200b客 ',
      alsoChallenges: ['続かない', '集客', ' 続かない', ''],
      company: '\u202e',
      wish: '一\n二',
      freeText: ' 一\r\n二 ',
      size: 5,
    }
    expect(answersIn(command({ ...take('aoi'), answers }))).toEqual({
      aoi: {
        ...NO_ANSWERS,
        challenge: '集客',
        alsoChallenges: ['続かない'],
        wish: '一 二',
        freeText: '一\n二',
        size: 5,
      },
    })
  })

  it('ROS-12 a longer answer than fits is refused with its bound', () => {
    const story = Story.planning()
    const limits = { company: ANSWER_LIMITS.line, wish: ANSWER_LIMITS.wish, freeText: ANSWER_LIMITS.freeText }
    for (const [field, limit] of Object.entries(limits)) {
      const ask = (length: number) =>
        story.ask(SYSTEM, { ...take('aoi'), answers: { [field]: '長'.repeat(length) } })
      expect(ask(limit + 1)).toEqual(refused('text_too_long', { limit }))
      expect(ask(limit).ok).toBe(true)
    }
    const solved = ['長'.repeat(ANSWER_LIMITS.line + 1)]
    expect(story.ask(SYSTEM, { ...take('aoi'), answers: { solved } })).toEqual(
      refused('text_too_long', { limit: ANSWER_LIMITS.line }),
    )
  })
})
