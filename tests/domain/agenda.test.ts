import { phaseWords } from '#shared/domain/phases/registry.ts'
import { describe, expect, it } from 'vitest'
import type { Phase } from '#shared/domain/state.ts'
import { scheduleOf, undoLeft, UNDO_WINDOW } from '#shared/domain/progress.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import {
  accepted,
  card,
  FACILITATOR,
  person,
  phaseId,
  refused,
  START,
  Story,
  SYSTEM,
  typesOf,
} from '../support/domain-builder.ts'

const planning = () => Story.planning().seats('aoi', 'ren').teams(2)
const live = () => planning().open()
const UNDO = { type: 'agenda.undo' } as const
const advanceFrom = (phase: Pick<Phase, 'id'>, force = false) =>
  ({ type: 'agenda.advance', expectedPhaseId: phase.id, force }) as const
/** The coming agenda as an editor would send it back unchanged. */
const coming = (story: Story) => {
  const { phases, current } = story.state.agenda
  const from = phases.findIndex((phase) => phase.id === current?.phaseId) + 1
  return phases.slice(from).map(({ id, kind, minutes }) => ({ id, kind, minutes }))
}
const edit = (phases: Extract<Parameters<Story['facilitated']>[0], { type: 'agenda.edit' }>['phases']) =>
  ({ type: 'agenda.edit', phases }) as const

describe('moving', () => {
  it('AGD-1 opening starts the first phase with its full minutes, once', () => {
    const story = planning()
    const first = story.state.agenda.phases[0]!
    const current = {
      phaseId: first.id,
      startedAt: START,
      timer: { kind: 'running', endsAt: START + 8 * MINUTE },
    } as const
    expect(story.ask(FACILITATOR, { type: 'agenda.open' })).toEqual(
      accepted({ type: 'agenda.opened', current, at: START }),
    )
    expect(story.open().state).toMatchObject({ status: 'live', agenda: { current, openedAt: START } })
    expect(story.ask(FACILITATOR, { type: 'agenda.open' })).toEqual(refused('already_open'))
  })

  it('AGD-2 advancing enters the next phase with its full minutes running, even from a pause', () => {
    const story = live()
      .later(3 * MINUTE)
      .facilitated({ type: 'agenda.pause' })
      .advance()
    expect(story.phase.kind).toBe('check-in')
    expect(story.state.agenda.current).toEqual({
      phaseId: story.phase.id,
      startedAt: story.now,
      timer: { kind: 'running', endsAt: story.now + 7 * MINUTE },
    })
    expect(story.state.agenda.enteredAt[story.phase.id]).toBe(story.now)
  })

  it('AGD-3 two facilitators at once move one step; the second learns which phase is on', () => {
    const story = live()
    const press = advanceFrom(story.phase)
    story.facilitated(press)
    expect(story.ask(FACILITATOR, press)).toEqual(refused('stale_phase', { phaseId: story.phase.id }))
    const back = { type: 'agenda.back', expectedPhaseId: press.expectedPhaseId } as const
    expect(story.ask(FACILITATOR, back)).toEqual(refused('stale_phase', { phaseId: story.phase.id }))
    expect(story.phase.kind).toBe('check-in')
  })

  it('AGD-4 nothing comes before the first phase, and only the end after the last', () => {
    const story = live()
    expect(story.ask(FACILITATOR, { type: 'agenda.back' })).toEqual(refused('first_phase'))
    story.goTo('close')
    expect(story.ask(FACILITATOR, advanceFrom(story.phase))).toEqual(refused('last_phase'))
    expect(story.facilitated({ type: 'agenda.end' }).state.status).toBe('ended')
  })

  it('AGD-5 a phase for teams waits for teams, the first one too', () => {
    const story = Story.planning().seats('aoi').open()
    expect(story.ask(FACILITATOR, advanceFrom(story.phase))).toEqual(refused('teams_missing'))
    const teamsFirst = Story.planning().facilitated(edit([{ kind: 'check-in', minutes: 5 }]))
    expect(teamsFirst.ask(FACILITATOR, { type: 'agenda.open' })).toEqual(refused('teams_missing'))
  })

  it('AGD-6 a closed gate names who is missing and needs a reason to be forced', () => {
    const story = live().goTo('list-ideals').posts('aoi', 'c1')
    const forced = advanceFrom(story.phase, true)
    expect(story.ask(FACILITATOR, advanceFrom(story.phase))).toEqual(
      refused('gate_closed', { missing: [person('ren')] }),
    )
    expect(story.ask(FACILITATOR, { ...forced, reason: ' ' })).toEqual(refused('reason_missing'))
    expect(story.ask(FACILITATOR, { ...forced, reason: 'あ'.repeat(201) })).toEqual(
      refused('text_too_long', { limit: 200 }),
    )
    const left = story.phase.id
    story.facilitated({ ...forced, reason: '時間がないため' })
    expect(story.state.forcedGates).toEqual([{ phaseId: left, reason: '時間がないため', at: story.now }])
  })

  it('AGD-6 an open gate asks for no reason and notes none', () => {
    const story = live().goTo('list-ideals').posts('aoi', 'c1').posts('ren', 'c2')
    expect(typesOf(story.ask(FACILITATOR, advanceFrom(story.phase, true)))).not.toContain('gate.forced')
  })

  it('AGD-7 leaving shows drafts, then the tally, then why the gate was forced, and then moves', () => {
    const story = live().goTo('list-ideals').posts('aoi', 'c1')
    const decision = story.ask(FACILITATOR, { ...advanceFrom(story.phase, true), reason: '時間です' })
    expect(typesOf(decision)).toEqual(['cards.revealed', 'tally.shown', 'gate.forced', 'agenda.moved'])
    expect(typesOf(live().ask(FACILITATOR, advanceFrom(live().phase)))).toEqual(['agenda.moved'])
  })
})

describe('going back', () => {
  it('AGD-8 going back destroys nothing and opens the phase as the first time', () => {
    const story = live().goTo('list-ideals').posts('aoi', 'c1').posts('ren', 'c2').advance()
    story.by('aoi', { type: 'vote.cast', cardId: card('c2'), count: 1 })
    const votes = story.state.votes
    story.advance().back()
    expect(story.state.votes).toEqual(votes)
    expect(story.ask(FACILITATOR, { type: 'agenda.back' }).ok).toBe(true)
    expect(story.by('aoi', { type: 'vote.cast', cardId: card('c1'), count: 1 }).state.votes).toHaveLength(2)
    story.back().posts('aoi', 'c3')
    expect(story.state.cards.map(({ id, revealed }) => [id, revealed])).toEqual([
      ['c1', true],
      ['c2', true],
      ['c3', false],
    ])
  })

  it('AGD-8 what was entered first keeps its time on the plan', () => {
    const story = live().later(MINUTE).advance()
    const { enteredAt } = story.state.agenda
    expect(story.later(MINUTE).back().later(MINUTE).advance().state.agenda.enteredAt).toEqual(enteredAt)
  })
})

describe('taking back', () => {
  it('AGD-9 for ten seconds a move is taken back, phase and clock exactly, once', () => {
    const story = live()
      .later(2 * MINUTE)
      .facilitated({ type: 'agenda.extend', ms: MINUTE })
    const before = story.state.agenda.current!
    story.advance().later(UNDO_WINDOW - 1)
    expect(undoLeft(story.state, story.now)).toBe(1)
    expect(story.ask(FACILITATOR, UNDO)).toEqual(accepted({ type: 'agenda.undone', current: before }))
    expect(story.facilitated(UNDO).state.agenda.current).toEqual(before)
    expect(story.ask(FACILITATOR, UNDO)).toEqual(refused('nothing_to_undo'))
  })

  it('AGD-9 after ten seconds, before any move and after the end there is nothing to take back', () => {
    expect(live().ask(FACILITATOR, UNDO)).toEqual(refused('nothing_to_undo'))
    expect(live().advance().later(UNDO_WINDOW).ask(FACILITATOR, UNDO)).toEqual(refused('nothing_to_undo'))
    expect(undoLeft(live().advance().facilitated({ type: 'agenda.end' }).state, START)).toBe(0)
  })

  it('AGD-9 a paused clock comes back paused', () => {
    const story = live().later(MINUTE).facilitated({ type: 'agenda.pause' }).advance().facilitated(UNDO)
    expect(story.state.agenda.current?.timer).toEqual({ kind: 'paused', timeLeft: 7 * MINUTE })
  })

  it('AGD-9 phases put in between cannot be jumped over', () => {
    const story = live().advance().back()
    story.facilitated(edit([{ kind: 'break', minutes: 3 }, ...coming(story)]))
    expect(story.ask(FACILITATOR, UNDO)).toEqual(refused('nothing_to_undo'))
  })

  it('AGD-10 taking back a step back shows what was written meanwhile', () => {
    const story = live().goTo('list-ideals').posts('aoi', 'c1').posts('ren', 'c2').advance().back()
    story.posts('aoi', 'c3').facilitated(UNDO)
    expect(story.phase.kind).toBe('deepen-ideals')
    expect(story.state.cards.every((one) => one.revealed)).toBe(true)
  })
})

describe('the clock', () => {
  const timerOf = (story: Story) => story.state.agenda.current?.timer
  const extend = (ms: number) => ({ type: 'agenda.extend', ms }) as const

  it('AGD-11 a pause keeps the time left, and resuming goes on from there', () => {
    const story = live()
      .later(3 * MINUTE)
      .facilitated({ type: 'agenda.pause' })
    expect(timerOf(story)).toEqual({ kind: 'paused', timeLeft: 5 * MINUTE })
    expect(story.ask(FACILITATOR, { type: 'agenda.pause' })).toEqual(refused('already_paused'))
    story.later(10 * MINUTE).facilitated({ type: 'agenda.resume' })
    expect(timerOf(story)).toEqual({ kind: 'running', endsAt: story.now + 5 * MINUTE })
    expect(story.ask(FACILITATOR, { type: 'agenda.resume' })).toEqual(refused('not_paused'))
  })

  it('AGD-11 overtime is kept too', () => {
    const story = live()
      .later(9 * MINUTE)
      .facilitated({ type: 'agenda.pause' })
    expect(timerOf(story)).toEqual({ kind: 'paused', timeLeft: -MINUTE })
  })

  it.each([
    ['adding', 3 * MINUTE, 5 * MINUTE, 10 * MINUTE],
    ['taking', 3 * MINUTE, -2 * MINUTE, 3 * MINUTE],
    ['taking more than is left ends at zero', 7 * MINUTE, -5 * MINUTE, 0],
    ['in overtime adding counts from now', 9 * MINUTE, MINUTE, MINUTE],
    ['in overtime taking changes nothing', 9 * MINUTE, -MINUTE, -MINUTE],
  ])('AGD-12 %s, running or paused', (_, gone, ms, left) => {
    const running = live().later(gone).facilitated(extend(ms))
    expect(timerOf(running)).toEqual({ kind: 'running', endsAt: running.now + left })
    const paused = live().later(gone).facilitated({ type: 'agenda.pause' }).facilitated(extend(ms))
    expect(timerOf(paused)).toEqual({ kind: 'paused', timeLeft: left })
  })

  it('AGD-12 adding nothing changes nothing', () => {
    expect(live().ask(FACILITATOR, extend(0))).toEqual(accepted())
  })

  it('AGD-18 the server advances only a phase that moves on by itself', () => {
    const story = live()
    expect(story.ask(SYSTEM, advanceFrom(story.phase))).toEqual(refused('not_allowed'))
    const [next, ...others] = coming(story)
    story.facilitated(edit([{ ...next!, auto: true }, ...others])).advance()
    const { minutes } = story.phase
    story.later(minutes * MINUTE - 1)
    expect(story.ask(SYSTEM, advanceFrom(story.phase))).toEqual(refused('not_allowed'))
    story.later(1)
    expect(typesOf(story.ask(SYSTEM, advanceFrom(story.phase)))).toEqual(['agenda.moved'])
    story.facilitated({ type: 'agenda.extend', ms: 1 })
    expect(story.ask(SYSTEM, advanceFrom(story.phase))).toEqual(refused('not_allowed'))
  })

  it('AGD-20 the time of an outage is given back to a running phase, once', () => {
    const story = live().later(MINUTE)
    const { endsAt } = story.state.agenda.current!.timer as { endsAt: number }
    const from = story.now
    const until = story.later(20 * SECOND).now
    const recover = { type: 'agenda.recover', from, until } as const
    expect(story.ask(SYSTEM, recover)).toEqual(
      accepted({
        type: 'agenda.recovered',
        phaseId: story.phase.id,
        timer: { kind: 'running', endsAt: endsAt + 20 * SECOND },
        outage: { from, until },
      }),
    )
    story.given(SYSTEM, recover)
    expect(story.state.agenda).toMatchObject({
      outage: { from, until },
      current: { timer: { kind: 'running', endsAt: endsAt + 20 * SECOND } },
    })
    expect(story.ask(SYSTEM, recover)).toEqual(accepted())
    // One that reaches further counts from where the last one ended.
    const further = story.ask(SYSTEM, { ...recover, until: until + 5 * SECOND })
    expect(further).toMatchObject({
      value: [{ timer: { endsAt: endsAt + 25 * SECOND }, outage: { from: until } }],
    })
  })

  it('AGD-20 a phase loses nothing before it began, when its clock is paused or in overtime', () => {
    const story = live()
    const { startedAt } = story.state.agenda.current!
    const before = {
      type: 'agenda.recover',
      from: startedAt - MINUTE,
      until: startedAt + 2 * SECOND,
    } as const
    expect(story.ask(SYSTEM, before)).toMatchObject({ value: [{ outage: { from: startedAt } }] })
    expect(story.ask(SYSTEM, { ...before, until: startedAt + 999 })).toEqual(accepted())
    const late = {
      type: 'agenda.recover',
      from: startedAt + 60 * MINUTE,
      until: startedAt + 61 * MINUTE,
    } as const
    expect(story.ask(SYSTEM, late)).toEqual(accepted())
    story.facilitated({ type: 'agenda.pause' })
    expect(story.ask(SYSTEM, before)).toEqual(accepted())
  })

  it('AGD-18 the server does not advance before zero, nor while the clock is paused', () => {
    const story = live()
    const [next, ...others] = coming(story)
    story.facilitated(edit([{ ...next!, auto: true }, ...others])).advance()
    story.later(story.phase.minutes * MINUTE - 1)
    expect(story.ask(SYSTEM, advanceFrom(story.phase))).toEqual(refused('not_allowed'))
    story.facilitated({ type: 'agenda.pause' }).later(1)
    expect(story.ask(SYSTEM, advanceFrom(story.phase))).toEqual(refused('not_allowed'))
  })

  it('AGD-18 the server never goes through a closed gate', () => {
    const story = live()
    story.facilitated(edit(coming(story).map((phase) => ({ ...phase, auto: true })))).goTo('list-ideals')
    story.later(story.phase.minutes * MINUTE)
    expect(story.ask(SYSTEM, { ...advanceFrom(story.phase, true), reason: '時間です' })).toEqual(
      refused('gate_closed', { missing: [person('aoi'), person('ren')] }),
    )
  })
})

describe('the schedule', () => {
  it('AGD-19 before the opening the plan counts from now', () => {
    const { phases, late } = scheduleOf(planning().state, START)
    expect(phases.slice(0, 3).map((phase) => phase.plannedStart - START)).toEqual([
      0,
      8 * MINUTE,
      15 * MINUTE,
    ])
    expect(late).toBe(0)
  })

  it('AGD-19 late is what the clock says now against the plan', () => {
    const story = live().later(10 * MINUTE)
    expect(scheduleOf(story.state, story.now).late).toBe(2 * MINUTE)
    story.advance()
    const { phases, expectedEnd, late } = scheduleOf(story.state, story.now)
    expect(late).toBe(2 * MINUTE)
    expect(phases[1]).toMatchObject({ startedAt: story.now, plannedStart: START + 8 * MINUTE })
    expect(phases[2]?.expectedStart).toBe(START + 17 * MINUTE)
    expect(expectedEnd).toBe(START + 92 * MINUTE)
  })

  it('AGD-19 a paused clock makes us later, an early advance earlier', () => {
    const paused = live().facilitated({ type: 'agenda.pause' })
    expect(scheduleOf(paused.state, START + 30 * SECOND).late).toBe(30 * SECOND)
    expect(
      scheduleOf(
        live()
          .later(6 * MINUTE)
          .advance().state,
        START + 6 * MINUTE,
      ).late,
    ).toBe(-2 * MINUTE)
  })

  it('AGD-19 after the end it is how late we were', () => {
    const story = live()
      .later(95 * MINUTE)
      .facilitated({ type: 'agenda.end' })
    expect(scheduleOf(story.state, story.now + MINUTE).late).toBe(5 * MINUTE)
  })
})

describe('editing the agenda', () => {
  it('AGD-13 while live, what has been and what is on stay; what comes is replaced', () => {
    const story = live().advance()
    const begun = story.state.agenda.phases.slice(0, 2)
    story.facilitated(edit([{ kind: 'solutions', minutes: 20 }]))
    expect(story.state.agenda.phases.slice(0, 2)).toEqual(begun)
    expect(story.state.agenda.phases.slice(2)).toMatchObject([{ kind: 'solutions', minutes: 20 }])
    for (const phase of begun) {
      expect(story.ask(FACILITATOR, edit([{ id: phase.id, kind: phase.kind, minutes: 5 }]))).toEqual(
        refused('phase_over'),
      )
    }
  })

  it('AGD-13 sending the same agenda back changes nothing', () => {
    expect(planning().ask(FACILITATOR, edit(coming(planning())))).toEqual(accepted())
    expect(live().ask(FACILITATOR, edit(coming(live())))).toEqual(accepted())
  })

  it('AGD-14 an edited phase keeps its id and rules; board and scope come from its kind', () => {
    const story = planning()
    const listing = story.state.agenda.phases[2]!
    story.facilitated(
      edit([{ id: listing.id, kind: 'list-ideals', minutes: 6, title: ' 夢を 語る ', votes: 2 }]),
    )
    expect(story.state.agenda.phases).toEqual([{ ...listing, minutes: 6, title: '夢を 語る', votes: 2 }])
    story.facilitated(edit([{ kind: 'next-topics', minutes: 4 }]))
    const [added] = story.state.agenda.phases
    expect(added).toMatchObject({ scope: 'everyone', board: 'topics', votes: 2, title: null })
    expect(added?.id).not.toBe(listing.id)
  })

  it.each([
    ['no phases', []],
    ['too many phases', Array.from({ length: 31 }, () => ({ kind: 'break', minutes: 1 }) as const)],
    ['no minutes', [{ kind: 'break', minutes: 0 }] as const],
    ['half minutes', [{ kind: 'break', minutes: 1.5 }] as const],
    ['endless minutes', [{ kind: 'break', minutes: 181 }] as const],
    ['too many dots', [{ kind: 'solutions', minutes: 5, votes: 11 }] as const],
    ['negative dots', [{ kind: 'solutions', minutes: 5, votes: -1 }] as const],
  ])('AGD-15 an agenda with %s is refused', (_, phases) => {
    expect(typesOf(planning().ask(FACILITATOR, edit([...phases])))).toEqual(['refused: agenda_invalid'])
  })

  it('AGD-15 unknown ids, an id twice, another kind and a long title are refused', () => {
    const story = planning()
    const { id } = story.state.agenda.phases[0]!
    const intro = { id, kind: 'intro', minutes: 5 } as const
    expect(story.ask(FACILITATOR, edit([{ ...intro, id: phaseId('nowhere') }]))).toEqual(
      refused('phase_unknown'),
    )
    expect(story.ask(FACILITATOR, edit([intro, intro])).ok).toBe(false)
    expect(story.ask(FACILITATOR, edit([{ ...intro, kind: 'close' }]))).toEqual(refused('agenda_invalid'))
    expect(story.ask(FACILITATOR, edit([{ ...intro, title: 'あ'.repeat(81) }]))).toEqual(
      refused('title_too_long', { limit: 80 }),
    )
  })

  it('AGD-15 thirty phases in all are allowed, those that have been included', () => {
    const story = live()
    const breaks = (count: number) =>
      Array.from({ length: count }, () => ({ kind: 'break', minutes: 1 }) as const)
    expect(story.ask(FACILITATOR, edit(breaks(29))).ok).toBe(true)
    expect(story.ask(FACILITATOR, edit(breaks(30)))).toEqual(refused('agenda_invalid', { limit: 30 }))
  })

  it('AGD-21 a facilitator’s own headline and guidance stand in place of the kind’s until they are emptied', () => {
    const story = planning()
    const { id } = story.state.agenda.phases[0]!
    const intro = { id, kind: 'intro', minutes: 5 } as const
    const read = () => phaseWords(story.state.agenda.phases[0]!, 'ja')
    const plain = read()
    story.facilitated(edit([{ ...intro, goal: ' 顔と名前が 一致する ', guidance: 'まずは深呼吸を。' }]))
    expect(read()).toEqual({ ...plain, ask: '顔と名前が 一致する', everyone: 'まずは深呼吸を。' })
    story.facilitated(edit([{ ...intro, minutes: 6 }]))
    expect(read().everyone).toBe('まずは深呼吸を。')
    story.facilitated(edit([{ ...intro, goal: null, guidance: '\u3000' }]))
    expect(read()).toEqual(plain)
    expect(story.state.agenda.phases[0]).not.toHaveProperty('goal')
  })

  it.each([
    ['goal', 40],
    ['guidance', 160],
  ] as const)('AGD-21 %s has %d characters at most', (name, limit) => {
    const intro = { kind: 'intro', minutes: 5 } as const
    expect(planning().ask(FACILITATOR, edit([{ ...intro, [name]: 'あ'.repeat(limit + 1) }]))).toEqual(
      refused('text_too_long', { limit }),
    )
    expect(planning().ask(FACILITATOR, edit([{ ...intro, [name]: 'あ'.repeat(limit) }])).ok).toBe(true)
  })

  it('AGD-16 rules for writing stay off where nothing is written', () => {
    const story = planning().facilitated(
      edit([{ kind: 'intro', minutes: 5, gate: true, hidden: true, votes: 3, summary: true }]),
    )
    expect(story.state.agenda.phases[0]).toMatchObject({
      gate: false,
      hidden: false,
      votes: 0,
      summary: false,
    })
  })
})

describe('the end', () => {
  it('AGD-17 every draft still hidden is shown, also one left behind by going back', () => {
    const story = live().goTo('list-challenges').posts('aoi', 'c1').back()
    const decision = story.ask(FACILITATOR, { type: 'agenda.end' })
    expect(typesOf(decision)).toEqual(['tally.shown', 'cards.revealed', 'agenda.ended'])
    story.facilitated({ type: 'agenda.end' })
    expect(story.state.cards).toMatchObject([{ id: 'c1', revealed: true }])
    expect(story.state).toMatchObject({ status: 'ended', agenda: { endedAt: story.now, lastMove: null } })
  })
})
