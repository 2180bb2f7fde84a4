import { cleanup, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Timer } from '#shared/domain/state.ts'
import { MINUTE, SECOND } from '#shared/time.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import Countdown from '../../client/workshop/Countdown.svelte'
import { momentBetween } from '../../client/workshop/countdown-moments.ts'
import { setPageTitle } from '../../client/workshop/page-title.ts'

/** A clock that a test moves. */
function handClock(now = 0) {
  let tell = () => {}
  const subscribe = createSubscriber((update) => {
    tell = update
  })
  return {
    get tick() {
      subscribe()
      return now
    },
    to(next: number) {
      now = next
      flushSync(() => tell())
    },
  }
}

const running = (endsAt: number): Timer => ({ kind: 'running', endsAt })
const spoken = () => screen.getByRole('status').textContent

beforeEach(() => {
  language.set('ja')
  setPageTitle('テーマ')
})
afterEach(cleanup)

describe('the countdown', () => {
  it('shows what is left in minutes and seconds, also in the tab', () => {
    const clock = handClock()
    render(Countdown, { timer: running(12 * MINUTE), clock, minutes: 12 })
    clock.to(7 * MINUTE + 24 * SECOND)
    expect(screen.getByRole('timer').textContent).toContain('04:36')
    expect(document.title).toBe('04:36 · テーマ')
  })

  it('counts on after zero and says that it is overtime', () => {
    const clock = handClock()
    render(Countdown, { timer: running(MINUTE), clock })
    clock.to(MINUTE + 12 * SECOND)
    expect(screen.getByRole('timer').textContent).toContain('+00:12')
    expect(screen.getByRole('timer').getAttribute('aria-label')).toBe('予定を過ぎています +00:12')
  })

  it('stands still while paused', () => {
    const clock = handClock()
    render(Countdown, { timer: { kind: 'paused', timeLeft: 90 * SECOND }, clock })
    clock.to(10 * MINUTE)
    expect(screen.getByRole('timer').getAttribute('aria-label')).toBe('一時停止中 01:30')
  })

  it('speaks at half time, at one minute and at zero, and is silent in between', () => {
    const clock = handClock()
    const said: (string | null)[] = []
    render(Countdown, { timer: running(10 * MINUTE), clock, minutes: 10 })
    for (let now = 0; now <= 11 * MINUTE; now += 15 * SECOND) {
      clock.to(now)
      if (spoken() !== said.at(-1)) said.push(spoken())
    }
    expect(said).toEqual([
      '',
      '半分が過ぎました。残り05:00です。',
      '残り1分です。',
      '予定の時間になりました。まだ続けられます。',
    ])
  })

  it('says nothing by itself when the facilitator changes the time', async () => {
    const clock = handClock()
    const { rerender } = render(Countdown, { timer: running(10 * MINUTE), clock, minutes: 10 })
    clock.to(2 * MINUTE)
    await rerender({ timer: running(3 * MINUTE - 20 * SECOND) })
    expect(spoken()).toBe('')
    clock.to(2 * MINUTE + 5 * SECOND)
    expect(spoken()).toBe('')
  })

  it('says nothing of what was passed before the page was opened, and nothing twice when the connection comes back', async () => {
    const late = handClock()
    late.to(9 * MINUTE + 30 * SECOND)
    const { rerender } = render(Countdown, { timer: running(10 * MINUTE), clock: late, minutes: 10 })
    late.to(9 * MINUTE + 45 * SECOND)
    expect(spoken()).toBe('')
    late.to(10 * MINUTE)
    expect(spoken()).toBe('予定の時間になりました。まだ続けられます。')
    // a snapshot brings the same time as another value
    await rerender({ timer: running(10 * MINUTE) })
    late.to(10 * MINUTE + 5 * SECOND)
    expect(spoken()).toBe('')
  })

  it('leaves the tab’s title as it was', () => {
    const { unmount } = render(Countdown, { timer: running(MINUTE), clock: handClock() })
    unmount()
    expect(document.title).toBe('テーマ')
  })
})

describe('the moments that are spoken', () => {
  it('are only those passed since the last look, the last one counting', () => {
    expect(momentBetween(70_000, 61_000, 10)).toBeNull()
    expect(momentBetween(61_000, 60_000, 10)).toBe('oneMinute')
    expect(momentBetween(400_000, -1_000, 10)).toBe('zero')
    expect(momentBetween(-1_000, -2_000, 10)).toBeNull()
  })

  it('leave out half time where it is unknown or too close to the last minute', () => {
    expect(momentBetween(301_000, 299_000, 10)).toBe('half')
    expect(momentBetween(301_000, 299_000, null)).toBeNull()
    expect(momentBetween(91_000, 89_000, 3)).toBeNull()
  })
})
