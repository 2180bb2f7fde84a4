import { describe, expect, it } from 'vitest'
import { chanceOf } from '#shared/domain/formation/compare.ts'
import type { FormationRequest } from '#shared/domain/formation/entrant.ts'
import { planTeams } from '#shared/domain/formation/form-plan.ts'
import { isSamePlan, scoreTeams } from '#shared/domain/formation/plan.ts'
import { withAnswers } from '#shared/domain/people.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { must } from '#shared/result.ts'
import { drawnTeams, NEW_TEAM, teamOf } from '../../client/forming/drawing.ts'
import { findings, type Finding } from '../../client/forming/findings.ts'
import { FormingDesk } from '../../client/forming/forming-desk.svelte.ts'
import { crowd } from '../load/teams/crowd.ts'
import { FACILITATOR, person, Story } from '../support/domain-builder.ts'

/** Searches where it stands, answers when told to. */
class SlowSearch {
  asked: FormationRequest[] = []
  #waiting: Finding[] = []
  #found: (finding: Finding) => void = () => {}
  #failed: () => void = () => {}

  ask(request: FormationRequest, listener: { found: (finding: Finding) => void; failed: () => void }): void {
    this.asked.push(request)
    this.#waiting = [...findings(request)]
    this.#found = listener.found
    this.#failed = listener.failed
  }

  /** so many of what was found, all when left out */
  bring(count = 3): void {
    this.#waiting.splice(0, count).forEach((finding) => this.#found(finding))
  }

  fail(): void {
    this.#waiting = []
    this.#failed()
  }

  close(): void {
    this.#waiting = []
  }
}

const made = crowd({ people: 24, seed: 3 })
const names = made.people.map(({ id }) => id as string)

/** Twenty-four made-up people of the bench, before the opening. */
function openDesk(story = Story.planning().seats(...names), bring = true) {
  for (const { id, answers } of made.people) story.answered(id, { ...answers } as never)
  let state = $state.raw() as WorkshopState
  const catchUp = () => (state = withAnswers(story.state, story.answers))
  catchUp()
  const search = new SlowSearch()
  const desk = new FormingDesk({
    state: () => state,
    present: () => new Set(story.present),
    search,
    give: async (command) => {
      const decision = story.ask(FACILITATOR, command)
      if (!decision.ok) return { ok: false, error: { ...decision.error, message: decision.error.code } }
      story.happened(...decision.value)
      catchUp()
      return { ok: true, seq: 1 }
    },
  })
  if (bring) search.bring()
  return { desk, search, story, catchUp }
}

const seats = (desk: FormingDesk) => desk.drawing.teams.map(({ members }) => members)
const first = (desk: FormingDesk) => must(seats(desk)[0]?.[0], 'somebody')

describe('the table on which teams are formed', () => {
  it('TFM-3 begins with the plan the server would find for the same seed', () => {
    const { desk, story } = openDesk()
    const { seed, aim } = desk.settings
    story.facilitated({ type: 'team.form', by: 'answers', seed, size: aim })
    const formed = story.state.teams.map(({ members }) => ({
      before: null,
      members: members.map(({ participantId }) => participantId),
    }))
    expect(isSamePlan(formed, drawnTeams(desk.drawing))).toBe(true)
    expect(desk.rival?.kind).toBe('second')
    expect(desk.chance).toEqual(chanceOf({ people: made.people, ...desk.settings }))
  })

  it('TFM-7 reads a drawing as the search priced it, and names teams and roles as the workshop will', async () => {
    const { desk, search, story } = openDesk()
    const plan = planTeams(must(search.asked[0], 'a request'))
    expect(desk.reading.score.total).toBeCloseTo(plan.score.total, 6)
    const foreseen = desk.reading.teams.map(({ formed }) => [formed?.name, formed?.members])
    expect(await desk.give()).toMatchObject({ ok: true })
    expect(story.state.teams.map(({ name, members }) => [name, members])).toEqual(foreseen)
    expect(desk.given).toBe(true)
  })

  it('a move is told, pins who was moved, and is taken back and done again', () => {
    const { desk } = openDesk()
    const [id, from, to] = [first(desk), desk.drawing.teams[0]?.key ?? '', desk.drawing.teams[1]?.key ?? '']
    const before = desk.reading.score
    desk.hover({ id, over: to })
    const foretold = desk.differences
    desk.hover(null)
    desk.move(id, to)
    expect(teamOf(desk.drawing, id)?.key).toBe(to)
    expect(desk.drawing.pins).toEqual(new Set([id]))
    expect(desk.differences.length).toBeGreaterThan(0)
    expect(desk.differences).toEqual(foretold)
    const after = desk.reading.score
    expect(after.total).toBe(
      scoreTeams({ people: made.people, ...desk.settings }, drawnTeams(desk.drawing)).total,
    )
    desk.undo()
    expect([teamOf(desk.drawing, id)?.key, desk.reading.score.total]).toEqual([from, before.total])
    expect(desk.drawing.pins.size).toBe(0)
    desk.redo()
    expect(desk.reading.score.total).toBe(after.total)
    expect(desk.canRedo).toBe(false)
  })

  it('TFM-4 the pinned stay with each other, and in their team’s place, whatever is wished next', () => {
    const { desk, search } = openDesk()
    const [one, other] = [first(desk), must(seats(desk)[2]?.[1], 'another')]
    desk.move(one, desk.drawing.teams[2]?.key ?? '')
    desk.pin(other, true)
    const key = teamOf(desk.drawing, other)?.key
    for (const wish of [{ axis: 'job' }, { aim: 4 }, { newcomers: 'apart' }] as const) {
      desk.wish(wish)
      search.bring()
      expect(desk.settings).toMatchObject(wish)
      expect([teamOf(desk.drawing, one)?.key, teamOf(desk.drawing, other)?.key]).toEqual([key, key])
    }
    desk.again()
    search.bring()
    expect(desk.settings.seed).toBe(2)
    expect(seats(desk).flat().sort()).toEqual([...names].sort())
    expect(teamOf(desk.drawing, one)?.key).toBe(key)
    desk.undo()
    expect([desk.settings.seed, desk.settings.aim, desk.settings.newcomers]).toEqual([1, 4, 'apart'])
  })

  it('TEA-19 what is wished is kept with the workshop, and so is a step back to other wishes', () => {
    const { desk, search, story } = openDesk()
    const [one, other] = [first(desk), must(seats(desk)[0]?.[1], 'another')]
    desk.wish({ axis: 'job', apart: [[one, other]] })
    search.bring()
    expect(teamOf(desk.drawing, one)).not.toBe(teamOf(desk.drawing, other))
    expect(story.state.formation).toMatchObject({ axis: 'job', apart: [[one, other]] })
    desk.undo()
    expect(story.state.formation).toMatchObject({ axis: 'size', apart: [] })
    const again = openDesk(story)
    expect(again.desk.settings).toEqual({ ...story.state.formation, seed: 1 })
  })

  it('a move while plans are sought is not undone by what is found', () => {
    const { desk, search } = openDesk()
    desk.again()
    expect(desk.searching).toEqual({ kind: 'busy', found: 0 })
    const id = first(desk)
    desk.move(id, NEW_TEAM)
    search.bring()
    expect(desk.searching).toEqual({ kind: 'rest' })
    expect(teamOf(desk.drawing, id)?.members).toEqual([id])
  })

  it('two plans change places, and one put aside stays for comparison with the next', () => {
    const { desk, search } = openDesk()
    const [mine, second] = [desk.drawing, must(desk.rival, 'a second plan').drawing]
    desk.takeRival()
    expect([desk.drawing, desk.rival?.drawing]).toEqual([second, mine])
    desk.again()
    search.bring()
    expect(desk.rival).toMatchObject({ kind: 'kept', drawing: mine })
    expect(desk.rivalScore?.total).toBeCloseTo(
      scoreTeams({ people: made.people, ...desk.settings }, drawnTeams(mine)).total,
      6,
    )
  })

  it('TFM-17 a counterfactual can be done: what it foretells is what comes', () => {
    const { desk } = openDesk()
    const id = first(desk)
    const facts = must(desk.explain(id), 'facts')
    expect(facts.elsewhere.length).toBe(desk.drawing.teams.length - 1)
    const [best] = [...facts.elsewhere].sort((a, b) => a.dearer - b.dearer)
    const { team, instead, dearer } = must(best, 'a counterfactual')
    const before = desk.reading.score.total
    const to = desk.drawing.teams[team]?.key ?? ''
    desk.exchange(id, instead, to)
    expect(teamOf(desk.drawing, id)?.key).toBe(to)
    expect(desk.reading.score.total - before).toBeCloseTo(dearer, 6)
    expect(seats(desk).flat().sort()).toEqual([...names].sort())
  })

  it('TFM-14 who comes late is told and placed without moving anybody; who goes is gone', () => {
    const { desk, story, catchUp } = openDesk()
    const before = desk.drawing.teams
    story.seats('late')
    catchUp()
    expect(desk.late).toEqual([person('late')])
    desk.placeLate()
    expect(desk.late).toEqual([])
    for (const [index, { members }] of before.entries())
      expect(seats(desk)[index]?.filter((id) => id !== 'late')).toEqual(members)
    story.facilitated({ type: 'seat.remove', participantId: 'late' as ParticipantId })
    catchUp()
    expect(seats(desk)).toEqual(before.map(({ members }) => members))
    expect(desk.reading.refused).toBeNull()
  })

  it('teams there are stay on the table beside what is found, and keep names and boards when given', async () => {
    const story = Story.planning()
      .seats(...names)
      .teams(5)
    const { desk } = openDesk(story)
    expect(desk.given).toBe(true)
    expect(desk.rival?.kind).toBe('found')
    const teams = story.state.teams.map(({ id, name }) => [id, name])
    const id = first(desk)
    desk.move(id, desk.drawing.teams[1]?.key ?? '')
    expect(desk.given).toBe(false)
    await desk.give()
    expect(story.state.teams.map((team) => [team.id, team.name])).toEqual(teams)
    expect(story.state.teams[1]?.members.map(({ participantId }) => participantId)).toContain(id)
    // formed anew and given, they go on from there as well
    desk.takeRival()
    await desk.give()
    const seatedIn = (team: string) => story.state.teams.find((one) => one.id === team)?.members ?? []
    const others = story.state.teams.map((team) => [team.id, team.members.length] as const)
    const to = desk.drawing.teams.find(({ members }) => !members.includes(id))?.key ?? ''
    desk.move(id, to)
    await desk.give()
    for (const [team, size] of others)
      expect(Math.abs(seatedIn(team).length - size), team).toBeLessThanOrEqual(1)
    desk.undo()
    desk.undo()
    await desk.give()
    expect(story.state.teams[1]?.members.map(({ participantId }) => participantId)).toContain(id)
  })

  it('TEA-16 a team of eight is refused before it is given, and a search that broke can be tried again', () => {
    const { desk, search } = openDesk()
    const to = desk.drawing.teams[0]?.key ?? ''
    for (const id of seats(desk).slice(1).flat().slice(0, 4)) desk.move(id, to)
    expect(desk.reading.refused).toMatchObject({ code: 'team_too_large', limit: 7 })
    expect(desk.reading.teams.length).toBe(desk.drawing.teams.length)
    desk.again()
    search.fail()
    expect(desk.searching).toEqual({ kind: 'failed' })
    desk.retry()
    search.bring()
    expect(desk.searching).toEqual({ kind: 'rest' })
    expect(search.asked.at(-1)).toEqual(search.asked.at(-2))
  })

  it('with nobody there is nothing to seek', () => {
    const { desk, search } = openDesk(Story.planning(), false)
    expect([desk.anybody, desk.drawing.teams, search.asked]).toEqual([false, [], []])
  })
})
