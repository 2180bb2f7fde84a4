import type { As } from '../connection/api.ts'
import { language } from '../i18n/language.svelte.ts'
import { expectWords } from '../i18n/spoken.ts'
import type { Screen } from '../routes.ts'
import { later } from '../ui/later.ts'

/** The screens that follow a workshop live. */
export type LiveScreenName = Exclude<Screen, 'outcome'>

/** The large ones are loaded when they are needed. */
export const loadScreen = {
  room: later(async () => {
    expectWords('room', language.current)
    return (await import('../room/RoomPage.svelte')).default
  }),
  console: later(async () => (await import('../console/ConsolePage.svelte')).default),
  plan: later(async () => (await import('../plan/PlanPage.svelte')).default),
  teams: later(async () => (await import('../forming/FormingPage.svelte')).default),
  people: later(async () => (await import('../people/PeoplePage.svelte')).default),
} as const satisfies Record<LiveScreenName, unknown>

/** As whom one looks at a screen. */
export function asOn(screen: LiveScreenName): As {
  return screen === 'room' ? 'participant' : 'facilitator'
}
