import { afterEach, describe, expect, it } from 'vitest'
import type { CommandInput } from '#shared/domain/commands.ts'
import { applyText } from '#shared/protocol/apply-text.ts'
import { errorText } from '#shared/protocol/error-text.ts'
import type { OpenedWorkshop } from '#shared/protocol/http.ts'
import { TestApp } from '../support/server-app.ts'

const running: TestApp[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()))
})

type Fields = Readonly<Record<string, string | readonly string[]>>

/** A browser without scripts: it keeps cookies, sends forms, and follows where it is sent. */
class PlainBrowser {
  readonly #base: string
  readonly #cookies = new Map<string, string>()

  constructor(base: string) {
    this.#base = base
  }

  async get(path: string, headers: Readonly<Record<string, string>> = {}) {
    return this.#answer(
      await fetch(this.#base + path, { headers: { ...this.#headers(), ...headers }, redirect: 'manual' }),
    )
  }

  async post(path: string, fields: Fields, headers: Readonly<Record<string, string>> = {}) {
    const body = new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
    )
    const sent = { ...this.#headers(), origin: this.#base, 'sec-fetch-site': 'same-origin', ...headers }
    return this.#answer(
      await fetch(this.#base + path, { method: 'POST', body, headers: sent, redirect: 'manual' }),
    )
  }

  /** Sends the form and goes where the answer says. */
  async apply(code: string, fields: Fields) {
    const sent = await this.post(`/a/${code}`, { once: `mark-${++marks}`, ...fields })
    return sent.status === 303 ? this.get(sent.to) : sent
  }

  #headers() {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return { 'accept-language': 'ja', ...(cookie === '' ? {} : { cookie }) }
  }

  async #answer(response: Response) {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split('=')
      this.#cookies.set(name, value)
    }
    const { status, headers } = response
    return { status, headers, text: await response.text(), to: headers.get('location') ?? '' }
  }
}

let marks = 0

interface Published extends OpenedWorkshop {
  readonly app: TestApp
  readonly give: (command: CommandInput) => Promise<void>
  readonly browser: () => PlainBrowser
}

async function published(
  form: Partial<Extract<CommandInput, { type: 'form.edit' }>> = {},
): Promise<Published> {
  const app = await TestApp.start()
  running.push(app)
  const opened = await app.open()
  const give = async (command: CommandInput) => {
    const { json } = await app.give(opened.workshopId, opened.facilitatorToken, command)
    if (json.ok !== true) throw new Error(JSON.stringify(json))
  }
  const callLink = 'https://call.example/secret-room'
  await give({ type: 'plan.edit', lines: { inScope: '荷造り', outOfScope: '家さがし' }, callLink })
  await give({ type: 'plan.edit', startsAt: Date.UTC(2026, 10, 26, 10) })
  await give({ type: 'form.edit', questions: [{ key: 'wish' }], ...form })
  await give({ type: 'form.publish' })
  return { ...opened, app, give, browser: () => new PlainBrowser(app.url) }
}

const t = applyText.ja
const seatLinkIn = (text: string) => /\/w\/[\w-]+#s=([\w-]+)/.exec(text)?.[1] ?? ''

describe('the public page', () => {
  it('APP-2 is not there before the form is published, but for facilitators to look at', async () => {
    const app = await TestApp.start()
    running.push(app)
    const opened = await app.open()
    const draft = await new PlainBrowser(app.url).get(`/a/${opened.code}`)
    expect([draft.status, draft.text.includes('引っ越し')]).toEqual([404, false])
    const cookie = `yf_${opened.workshopId}=${opened.facilitatorToken}`
    const seen = await new PlainBrowser(app.url).get(`/a/${opened.code}`, { cookie })
    expect(seen.status).toBe(200)
    expect(seen.text).toContain(t.previewHint)
    expect(seen.text).toMatch(/type="submit"\s+disabled/)
    const sent = await new PlainBrowser(app.url).apply(opened.code, { name: '見本' })
    expect(sent.status).toBe(404)
  })

  it('S-16 can be read and shared without scripts, in both languages, and tells no names and no call', async () => {
    const { code, browser, app, workshopId } = await published()
    await app.seat(workshopId, '先に来た架空さん')
    const ja = await browser().get(`/a/${code}`)
    expect(ja.status).toBe(200)
    for (const text of ['引っ越しの段取り', '迷わず動ける', '荷造り', '家さがし', '19:00', t.submit])
      expect(ja.text).toContain(text)
    expect(ja.text).toContain('property="og:title" content="引っ越しの段取り"')
    expect(ja.text).toContain(`property="og:image" content="${app.url}/apply/og.png"`)
    expect(ja.text).toContain('<time datetime="2026-11-26T10:00:00.000Z">')
    expect(ja.text).toContain('(日本時間)')
    expect(ja.text).not.toMatch(/secret-room|架空/)
    expect(ja.text).not.toMatch(/<script(?![^>]*src="\/apply\/)|<style|style="/)
    const outside = [...ja.text.matchAll(/(?:src|href|action)="(https?:[^"]*)"/g)].map((match) => match[1])
    expect(outside).toEqual([])
    expect(ja.headers.get('referrer-policy')).toBe('same-origin')
    expect(ja.headers.get('cache-control')).toBe('no-store')
    expect(ja.headers.get('content-security-policy')).toContain("script-src 'self'")
    const en = await browser().get(`/a/${code}`, { 'accept-language': 'en-GB,en' })
    expect(en.text).toContain('<html lang="en">')
    expect(en.text).toContain(applyText.en.submit)
    const chosen = await browser().get(`/a/${code}?lang=en`)
    expect(chosen.text).toContain(applyText.en.heading)
  })

  it('S-11 whatever people typed is text', async () => {
    const evil = `"><img src=x onerror=alert(1)>'&amp;`
    const { code, give, browser } = await published({ consents: [{ text: evil }] })
    await give({ type: 'setup.edit', title: `題${evil}` })
    const pages = [
      await browser().get(`/a/${code}`),
      await browser().apply(code, { name: ` `, wish: evil, agreed: evil }),
      await browser().apply(code, { name: `名${evil}`, wish: '一歩' }),
    ]
    for (const { text } of pages) {
      expect(text).not.toContain('<img src=x')
      expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&#39;&amp;amp;')
    }
  })

  it('S-08 guessed codes are slowed down, and get a page', async () => {
    const { browser } = await published()
    const answers = await Promise.all(Array.from({ length: 40 }, () => browser().get('/a/ZZZZZZ')))
    const statuses = new Set(answers.map(({ status }) => status))
    expect([...statuses].toSorted()).toEqual([404, 429])
    expect(answers[0]?.text).toContain(t.unknownTitle)
  })
})

describe('applying', () => {
  it('APP-3 gives a seat, a page of one’s own, a calendar entry and the way into the room', async () => {
    const { code, app, workshopId, facilitatorToken, browser } = await published()
    const person = browser()
    const own = await person.apply(code, { name: '見本', wish: '一歩', consent: 'yes' })
    expect(own.text).toContain(t.placeTitle)
    expect(own.text).toContain('見本さん')
    const secret = seatLinkIn(own.text)
    const { state } = await app.state(workshopId, secret)
    expect(state.participants).toMatchObject([{ name: '見本', consent: true }])
    expect((await app.state(workshopId, facilitatorToken)).state.participants[0]?.answers?.wish).toBe('一歩')

    const file = await person.get(`/a/${code}/place/event.ics`)
    expect(file.headers.get('content-type')).toContain('text/calendar')
    expect(file.text).toContain('DTSTART:20261126T100000Z\r\n')
    expect(file.text.replaceAll('\r\n ', '')).toContain(`#s=${secret}`)
    const google = /https:\/\/calendar\.google\.com[^"]*/.exec(own.text)?.[0] ?? ''
    expect(google).toContain('dates=20261126T100000Z%2F')
    expect(google).not.toContain(secret)
    expect((await person.get(`/a/${code}`)).text).toContain(t.already)
    expect((await browser().get(`/a/${code}/place`)).status).toBe(404)
  })

  it('APP-3 what is wrong comes back beside its field, in one’s language, with everything typed', async () => {
    const { code, browser } = await published({
      questions: [{ key: 'challenge', required: true, choices: ['引き継ぎ', '日程'] }, { key: 'freeText' }],
      consents: [{ text: 'ルールを守ります', required: true }],
    })
    const filled = {
      name: '見本',
      challenge: '日程',
      freeText: 'よろしく\nお願いします',
      agreed: 'ルールを守ります',
    }
    const back = async (fields: Fields) => browser().apply(code, { ...filled, ...fields })
    const unnamed = await back({ name: '' })
    expect(unnamed.status).toBe(422)
    expect(unnamed.text).toContain('id="q-name-fault"')
    expect(unnamed.text).toContain('よろしく\nお願いします')
    expect(unnamed.text).toMatch(/value="日程"\s+checked/)
    expect(unnamed.text).toMatch(/value="ルールを守ります"\s+checked/)
    expect((await back({ challenge: [] })).text).toContain('id="q-challenge-fault"')
    expect((await back({ challenge: 'ほか' })).text).toContain(errorText({ code: 'answer_invalid' }, 'ja'))
    expect((await back({ agreed: [] })).text).toContain('id="q-agreed-fault"')
    expect((await back({ freeText: '長'.repeat(501) })).text).toContain('id="q-freeText-fault"')
    const english = await browser().post(`/a/${code}?lang=en`, { ...filled, name: '' })
    expect(english.text).toContain(errorText({ code: 'name_invalid', limit: 40 }, 'en'))
    expect((await back({})).text).toContain(t.placeTitle)
  })

  it('APP-3 one form sent twice is one seat, and who has one does not get another', async () => {
    const { code, app, workshopId, facilitatorToken, browser } = await published()
    const [one, two] = [browser(), browser()]
    const form = { once: 'a-mark-of-this-form', name: '見本' }
    const sent = await Promise.all([one.post(`/a/${code}`, form), two.post(`/a/${code}`, form)])
    expect(sent.map(({ status }) => status)).toEqual([303, 303])
    await one.post(`/a/${code}`, { once: 'another', name: '別の名前' })
    expect((await app.state(workshopId, facilitatorToken)).state.participants).toHaveLength(1)
    const links = await Promise.all(
      [one, two].map(async (it) => seatLinkIn((await it.get(`/a/${code}/place`)).text)),
    )
    expect(new Set(links).size).toBe(1)
  })

  it('APP-9 a friend comes by one’s own link, and the organisers learn who brought them', async () => {
    const { code, app, workshopId, facilitatorToken, browser } = await published()
    const inviter = browser()
    const own = await inviter.apply(code, { name: '見本あおい' })
    expect(own.text).toContain(t.friendHints.own)
    const [, by = ''] = /id="friend" value="[^"]*\?by=([\w-]{16})"/.exec(own.text) ?? []
    expect(own.text).toContain(encodeURIComponent(`?by=${by}&openExternalBrowser=1`))
    expect(by).not.toBe('')
    expect(seatLinkIn(own.text)).not.toContain(by)

    const friend = browser()
    const page = await friend.get(`/a/${code}?by=${by}`)
    expect(page.text).toContain(t.brought)
    expect(page.text).not.toContain('見本あおい')
    expect(page.text).toContain(`href="/a/${code}?by=${by}&amp;lang=en"`)
    expect(page.text).not.toMatch(/og:url"[^>]*by=/)
    // what comes back with a fault is still a friend's
    expect((await friend.apply(code, { by, name: '' })).text).toContain(`name="by" value="${by}"`)
    expect((await friend.apply(code, { by, name: '架空れん' })).text).toContain(t.placeTitle)

    const { state } = await app.state(workshopId, facilitatorToken)
    const [first, second] = state.participants.map(({ id }) => id)
    expect(state.broughtBy).toEqual({ [`${second}`]: first })
    expect((await inviter.get(`/a/${code}/place`)).text).toContain(t.friendHints.came)
    for (const other of [by, 'nobodys-reference', '"><b>', ''])
      expect((await browser().get(`/a/${code}?by=${encodeURIComponent(other)}`)).text).not.toContain(
        t.brought,
      )
    const third = await browser().apply(code, { by: [by, '<'], name: '仮名めい' })
    expect(third.text).toContain(t.placeTitle)
  })

  it('S-16 another site’s page gets nobody a seat and takes nobody’s away', async () => {
    const { code, app, workshopId, facilitatorToken, browser } = await published()
    const person = browser()
    await person.apply(code, { name: '見本' })
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const headers: readonly Readonly<Record<string, string>>[] = [
      foreign,
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const header of headers) {
      expect((await browser().post(`/a/${code}`, { name: '仮名' }, header)).status).toBe(403)
      const gone = await person.post(`/a/${code}/place`, { wish: 'forget', sure: 'yes' }, header)
      expect(gone.status).toBe(403)
    }
    expect((await app.state(workshopId, facilitatorToken)).state.participants).toHaveLength(1)
  })

  it('S-11 odd bodies are answered with a page, never with a stack', async () => {
    const { code, app, browser } = await published()
    const huge = await browser().post(`/a/${code}`, { name: 'x'.repeat(100_000) })
    expect([huge.status, huge.text.includes(t.sorryTitle)]).toEqual([413, true])
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`f${index}`, 'x']))
    expect((await browser().post(`/a/${code}`, many)).status).toBeGreaterThanOrEqual(400)
    const odd = await browser().post(`/a/${code}`, {
      once: 'odd',
      ['__proto__']: 'x',
      name: ['一', '二'],
      'wish[]': 'x',
      wish: '\u202e\u0000',
    })
    expect(odd.status).toBe(303)
    const json = await app.request('POST', `/a/${code}`, { body: { name: '見本' } })
    expect([json.status, json.text.includes('q-name-fault')]).toEqual([422, true])
  })
})

describe('a full workshop', () => {
  it('APP-4 says so, keeps a place in line, and gives the seat on when somebody withdraws', async () => {
    const { code, app, workshopId, facilitatorToken, browser } = await published({ capacity: 1 })
    const [first, second] = [browser(), browser()]
    const seated = await first.apply(code, { name: '見本' })
    expect((await browser().get(`/a/${code}`)).text).toContain(t.full)
    const waits = await second.apply(code, { name: '架空' })
    expect(waits.text).toContain(t.waitTitle)
    expect(waits.text).toContain(t.place(1))
    expect(seatLinkIn(waits.text)).toBe('')

    const watcher = await app.join(workshopId, seatLinkIn(seated.text))
    await watcher.caughtUp()
    expect(watcher.bytes).not.toContain('架空')
    const desk = await app.state(workshopId, facilitatorToken)
    expect(desk.state.waiting).toHaveLength(1)

    expect((await first.post(`/a/${code}/place`, { wish: 'withdraw' })).text).toContain(t.sureWithdraw)
    expect((await app.state(workshopId, facilitatorToken)).state.participants[0]?.name).toBe('見本')
    const gone = await first.post(`/a/${code}/place`, { wish: 'withdraw', sure: 'yes' })
    expect(gone.text).toContain(t.withdrawn)
    const now = await second.get(`/a/${code}/place`)
    expect(now.text).toContain(t.placeTitle)
    const { state } = await app.state(workshopId, seatLinkIn(now.text))
    expect(state.participants.map(({ name }) => name)).toEqual(['架空'])
    // the way is free again for who withdrew
    expect((await first.get(`/a/${code}`)).text).toContain(t.submitWaiting)
  })

  it('APP-6 the link of who waits opens their page elsewhere, and a wrong one does not', async () => {
    const { code, browser } = await published({ capacity: 1 })
    await browser().apply(code, { name: '見本' })
    const waits = await browser().apply(code, { name: '架空' })
    const secret = /\/place#s=([\w-]+)/.exec(waits.text)?.[1] ?? ''
    const elsewhere = browser()
    const opened = await elsewhere.post(`/a/${code}/place`, { token: secret })
    expect([opened.status, opened.to]).toEqual([303, `/a/${code}/place?lang=ja`])
    expect((await elsewhere.get(`/a/${code}/place`)).text).toContain('架空さん')
    expect((await browser().post(`/a/${code}/place`, { token: 'wrong' })).status).toBe(404)
    await elsewhere.post(`/a/${code}/place`, { wish: 'withdraw', sure: 'yes' })
    expect((await elsewhere.get(`/a/${code}/place`)).status).toBe(404)
  })

  it('APP-7 who is forgotten is nowhere, on disk as in memory, and everybody’s page lets go of the name', async () => {
    const { code, app, workshopId, facilitatorToken, browser } = await published()
    const person = browser()
    const own = await person.apply(code, { name: '見本', wish: '一歩を見つけたい' })
    const desk = await app.join(workshopId, facilitatorToken)
    expect((await person.post(`/a/${code}/place`, { wish: 'forget' })).text).toContain(t.sureForget)
    const gone = await person.post(`/a/${code}/place`, { wish: 'forget', sure: 'yes' })
    expect(gone.text).toContain(t.forgotten)
    await desk.until(() => desk.types.includes('seat.forgotten'))
    expect(Object.values(desk.messages.at(-1)?.people ?? {})).toEqual([null])
    const later = await app.join(workshopId, facilitatorToken)
    expect(later.bytes).not.toMatch(/見本|一歩/)
    const closed = await app.request('GET', `/api/workshops/${workshopId}/state`, {
      token: seatLinkIn(own.text),
    })
    expect(closed.status).toBe(401)
    expect((await person.get(`/a/${code}/place`)).status).toBe(404)
  })

  it('APP-3 a form that was closed says so, and whoever has a seat keeps their page', async () => {
    const { code, give, browser } = await published()
    const person = browser()
    await person.apply(code, { name: '見本' })
    await give({ type: 'form.close' })
    const shut = await browser().get(`/a/${code}`)
    expect([shut.status, shut.text.includes(t.closed)]).toEqual([410, true])
    expect((await browser().apply(code, { name: '架空' })).status).toBe(410)
    expect((await person.get(`/a/${code}/place`)).text).toContain(t.placeTitle)
    await give({ type: 'form.publish' })
    await give({ type: 'door.close' })
    const door = await browser().apply(code, { name: '架空' })
    expect([door.status, door.text.includes('架空')]).toEqual([409, true])
  })
})
