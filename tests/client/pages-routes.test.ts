import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CommunityId, WorkshopId } from '#shared/ids.ts'
import { Router, paths, routeOf } from '../../client/routes.ts'

const w1 = 'w1' as WorkshopId

// jsdom has no layout to scroll
beforeEach(() => void vi.stubGlobal('scrollTo', vi.fn()))
afterEach(() => {
  vi.unstubAllGlobals()
  history.replaceState(null, '', '/')
  document.body.replaceChildren()
})

describe('an address', () => {
  it('leads to its screen', () => {
    expect(routeOf(paths.home)).toEqual({ page: 'home' })
    expect(routeOf(paths.code)).toEqual({ page: 'code' })
    expect(routeOf(paths.join('K7M2QX'))).toEqual({ page: 'join', code: 'K7M2QX' })
    expect(routeOf(paths.community('c1' as CommunityId))).toEqual({ page: 'community', communityId: 'c1' })
    expect(routeOf(paths.room(w1))).toEqual({ page: 'workshop', screen: 'room', workshopId: w1 })
    expect(routeOf(paths.console(w1))).toEqual({ page: 'workshop', screen: 'console', workshopId: w1 })
    expect(routeOf(paths.outcome(w1))).toEqual({ page: 'workshop', screen: 'outcome', workshopId: w1 })
  })

  it('may end in a slash, and may hold a code as a person typed it', () => {
    expect(routeOf('/w/w1/')).toMatchObject({ screen: 'room' })
    expect(routeOf(paths.join('ｋ７ｍ２ｑｘ'))).toEqual({ page: 'join', code: 'ｋ７ｍ２ｑｘ' })
    expect(routeOf('/j/%E0%A4%A')).toEqual({ page: 'join', code: '%E0%A4%A' })
  })

  it.each([
    '/nothing',
    '/w',
    '/w/no such id',
    '/w/w1/settings',
    '/w/w1/console/more',
    '/w/w1/constructor',
    '/j',
  ])('that means nothing is lost: %s', (path) => expect(routeOf(path)).toEqual({ page: 'lost' }))
})

describe('the router', () => {
  function click(
    href: string,
    attributes: Record<string, string> = {},
    init: MouseEventInit = {},
  ): MouseEvent {
    const link = document.createElement('a')
    link.href = href
    for (const [name, value] of Object.entries(attributes)) link.setAttribute(name, value)
    document.body.append(link)
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init })
    const router = new Router()
    link.addEventListener('click', (clicked) => {
      router.follow(clicked)
      // what is left to the browser must not happen in a test
      kept = clicked.defaultPrevented
      clicked.preventDefault()
    })
    link.dispatchEvent(event)
    return event
  }
  let kept = false

  it('takes over a plain click within the app, with its secret', () => {
    click('/w/w1/console#f=secret')
    expect(kept).toBe(true)
    expect(location.pathname + location.hash).toBe('/w/w1/console#f=secret')
  })

  it.each([
    ['another site', () => click('https://example.org/')],
    ['a new tab', () => click('/join', { target: '_blank' })],
    ['a modified click', () => click('/join', {}, { ctrlKey: true })],
    ['a download', () => click('/w/w1/outcome', { download: '' })],
    ['a file of the server', () => click('/api/workshops/w1/outcome.md')],
    ['a place on this page', () => click('#there')],
  ])('leaves %s to the browser', (_, act) => {
    act()
    expect(kept).toBe(false)
    expect(location.pathname).toBe('/')
  })
})
