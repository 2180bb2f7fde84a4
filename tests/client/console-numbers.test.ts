import { describe, expect, it } from 'vitest'
import { MINUTE, SECOND } from '#shared/time.ts'
import { offsetClock, spanClock } from '../../client/workshop/clock-text.ts'
import { handsRest, heatPath, heatPeak } from '../../client/console/teams/heat-path.ts'
import { boardStats, teamStandings } from '../../client/console/teams/stats.ts'
import { Story, teamId } from '../support/domain-builder.ts'

const points = (line: string) =>
  line
    .slice(1)
    .split('L')
    .map((point) => point.split(' ').map(Number))

describe('the heat line', () => {
  it('has fourteen points across the whole box, silence before the start on the floor', () => {
    const { line } = heatPath([0, 2, 4], 4)
    const drawn = points(line)
    expect(drawn).toHaveLength(14)
    expect(drawn[0]).toEqual([0, 32])
    expect(drawn.at(-1)).toEqual([100, 2])
    expect(drawn.at(-2)?.[1]).toBe(17)
  })

  it('shows the newest buckets when there are more', () => {
    const buckets = [9, 9, 9, ...Array<number>(13).fill(0), 9]
    const drawn = points(heatPath(buckets, 9).line)
    expect(drawn.map(([, y]) => y)).toEqual([...Array<number>(13).fill(32), 2])
  })

  it('stays in its box whatever it is given', () => {
    for (const [, y] of points(heatPath([-3, 99, Number.MAX_SAFE_INTEGER], 5).line)) {
      expect(y).toBeGreaterThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(34)
    }
    expect(heatPath([], 0).line).not.toContain('NaN')
  })

  it('closes its area along the floor', () => {
    expect(heatPath([1], 4).area).toMatch(/L100 34L0 34Z$/)
  })

  it('has one scale for all teams, and does not blow up a single card', () => {
    expect(heatPeak({ a: [1, 0], b: [0, 12] })).toBe(12)
    expect(heatPeak({ a: [1] })).toBe(4)
    expect(heatPeak({})).toBe(4)
  })
})

describe('hands that rest', () => {
  it('are those whose newest buckets are empty for the whole time', () => {
    expect(handsRest([5, 0, 0, 0, 0], 30 * SECOND, 2 * MINUTE)).toBe(true)
    expect(handsRest([5, 0, 0, 1, 0], 30 * SECOND, 2 * MINUTE)).toBe(false)
  })

  it('are not claimed without knowing', () => {
    expect(handsRest(undefined, 30 * SECOND, MINUTE)).toBe(false)
    expect(handsRest([0], 30 * SECOND, MINUTE)).toBe(false)
    expect(handsRest([0, 0], 0, MINUTE)).toBe(false)
  })
})

describe('the numbers above the tiles', () => {
  it('exist only while a phase with a board is on', () => {
    const story = Story.inPhase('check-in')
    expect(boardStats(story.state, story.present, null, story.now)).toBeNull()
  })

  it('count who of those present has posted in a gated phase, and its pace over the last three minutes', () => {
    const story = Story.inPhase('list-ideals', ['aoi', 'ren', 'kei', 'sora']).away('sora')
    story
      .posts('aoi', 'c1')
      .later(4 * MINUTE)
      .posts('aoi', 'c2')
      .posts('ren', 'c3')
    expect(boardStats(story.state, story.present, null, story.now)).toMatchObject({
      ...{ posted: 2, awaited: 3, missing: ['kei'], cards: 3, pace: 0.7 },
    })
  })

  it('count what the listing brought while deepening, where no gate asks for another card', () => {
    const story = Story.inPhase('list-ideals').posts('aoi', 'c1').goTo('deepen-ideals')
    expect(boardStats(story.state, story.present, null, story.now)).toMatchObject({
      ...{ posted: 1, awaited: 2, missing: ['ren'] },
    })
  })

  it('name a team that has been still for two minutes, but not one where nobody is here', () => {
    const story = Story.inPhase('list-ideals', ['aoi', 'ren', 'kei', 'sora']).later(3 * MINUTE)
    story.away('kei', 'sora')
    const pulse = {
      bucketMs: 30 * SECOND,
      teams: { [teamId('team1')]: [0, 0, 0, 0], [teamId('team2')]: [0, 0, 0, 0] },
      unsummed: [],
    }
    const stats = boardStats(story.state, story.present, pulse, story.now)
    expect([...(stats?.resting ?? [])]).toEqual(['team1'])
  })

  it('say of each member whether they posted, are waited for, or are not', () => {
    const story = Story.inPhase('list-ideals', ['aoi', 'ren', 'kei'], 3).posts('aoi', 'c1').away('kei')
    expect(
      teamStandings(story.state, teamId('team1'), story.present).map(({ standing }) => standing),
    ).toEqual(['posted', 'awaited', 'away'])
  })
})

describe('clocks of the agenda', () => {
  it('write how late it is in minutes and seconds, whatever the sign', () => {
    expect(spanClock(-80 * SECOND)).toBe('1:20')
    expect(spanClock(75 * MINUTE)).toBe('75:00')
  })

  it('write when a phase begins before anybody knows when the workshop will', () => {
    expect(offsetClock(88)).toBe('1:28')
  })
})
