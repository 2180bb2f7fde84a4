import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LinksDesk } from '../../client/plan/links-desk.svelte.ts'
import { pastedLinks } from '../../client/plan/pasted-links.ts'
import { person, Story, teamId } from '../support/domain-builder.ts'
import { deciding } from './deciding-kit.ts'

const ONE = 'https://us02web.zoom.us/j/81234567890?pwd=abc'
const TWO = 'https://meet.jit.si/Yoriai'
const [a, b, c] = [teamId('team1'), teamId('team2'), teamId('team3')]
const teams = [
  { id: a, name: 'チームA' },
  { id: b, name: 'チームB' },
  { id: c, name: 'チームC' },
]

describe('pasted lines of links', () => {
  it('go to the teams in their order, and an empty line leaves its team as it is', () => {
    expect(pastedLinks(`\n${ONE}\r\n\r\n  ${TWO}  \n`, teams)).toEqual({
      links: { [a]: ONE, [c]: TWO },
      left: [],
    })
  })

  it('go to the team whose name they begin with, as in a list or a table copied from a sheet', () => {
    expect(pastedLinks(`チームB: ${ONE}\nチームA\t${TWO}`, teams).links).toEqual({ [b]: ONE, [a]: TWO })
    expect(pastedLinks(`チームC・ ${ONE}`, teams).links).toEqual({ [c]: ONE })
  })

  it('lose nothing: what is no address stays to be mended, and more lines than teams are given back', () => {
    expect(pastedLinks(`zoom.us/j/1\nZoom: ${ONE}\n${TWO}\nあとで\n${TWO}/2`, teams)).toEqual({
      links: { [a]: 'zoom.us/j/1', [b]: ONE, [c]: TWO },
      left: ['あとで', `${TWO}/2`],
    })
    expect(pastedLinks(' \n ', teams)).toEqual({ links: {}, left: [] })
  })
})

function openDesk() {
  const story = Story.planning().seats('aoi', 'ren', 'mei', 'sora').teams(2)
  const { given, ...ways } = deciding(story)
  return { desk: new LinksDesk(ways), story, given }
}

describe('team links being written', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('are saved after a pause, all in one command, and taken away when emptied', async () => {
    const { desk, story, given } = openDesk()
    desk.write(a, ` ${ONE}`)
    desk.write(b, TWO)
    expect([desk.saving, desk.given]).toEqual([true, 0])
    await vi.runAllTimersAsync()
    expect(given).toEqual([{ type: 'plan.edit', teamLinks: { [a]: ONE, [b]: TWO } }])
    expect([desk.saving, desk.given, desk.text(a)]).toEqual([false, 2, ONE])
    desk.write(a, ' ')
    desk.leave(a)
    await vi.runAllTimersAsync()
    expect(story.state.plan.teamLinks).toEqual({ [b]: TWO })
  })

  it('keep what is no link in its field, and save the others', async () => {
    const { desk, story } = openDesk()
    expect(desk.paste(`zoom.us/j/1\n${TWO}\n${ONE}`)).toEqual({ filled: 2, left: [ONE] })
    await vi.runAllTimersAsync()
    expect(story.state.plan.teamLinks).toEqual({ [b]: TWO })
    expect([desk.text(a), desk.isFaulty(a), desk.faulty, desk.saving]).toEqual([
      'zoom.us/j/1',
      true,
      true,
      false,
    ])
    desk.write(a, ONE)
    desk.close()
    await vi.runAllTimersAsync()
    expect(story.state.plan.teamLinks).toEqual({ [a]: ONE, [b]: TWO })
    expect(desk.faulty).toBe(false)
  })

  it('stay in their fields when they were refused, and are sent again with the next key', async () => {
    const { desk, story } = openDesk()
    desk.write(a, ONE)
    story.open().facilitated({ type: 'agenda.end' })
    await vi.runAllTimersAsync()
    expect([desk.text(a), desk.faulty, desk.saving]).toEqual([ONE, true, false])
  })

  it('have a field for each team that talks, not for one that stays for its boards alone', () => {
    const { desk, story } = openDesk()
    for (const id of ['mei', 'sora'])
      story.facilitated({ type: 'team.move', participantId: person(id), teamId: a })
    expect(desk.teams.map(({ id }) => id)).toEqual([a])
  })
})
