import { describe, expect, it } from 'vitest'
import { must } from '#shared/result.ts'
import {
  comingPhases,
  draftFault,
  draftsOf,
  editCommand,
  movedDraft,
  newDraft,
  totalMinutes,
  withoutBegun,
} from '../../client/workshop/agenda/agenda-draft.ts'
import { FACILITATOR, Story } from '../support/domain-builder.ts'

const kindsOf = (story: Story) => story.state.agenda.phases.map((phase) => phase.kind)

describe('editing the coming agenda', () => {
  it('offers everything while planning, what follows the current phase when live, nothing after the end', () => {
    const story = Story.planning().seats('aoi', 'ren').teams(2)
    expect(comingPhases(story.state)).toEqual(story.state.agenda.phases)
    story.open().advance()
    expect(comingPhases(story.state)).toEqual(story.state.agenda.phases.slice(2))
    story.facilitated({ type: 'agenda.end' })
    expect(comingPhases(story.state)).toEqual([])
  })

  it('changes nothing when saved untouched', () => {
    const story = Story.inPhase('list-ideals')
    const before = story.state.agenda.phases
    story.facilitated(editCommand(draftsOf(comingPhases(story.state))))
    expect(story.state.agenda.phases).toEqual(before)
  })

  it('sends title, minutes and rules as they were written, and the kind’s own title as none', () => {
    const story = Story.inPhase('list-ideals')
    const [first, ...rest] = draftsOf(comingPhases(story.state))
    const edited = { ...must(first, 'draft'), title: '  まとめ  タイム ', minutes: 14, votes: 5, auto: true }
    const command = editCommand([edited, ...rest])
    expect(command.phases[0]).toEqual({
      id: edited.id,
      kind: 'deepen-ideals',
      title: 'まとめ タイム',
      minutes: 14,
      hidden: false,
      gate: false,
      votes: 5,
      summary: true,
      auto: true,
      goal: null,
      guidance: null,
    })
    expect(command.phases[1]?.title).toBeNull()
    expect(story.ask(FACILITATOR, command).ok).toBe(true)
  })

  it('adds a phase with the rules of its kind, which the workshop accepts', () => {
    const story = Story.inPhase('list-ideals')
    const added = newDraft('list-challenges', 'new')
    expect(added).toMatchObject({ id: null, hidden: true, gate: true })
    story.facilitated(editCommand([added, ...draftsOf(comingPhases(story.state))]))
    expect(kindsOf(story).slice(3, 5)).toEqual(['list-challenges', 'deepen-ideals'])
  })

  it('moves a phase among the coming ones and stops at the ends', () => {
    const drafts = draftsOf(comingPhases(Story.planning().state)).slice(0, 3)
    const order = (list: typeof drafts) => list.map((draft) => draft.kind)
    const [a, b, c] = order(drafts)
    expect(order(movedDraft(drafts, 0, 1))).toEqual([b, a, c])
    expect(order(movedDraft(drafts, 2, 9))).toEqual([a, b, c])
    expect(order(movedDraft(drafts, 0, -1))).toEqual([a, b, c])
    expect(order(movedDraft(drafts, 7, 1))).toEqual([a, b, c])
  })

  it('lets go of a phase that began meanwhile and keeps the rest of the work', () => {
    const story = Story.inPhase('list-ideals')
    const drafts = draftsOf(comingPhases(story.state)).map((draft) => ({ ...draft, minutes: 3 }))
    const added = newDraft('break', 'new')
    story.advance()
    const left = withoutBegun([added, ...drafts], comingPhases(story.state))
    expect(left).toEqual([added, ...drafts.slice(1)])
    expect(story.ask(FACILITATOR, editCommand(left)).ok).toBe(true)
  })

  it('does not let minutes or titles through that the workshop would refuse', () => {
    const draft = newDraft('break', 'new')
    expect(draftFault(draft)).toBeNull()
    expect(draftFault({ ...draft, minutes: 0 })).toBe('minutes')
    expect(draftFault({ ...draft, minutes: Number.NaN })).toBe('minutes')
    expect(draftFault({ ...draft, minutes: 181 })).toBe('minutes')
    expect(draftFault({ ...draft, title: 'あ'.repeat(81) })).toBe('title')
    expect(draftFault({ ...draft, title: '👨‍👩‍👧'.repeat(80) })).toBeNull()
  })

  it('adds up the minutes that are numbers', () => {
    const draft = newDraft('break', 'new')
    expect(totalMinutes([draft, { ...draft, minutes: Number.NaN }])).toBe(5)
  })
})
