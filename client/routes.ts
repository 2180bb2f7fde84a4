import { createSubscriber } from 'svelte/reactivity'
import { isId, type CommunityId, type WorkshopId } from '#shared/ids.ts'

export type Screen = 'room' | 'console' | 'plan' | 'people' | 'teams' | 'outcome'

/** What an address means. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'code' }
  | { readonly page: 'join'; readonly code: string }
  | { readonly page: 'community'; readonly communityId: CommunityId }
  | { readonly page: 'workshop'; readonly screen: Screen; readonly workshopId: WorkshopId }
  | { readonly page: 'lost' }

const SCREENS: Readonly<Record<string, Screen>> = {
  '': 'room',
  console: 'console',
  plan: 'plan',
  teams: 'teams',
  people: 'people',
  outcome: 'outcome',
}

export function routeOf(pathname: string): Route {
  const [first = '', second = '', third = '', ...more] = pathname.split('/').slice(1)
  if (more.length > 0) return { page: 'lost' }
  if (first === '' && second === '') return { page: 'home' }
  if (first === 'join' && second === '') return { page: 'code' }
  if (first === 'j' && second !== '' && third === '') return { page: 'join', code: decoded(second) }
  if (first === 'c' && isId(second) && third === '')
    return { page: 'community', communityId: second as CommunityId }
  const screen = Object.hasOwn(SCREENS, third) ? SCREENS[third] : undefined
  if (first === 'w' && isId(second) && screen) {
    return { page: 'workshop', screen, workshopId: second as WorkshopId }
  }
  return { page: 'lost' }
}

/** The address of each screen; the only place that writes them. */
export const paths = {
  home: '/',
  code: '/join',
  join: (code: string) => `/j/${encodeURIComponent(code)}`,
  community: (communityId: CommunityId) => `/c/${communityId}`,
  /** the server writes this page; people apply on it */
  apply: (code: string) => `/a/${encodeURIComponent(code)}`,
  room: (workshopId: WorkshopId) => `/w/${workshopId}`,
  console: (workshopId: WorkshopId) => `/w/${workshopId}/console`,
  plan: (workshopId: WorkshopId) => `/w/${workshopId}/plan`,
  teams: (workshopId: WorkshopId) => `/w/${workshopId}/teams`,
  people: (workshopId: WorkshopId) => `/w/${workshopId}/people`,
  outcome: (workshopId: WorkshopId) => `/w/${workshopId}/outcome`,
} as const

/** Follows the address bar. One a page; lives as long as it. */
export class Router {
  readonly #subscribe: () => void
  #moved = () => {}

  constructor() {
    this.#subscribe = createSubscriber((update) => {
      this.#moved = update
      window.addEventListener('popstate', update)
      return () => window.removeEventListener('popstate', update)
    })
  }

  /** Reactive where it is read in a component. */
  get route(): Route {
    this.#subscribe()
    return routeOf(location.pathname)
  }

  /** `replace` leaves no way back to where one is now. */
  go(path: string, { replace = false } = {}): void {
    if (replace) history.replaceState(null, '', path)
    else history.pushState(null, '', path)
    if (!replace) window.scrollTo(0, 0)
    this.#moved()
  }

  /** Takes over a plain click on a link within the app; anything else is the browser's. */
  follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    if (link.origin !== location.origin || link.target !== '' || link.hasAttribute('download')) return
    if (link.hash !== '' && link.pathname === location.pathname) return
    if (routeOf(link.pathname).page === 'lost') return
    event.preventDefault()
    this.go(link.pathname + link.search + link.hash)
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
