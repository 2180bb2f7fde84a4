import { describe, expect, it } from 'vitest'
import { callService, readCallLink } from '#shared/domain/call-link.ts'
import { parseCommand } from '#shared/domain/commands.ts'
import { PLAN_LINE_NAMES, PLAN_LINES } from '#shared/domain/plan.ts'
import { accepted, FACILITATOR, refused, Story } from '../support/domain-builder.ts'

const edit = { type: 'plan.edit' } as const

describe('the plan', () => {
  it('PLN-1 editing changes what is given and keeps the rest, each line by itself', () => {
    const story = Story.planning()
    expect(story.ask(FACILITATOR, { ...edit, lines: { forWhom: ' 引っ越した人 ' } })).toEqual(
      accepted({ type: 'plan.edited', lines: { forWhom: '引っ越した人' } }),
    )
    story
      .facilitated({ ...edit, lines: { forWhom: '引っ越した人', inScope: '荷造り' } })
      .facilitated({ ...edit, startsAt: 1_800_000_000_000 })
      .facilitated({ ...edit, lines: { outOfScope: '家さがし' } })
    expect(story.state.plan).toEqual({
      lines: { forWhom: '引っ越した人', inScope: '荷造り', outOfScope: '家さがし' },
      startsAt: 1_800_000_000_000,
      callLink: null,
      target: null,
    })
    expect(story.ask(FACILITATOR, { ...edit, lines: { inScope: '荷造り' }, callLink: null })).toEqual(
      accepted(),
    )
  })

  it('PLN-1 an emptied line goes, and so do start and call link', () => {
    const story = Story.planning()
      .facilitated({
        ...edit,
        lines: { seeking: '段取り' },
        startsAt: 5,
        callLink: 'https://meet.jit.si/Yoriai',
      })
      .facilitated({ ...edit, lines: { seeking: '\u3000' }, startsAt: null, callLink: null })
    expect(story.state.plan).toEqual({ lines: {}, startsAt: null, callLink: null, target: null })
  })

  it('PLN-4 a target is 10 to 480 whole minutes or none', () => {
    const story = Story.planning().facilitated({ ...edit, target: 90 })
    expect(story.state.plan.target).toBe(90)
    expect(story.ask(FACILITATOR, { ...edit, target: 90 })).toEqual(accepted())
    expect(story.facilitated({ ...edit, target: null }).state.plan.target).toBeNull()
    for (const target of [9, 481, 60.5, Number.NaN])
      expect(parseCommand({ ...edit, target }).ok, String(target)).toBe(false)
  })

  it.each(PLAN_LINE_NAMES)(
    'PLN-2 the line %s has its bound, and nothing of a refused edit is kept',
    (name) => {
      const limit = PLAN_LINES[name]
      const story = Story.planning()
      const tooLong = { ...edit, lines: { [name]: 'あ'.repeat(limit + 1) }, startsAt: 5 }
      expect(story.ask(FACILITATOR, tooLong)).toEqual(refused('text_too_long', { limit }))
      expect(story.ask(FACILITATOR, { ...edit, lines: { [name]: 'あ'.repeat(limit) } }).ok).toBe(true)
    },
  )

  it.each([
    'http://zoom.us/j/1',
    'javascript:alert(1)',
    'zoom.us/j/123',
    'https://zoom.us@bad.example/j/1',
    'https://meet.example/a b',
    '',
    `https://meet.example/${'a'.repeat(1_000)}`,
  ])('PLN-3 “%s” is no call link', (callLink) => {
    expect(Story.planning().ask(FACILITATOR, { ...edit, callLink })).toEqual(refused('call_link_invalid'))
  })

  it.each([
    ['https://us02web.zoom.us/j/81234567890?pwd=abc', 'zoom'],
    ['https://meet.google.com/abc-defg-hij', 'meet'],
    ['https://teams.microsoft.com/l/meetup-join/19%3ameeting', 'teams'],
    ['https://example.webex.com/meet/hanako', 'webex'],
    ['https://whereby.com/yoriai', 'whereby'],
    ['https://meet.jit.si/Yoriai#config.startWithAudioMuted=true', 'jitsi'],
    ['https://call.example/room', 'other'],
    ['https://zoom.us.example/j/1', 'other'],
  ] as const)('PLN-3 %s is a call on %s, kept as it was pasted', (link, service) => {
    expect(readCallLink(` ${link}\n`)).toBe(link)
    expect(callService(link)).toBe(service)
  })
})
