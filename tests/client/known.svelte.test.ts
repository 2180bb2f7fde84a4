import { cleanup, render, screen } from '@testing-library/svelte'
import { flushSync, type Component } from 'svelte'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NO_ANSWERS } from '#shared/domain/answers.ts'
import { NO_PAST, type Past } from '#shared/domain/past.ts'
import { withAnswers, withPast } from '#shared/domain/people.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import { knownText } from '../../client/i18n/console-known.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import StepMark from '../../client/workshop/StepMark.svelte'
import { provideWorkshop } from '../../client/workshop/context.ts'
import type { LiveWorkshop } from '../../client/workshop/live-workshop.svelte.ts'
import { person, Story } from '../support/domain-builder.ts'

beforeEach(() => language.set('ja'))
afterEach(cleanup)

const ren = person('ren')

/** The mark of one person in a workshop, as facilitators know it. */
class Shown {
  #state = $state.raw() as WorkshopState

  constructor(firstTime: boolean | null) {
    const { state } = Story.planning().seats('ren', 'mei')
    this.#state = withAnswers(state, { [ren]: { ...NO_ANSWERS, firstTime } })
    const workshop = () => this.#state
    const Provided: Component<{ participantId: typeof ren }> = (anchor, props) => {
      provideWorkshop({
        get state() {
          return workshop()
        },
      } as LiveWorkshop)
      return StepMark(anchor, props)
    }
    render(Provided, { participantId: ren })
  }

  /** as `workshop:past` brings it */
  learn(past: Partial<Past>): void {
    this.#state = withPast(this.#state, { ...NO_PAST, ...past })
    flushSync()
  }

  get text(): string {
    return document.body.textContent.trim()
  }
}

describe('初回 / 2回目 / 常連', () => {
  it('COM-5 is told as it becomes known, and again when it is no longer', () => {
    const shown = new Shown(null)
    expect(shown.text).toBe('')
    shown.learn({ steps: { [ren]: 'second' } })
    expect(screen.getByText('2回目')).toBeTruthy()
    shown.learn({ steps: { [ren]: 'regular' } })
    expect(screen.getByText('常連')).toBeTruthy()
    language.set('en')
    flushSync()
    expect(shown.text).toBe(knownText.en.steps.regular)
    shown.learn({ steps: { [person('mei')]: 'regular' } })
    expect(shown.text).toBe('')
  })

  it('COM-6 is 初回 for whom ticked it, until they are known to have come before', () => {
    const shown = new Shown(true)
    expect(shown.text).toBe('初回')
    shown.learn({ steps: { [ren]: 'second' } })
    expect(shown.text).toBe('2回目')
  })

  it('COM-5 is nothing for whom said that they have come before, and is not known', () => {
    expect(new Shown(false).text).toBe('')
  })
})
