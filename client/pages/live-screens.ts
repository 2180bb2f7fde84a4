import type { As } from '../connection/api.ts'
import type { Screen } from '../routes.ts'

/** The screens that follow a workshop live. */
export type LiveScreenName = Exclude<Screen, 'outcome'>

/** The large ones are loaded when they are needed. */
export const loadScreen = {
  room: () => import('../room/RoomPage.svelte'),
  console: () => import('../console/ConsolePage.svelte'),
  plan: () => import('../plan/PlanPage.svelte'),
} as const satisfies Record<LiveScreenName, unknown>

/** As whom one looks at a screen. */
export function asOn(screen: LiveScreenName): As {
  return screen === 'room' ? 'participant' : 'facilitator'
}
