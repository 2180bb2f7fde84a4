import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FormDesk } from '../../client/plan/form-desk.svelte.ts'
import { CHANNELS, invitation } from '../../client/plan/invitation.ts'
import { applyFormText } from '../../client/i18n/apply-form.ts'
import { Story } from '../support/domain-builder.ts'
import { deciding } from './deciding-kit.ts'

/** A form whose commands a real decider takes. */
function openDesk() {
  const story = Story.planning()
  const { given, ...ways } = deciding(story)
  return { desk: new FormDesk(ways), story, given }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the form being written', () => {
  it('says that it is being saved from the first letter until it is, and sends nothing twice', async () => {
    const { desk, given } = openDesk()
    expect(desk.saving).toBe(false)
    desk.writeCapacity('30')
    expect(desk.saving).toBe(true)
    await vi.runAllTimersAsync()
    expect([desk.saving, desk.refused]).toEqual([false, false])
    await desk.save()
    await desk.leave()
    expect(given).toEqual([{ type: 'form.edit', capacity: 30 }])
    desk.addConsent()
    expect(desk.saving, 'an empty consent is nothing to save').toBe(false)
  })

  it('says that it is not saved when it is refused, keeps what was written, and tries again with what is written next', async () => {
    const { desk, story } = openDesk()
    desk.addConsent()
    desk.writeConsent(0, { text: 'あ'.repeat(201) })
    await vi.runAllTimersAsync()
    expect([desk.saving, desk.refused]).toEqual([false, true])
    await desk.leave()
    expect(desk.consents[0]?.text).toHaveLength(201)
    desk.writeConsent(0, { text: '写真をとってもよい' })
    expect([desk.saving, desk.refused]).toEqual([true, false])
    await vi.runAllTimersAsync()
    expect(story.state.form.consents).toEqual([{ text: '写真をとってもよい', required: false }])
    expect([desk.saving, desk.refused]).toEqual([false, false])
  })

  it('APP-1 a seventh question cannot be chosen, and questions keep one order', () => {
    const { desk, story } = openDesk()
    expect(desk.full).toBe(true)
    desk.ask('company', true)
    expect(desk.question('company')).toBeNull()
    desk.ask('wish', false)
    desk.ask('alsoChallenges', true)
    expect(story.state.form.questions.map(({ key }) => key)).toEqual([
      'challenge',
      'alsoChallenges',
      'solved',
      'size',
      'job',
      'firstTime',
    ])
  })

  it('APP-1 choices are saved after a pause, a line each, and the text stays as typed until it is left', async () => {
    const { desk, story, given } = openDesk()
    desk.writeChoices('challenge', '引き継ぎ\n')
    desk.writeChoices('challenge', '引き継ぎ\n日程\n')
    expect(given).toEqual([])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(given).toHaveLength(1)
    expect(story.state.form.questions[0]?.choices).toEqual(['引き継ぎ', '日程'])
    expect(desk.question('challenge')?.choices).toBe('引き継ぎ\n日程\n')
    await desk.leave()
    expect(desk.question('challenge')?.choices).toBe('引き継ぎ\n日程')
  })

  it('APP-1 a consent still to be written is on the screen, and not in the form', async () => {
    const { desk, story } = openDesk()
    desk.addConsent()
    await desk.leave()
    expect([desk.consents.length, story.state.form.consents.length]).toEqual([1, 0])
    desk.writeConsent(0, { text: 'ルールを守ります', required: true })
    await desk.leave()
    expect(story.state.form.consents).toEqual([{ text: 'ルールを守ります', required: true }])
    desk.removeConsent(0)
    expect(story.state.form.consents).toEqual([])
  })

  it('APP-4 a capacity is typed in digits of any width, and none is none', async () => {
    const { desk, story } = openDesk()
    desk.writeCapacity('２４名')
    await desk.save()
    expect([desk.capacity, story.state.form.capacity]).toEqual(['24', 24])
    desk.writeCapacity('999')
    await desk.save()
    expect(story.state.form.capacity).toBe(500)
    desk.writeCapacity('')
    await desk.leave()
    expect(story.state.form.capacity).toBeNull()
  })
})

describe('invitations', () => {
  const facts = {
    title: 'お客さまとのチャットを、だれが返すか',
    goal: '明日から試すことを1つ決める'.repeat(15),
    when: '11月26日(木) 19:00',
    forWhom: null,
    url: 'https://yoriai.example/a/ABC234',
  }

  it.each(['ja', 'en'] as const)('say theme, goal, time and where to apply, in %s', (locale) => {
    for (const channel of CHANNELS) {
      const text = invitation(channel, { ...facts, goal: '短いゴール' }, applyFormText[locale].text)
      for (const part of [facts.title, '短いゴール', facts.when, facts.url]) expect(text).toContain(part)
      expect(text).not.toMatch(/null|undefined/)
    }
  })

  it('for X fit into a post, with the address whole', () => {
    const text = invitation('x', facts, applyFormText.ja.text)
    const weight = [...text.replace(facts.url, '')].reduce((sum, one) => sum + (one > '\u10ff' ? 2 : 1), 23)
    expect(weight).toBeLessThanOrEqual(280)
    expect(weight).toBeGreaterThan(270)
    expect(text.endsWith(`…\n${facts.url}`)).toBe(true)
  })
})
