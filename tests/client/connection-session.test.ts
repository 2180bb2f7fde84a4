import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkshopId } from '#shared/ids.ts'
import { AS_HEADER } from '#shared/protocol/http.ts'
import { getJson } from '../../client/connection/api.ts'
import { enter, mayHoldSeat } from '../../client/connection/session.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import { wayIn } from '../../client/pages/way-in.ts'

const w1 = 'w1' as WorkshopId
const session = { viewer: { role: 'participant', participantId: 'p1' }, code: 'K7M2QX', joinUrl: '/j/K7M2QX' }

let asked: { method: string; path: string; body: unknown; headers: Headers }[] = []
let answers: Record<string, () => Response> = {}

const refusal = (status: number, code: string) => () =>
  Response.json({ error: { code, message: code } }, { status })

beforeEach(() => {
  asked = []
  answers = {}
  localStorage.clear()
  language.set('ja')
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const method = init.method ?? 'GET'
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null
    asked.push({ method, path, body, headers: new Headers(init.headers) })
    const answer = answers[`${method} ${path}`]
    if (!answer) throw new TypeError('network')
    return answer()
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  history.replaceState(null, '', '/')
})

describe('entering a workshop', () => {
  it('exchanges the secret of a personal link and takes it out of the address bar first', async () => {
    history.replaceState(null, '', '/w/w1#s=a-secret')
    answers['POST /api/workshops/w1/session'] = () => {
      expect(location.hash).toBe('')
      return Response.json(session)
    }
    expect(await enter(w1, 'participant')).toEqual({ ok: true, value: session })
    expect(asked).toMatchObject([{ method: 'POST', body: { token: 'a-secret' } }])
    expect(asked[0]?.headers.get(AS_HEADER)).toBe('participant')
    expect(location.pathname).toBe('/w/w1')
    expect(mayHoldSeat(w1)).toBe(true)
  })

  it('asks for the cookie of an earlier visit when the address holds no secret', async () => {
    history.replaceState(null, '', '/w/w1')
    answers['GET /api/workshops/w1/session?as=facilitator'] = () => Response.json(session)
    expect((await enter(w1, 'facilitator')).ok).toBe(true)
    expect(asked[0]?.headers.get(AS_HEADER)).toBe('facilitator')
    expect(mayHoldSeat(w1)).toBe(false)
  })

  it('does not take the other role’s secret for its own', async () => {
    history.replaceState(null, '', '/w/w1#f=a-secret')
    answers['GET /api/workshops/w1/session?as=participant'] = () => Response.json(session)
    await enter(w1, 'participant')
    expect(location.hash).toBe('#f=a-secret')
  })
})

describe('the way in', () => {
  it('leads whoever has no seat to the place to take one', async () => {
    answers['GET /api/workshops/w1/session?as=participant'] = refusal(401, 'unauthorised')
    answers['GET /api/workshops/w1'] = () => Response.json({ code: 'K7M2QX' })
    expect(await wayIn(w1, 'participant')).toEqual({ kind: 'join', code: 'K7M2QX' })
  })

  it('opens the console to a participant who was made a facilitator', async () => {
    answers['GET /api/workshops/w1/session?as=facilitator'] = refusal(401, 'unauthorised')
    const promoted = { ...session, viewer: { role: 'facilitator', participantId: 'p1' } }
    answers['GET /api/workshops/w1/session?as=participant'] = () => Response.json(promoted)
    expect(await wayIn(w1, 'facilitator')).toMatchObject({ kind: 'in', as: 'participant' })
  })

  it('keeps a participant out of the console', async () => {
    answers['GET /api/workshops/w1/session?as=facilitator'] = refusal(401, 'unauthorised')
    answers['GET /api/workshops/w1/session?as=participant'] = () => Response.json(session)
    expect(await wayIn(w1, 'facilitator')).toEqual({ kind: 'not-facilitator' })
  })

  it('tells an unknown workshop from an unreachable server', async () => {
    expect(await wayIn(w1, 'participant')).toEqual({ kind: 'unreachable' })
    answers['GET /api/workshops/w1/session?as=participant'] = refusal(404, 'workshop_unknown')
    expect(await wayIn(w1, 'participant')).toEqual({ kind: 'unknown' })
  })
})

describe('asking the server', () => {
  it('answers with a sentence in the person’s language when it cannot be reached', async () => {
    language.set('en')
    expect(await getJson('/api/nothing')).toMatchObject({
      ok: false,
      error: { code: 'unavailable', message: expect.stringContaining('cannot be reached') },
    })
    expect(asked[0]?.headers.get('accept-language')).toBe('en')
  })

  it('takes a proxy’s error page for an unreachable server', async () => {
    answers['GET /api/x'] = () => new Response('<h1>502 Bad Gateway</h1>', { status: 502 })
    expect(await getJson('/api/x')).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  })
})
