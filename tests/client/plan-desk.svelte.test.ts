import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PlanDesk } from '../../client/plan/plan-desk.svelte.ts'
import { localMinute, momentOf } from '../../client/plan/local-minute.ts'
import { Story } from '../support/domain-builder.ts'
import { deciding } from './deciding-kit.ts'

/** A plan page whose commands a real decider takes; `hold` keeps them on the way. */
function openDesk() {
  const story = Story.planning({ title: '引っ越しの段取り', goal: '迷わず動ける' })
  const { given, ...ways } = deciding(story)
  return { desk: new PlanDesk(ways), story, given }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the plan being written', () => {
  it('is saved by itself after a pause, all that was typed in one command of each kind', async () => {
    const { desk, story, given } = openDesk()
    desk.write('forWhom', 'は')
    desk.write('forWhom', 'はじめて引っ越す人 ')
    desk.write('inScope', '荷造り')
    desk.write('title', '荷造りの段取り')
    expect(desk.saving).toBe(true)
    await vi.runAllTimersAsync()
    expect(given).toEqual([
      { type: 'setup.edit', title: '荷造りの段取り' },
      { type: 'plan.edit', lines: { forWhom: 'はじめて引っ越す人', inScope: '荷造り' } },
    ])
    expect(story.state.plan.lines).toEqual({ forWhom: 'はじめて引っ越す人', inScope: '荷造り' })
    expect(desk.saving).toBe(false)
    // the space stays while one is still in the field, so the next word does not stick to the last
    expect(desk.text('forWhom')).toBe('はじめて引っ越す人 ')
    desk.leave('forWhom')
    await vi.runAllTimersAsync()
    expect(desk.text('forWhom')).toBe('はじめて引っ越す人')
  })

  it('waits for the end of a conversion', async () => {
    const { desk, given } = openDesk()
    desk.write('seeking', 'だんどｒ', true)
    await vi.runAllTimersAsync()
    expect(given).toEqual([])
    desk.write('seeking', '段取り')
    await vi.runAllTimersAsync()
    expect(given).toEqual([{ type: 'plan.edit', lines: { seeking: '段取り' } }])
  })

  it('follows what another facilitator writes, except in the field one is in', () => {
    const { desk, story } = openDesk()
    desk.write('inScope', '荷')
    story.facilitated({ type: 'plan.edit', lines: { inScope: '掃除', outOfScope: '家さがし' } })
    expect(desk.text('outOfScope')).toBe('家さがし')
    expect(desk.text('inScope')).toBe('荷')
  })

  it('keeps what cannot be saved in its field, says why, and saves the rest', async () => {
    const { desk, given } = openDesk()
    desk.write('title', ' ')
    desk.write('callLink', 'zoom.us/j/1')
    desk.write('leaving', 'あ'.repeat(121))
    desk.write('result', '半日になった')
    await vi.runAllTimersAsync()
    desk.leave('title')
    desk.leave('callLink')
    await vi.runAllTimersAsync()
    expect(given).toEqual([{ type: 'plan.edit', lines: { result: '半日になった' } }])
    expect(desk.fault('title')).toEqual({ kind: 'missing' })
    expect(desk.fault('callLink')).toEqual({ kind: 'callLink' })
    expect(desk.fault('leaving')).toEqual({ kind: 'tooLong', limit: 120 })
    expect([desk.text('title'), desk.text('callLink')]).toEqual([' ', 'zoom.us/j/1'])
    expect(desk.faulty).toBe(true)
  })

  it('saves what is left when the page is closed, and takes the call link away when it is emptied', async () => {
    const { desk, story } = openDesk()
    desk.write('callLink', 'https://meet.jit.si/Yoriai')
    desk.close()
    await vi.runAllTimersAsync()
    expect(story.state.plan.callLink).toBe('https://meet.jit.si/Yoriai')
    desk.write('callLink', '')
    await vi.runAllTimersAsync()
    expect(story.state.plan.callLink).toBeNull()
  })
})

describe('a moment in a date field', () => {
  it('is read back as it was written, on this device’s clock', () => {
    const at = new Date(2026, 10, 26, 19, 5).getTime()
    expect(localMinute(at)).toBe('2026-11-26T19:05')
    expect(momentOf(localMinute(at))).toBe(at)
    expect(momentOf('')).toBeNull()
    expect(momentOf('soon')).toBeNull()
  })
})
