import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { must } from '#shared/result.ts'
import { AgendaDesk } from '../../client/plan/agenda-desk.svelte.ts'
import { movedDraft, type PhaseDraft } from '../../client/workshop/agenda/agenda-draft.ts'
import { Story } from '../support/domain-builder.ts'
import { deciding } from './deciding-kit.ts'

/** An agenda being written, whose commands a real decider takes. */
function openDesk(story = Story.planning()) {
  const { given, ...ways } = deciding(story)
  let ids = 0
  const desk = new AgendaDesk({ ...ways, newId: () => `draft-${ids++}` })
  const change = (at: number, part: Partial<PhaseDraft>) =>
    desk.write(desk.drafts.map((draft, index) => (index === at ? { ...draft, ...part } : draft)))
  const phases = () => story.state.agenda.phases
  return { desk, story, given, change, phases }
}

const edited = (story: Story, change: (phases: readonly Minimal[]) => readonly Minimal[]) => {
  const phases = story.state.agenda.phases.map(({ id, kind, minutes }) => ({ id, kind, minutes }))
  story.facilitated({ type: 'agenda.edit', phases: [...change(phases)] })
}
type Minimal = Pick<Story['state']['agenda']['phases'][number], 'kind' | 'minutes'>

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the agenda being written', () => {
  it('is saved by itself after a pause: order, minutes, rules and words in one command', async () => {
    const { desk, given, change, phases } = openDesk()
    const [first, second] = phases()
    change(0, { minutes: 7, auto: true })
    change(0, { guidance: 'まずは深呼吸を。', goal: '場になじむ' })
    desk.write(movedDraft(desk.drafts, 0, 1))
    expect(desk.saving).toBe(true)
    await vi.runAllTimersAsync()
    expect(given).toHaveLength(1)
    expect(desk.saving).toBe(false)
    expect(phases()[0]?.id).toBe(second?.id)
    expect(phases()[1]).toEqual({
      ...first,
      minutes: 7,
      auto: true,
      goal: '場になじむ',
      guidance: 'まずは深呼吸を。',
    })
  })

  it('gives a new phase its id once it is saved, so that what is written next changes that very phase', async () => {
    const { desk, change, phases } = openDesk()
    const before = phases().length
    desk.add('break')
    await vi.runAllTimersAsync()
    const added = must(phases().at(-1), 'phase')
    expect(phases()).toHaveLength(before + 1)
    const row = must(desk.drafts.at(-1), 'row')
    expect(row).toMatchObject({ id: added.id, kind: 'break', key: 'draft-0' })
    change(before, { minutes: 12 })
    await vi.runAllTimersAsync()
    expect(phases().at(-1)).toEqual({ ...added, minutes: 12 })
    await desk.leave()
    expect(desk.drafts.at(-1)?.key).toBe(added.id)
  })

  it('does not save minutes that are none, says so, and saves once they are mended', async () => {
    const { desk, given, change, phases } = openDesk()
    change(0, { minutes: Number.NaN })
    await vi.runAllTimersAsync()
    await desk.leave()
    expect(given).toEqual([])
    expect([desk.faulty, desk.saving]).toEqual([true, false])
    change(0, { minutes: 9 })
    await vi.runAllTimersAsync()
    expect(phases()[0]?.minutes).toBe(9)
    expect(desk.faulty).toBe(false)
  })

  it('does not save an agenda without a phase', async () => {
    const { desk, given } = openDesk()
    desk.write([])
    await vi.runAllTimersAsync()
    expect(given).toEqual([])
    expect([desk.bare, desk.faulty]).toEqual([true, true])
  })

  it('waits for the end of a conversion', async () => {
    const { desk, given, change, phases } = openDesk()
    desk.compose(true)
    change(0, { title: 'はじめｎ' })
    await vi.runAllTimersAsync()
    expect(given).toEqual([])
    change(0, { title: 'はじめに' })
    desk.compose(false)
    await vi.runAllTimersAsync()
    expect(phases()[0]?.title).toBe('はじめに')
  })

  it('keeps what another facilitator changed meanwhile: other phases, other fields, phases added and taken out', async () => {
    const { desk, story, change, phases } = openDesk()
    change(0, { title: 'ようこそ' })
    edited(story, (all) => [
      { ...must(all[0], 'first'), minutes: 3 },
      { kind: 'break', minutes: 4 },
      ...all.slice(2),
    ])
    desk.follow()
    await vi.runAllTimersAsync()
    expect(phases()[0]).toMatchObject({ title: 'ようこそ', minutes: 3 })
    expect(phases()[1]).toMatchObject({ kind: 'break', minutes: 4 })
    expect(phases().map(({ id }) => id)).toEqual(desk.drafts.map(({ id }) => id))
  })

  it('leaves what has begun alone and counts its minutes', async () => {
    const story = Story.planning().seats('aoi', 'ren').teams(2).open()
    const { desk, change, phases } = openDesk(story)
    const whole = () => phases().reduce((sum, phase) => sum + phase.minutes, 0)
    expect([desk.begun, desk.minutes]).toEqual([1, whole()])
    const [begun] = phases()
    change(0, { minutes: 1 })
    expect(desk.minutes).toBe(whole() - must(phases()[1], 'second').minutes + 1)
    await vi.runAllTimersAsync()
    expect(phases()[0]).toEqual(begun)
    expect(phases()[1]?.minutes).toBe(1)
    // a phase that begins while it is being written goes from the list, the rest of the work stays
    change(1, { minutes: 2 })
    story.advance()
    desk.follow()
    await vi.runAllTimersAsync()
    expect(phases()[2]?.minutes).toBe(2)
    expect(desk.begun).toBe(2)
  })

  it('aims for whole minutes within the bounds alone', () => {
    const { desk, given } = openDesk()
    expect([9, 481, 60.5, Number.NaN].map((minutes) => desk.aim(minutes))).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect([desk.aim(90), desk.aim(90), desk.aim(null)]).toEqual([true, true, true])
    expect(given).toEqual([
      { type: 'plan.edit', target: 90 },
      { type: 'plan.edit', target: null },
    ])
  })
})
