import 'fake-indexeddb/auto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { NO_ANSWERS, type Answers } from '#shared/domain/answers.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { CardId } from '#shared/ids.ts'
import type { OpenedWorkshop, Session, TakenSeat } from '#shared/protocol/http.ts'
import type { As } from '../../client/connection/api.ts'
import { deviceStore } from '../../client/connection/device-store.ts'
import { openSocket } from '../../client/connection/socket.ts'
import { LiveWorkshop } from '../../client/workshop/live-workshop.svelte.ts'
import { startServerProcess, type ServerProcess } from './workshop-server.ts'

// Socket.IO as browsers get it, on Node's own WebSocket: jsdom's names the page's address as origin, and the server
// rightly refuses a foreign one.
await vi.hoisted(async () => {
  const { createRequire } = await import('node:module')
  globalThis.WebSocket = createRequire(import.meta.url)(
    '../../node_modules/ws/lib/websocket.js',
  ) as typeof WebSocket
})
vi.mock('socket.io-client', () => {
  const bundle: string = '../../node_modules/socket.io-client/dist/socket.io.esm.min.js'
  return import(bundle) as Promise<object>
})

let server: ServerProcess
let opened: OpenedWorkshop
const live: LiveWorkshop[] = []
/** what pages said they had seen, at each connection */
const saidSeen: { readonly since?: number; readonly generation?: string }[] = []

/** A restarted server needs a moment, and the machine may be busy. */
const PATIENCE = { timeout: 20_000, interval: 5 }
const until = (holds: () => boolean, what = 'what was waited for') =>
  vi.waitFor(() => {
    if (!holds()) throw new Error(`Waited in vain for ${what}`)
  }, PATIENCE)

async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(`${server.url}/api/workshops${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(await response.text())
  return (await response.json()) as T
}

const seatFor = (name: string, answers?: Partial<Answers>) =>
  post<TakenSeat>(`/${opened.workshopId}/seats`, { name, ...(answers && { answers }) })

/** A page of the workshop. A browser would send its cookie; here the secret goes along outright. */
function page(as: As, token: string, onOrphanRefused = vi.fn()): LiveWorkshop {
  const session: Session = {
    viewer: as === 'facilitator' ? { role: 'facilitator', participantId: null } : { role: 'visitor' },
    code: opened.code,
    joinUrl: opened.joinUrl,
  }
  const workshop = new LiveWorkshop({
    id: opened.workshopId,
    as,
    session,
    onOrphanRefused,
    open: (options) => {
      const socket = openSocket({ ...options, base: server.url })
      socket.auth = (give: (auth: object) => void) => {
        const seen = options.seen()
        saidSeen.push(seen)
        give({ as, ...seen, token })
      }
      return socket
    },
  })
  live.push(workshop)
  return workshop
}

const ready = (workshop: LiveWorkshop) => until(() => workshop.connection === 'live', 'a live connection')

async function facilitatorAnd(...names: string[]) {
  const facilitator = page('facilitator', opened.facilitatorToken)
  const seats = await Promise.all(names.map((name) => seatFor(name)))
  const participants = seats.map((seat) => page('participant', seat.seatToken))
  await Promise.all([facilitator, ...participants].map(ready))
  return { facilitator, participants, seats }
}

async function give(workshop: LiveWorkshop, command: CommandInput): Promise<void> {
  expect(await workshop.send(command)).toMatchObject({ ok: true })
}

beforeAll(async () => {
  server = await startServerProcess()
})

beforeEach(async () => {
  for (const { key } of await deviceStore.all('outbox', '')) await deviceStore.remove('outbox', key)
  opened = await post<OpenedWorkshop>('', { title: 'テーマ', goal: 'ゴール' })
})

afterEach(() => live.splice(0).forEach((workshop) => workshop.close()))
afterAll(() => server.close())

describe('a live workshop', () => {
  it('takes over what newcomers answered, for facilitators alone, and keeps it when more happens', async () => {
    const { facilitator, participants } = await facilitatorAnd('はる')
    const { participantId } = await seatFor('みお', { challenge: '集客', mentor: true })
    const known = (workshop: LiveWorkshop) =>
      workshop.state.participants.find(({ id }) => id === participantId)?.answers
    await until(() => known(facilitator) !== undefined, 'the answers')
    await give(facilitator, { type: 'seat.rename', participantId, name: 'みおん' })
    await until(() => participants.every(({ state }) => state.participants[1]?.name === 'みおん'))
    expect(known(facilitator)).toEqual({ ...NO_ANSWERS, challenge: '集客', mentor: true })
    expect(participants.map(known)).toEqual([undefined])
  })

  it('knows who one is, who is here, and everybody’s name', async () => {
    const { facilitator, participants, seats } = await facilitatorAnd('はる', 'みお')
    const [haru] = participants
    await until(() => facilitator.presence.size === 2)
    expect(haru?.me).toMatchObject({ id: seats[0]?.participantId, name: 'はる' })
    expect(haru?.viewer).toEqual({ role: 'participant', participantId: seats[0]?.participantId })
    expect(facilitator.viewer).toEqual({ role: 'facilitator', participantId: null })
    expect(facilitator.me).toBeNull()
    await until(() => haru?.facilitatorsHere === 1)
    expect(haru?.personName(seats[1]?.participantId ?? '')).toBe('みお')
    expect(haru?.personName('nobody')).not.toBe('')
  })

  it('follows what others do, in the same fold as the server', async () => {
    const { facilitator, participants } = await facilitatorAnd('はる', 'みお')
    const [haru] = participants
    await until(() => facilitator.presence.size === 2)
    await give(facilitator, { type: 'team.form', by: 'headcount', size: 2 })
    await give(facilitator, { type: 'agenda.open' })
    await until(() => haru?.phase?.kind === 'intro', 'the first phase')
    expect(haru?.myTeam?.members).toHaveLength(2)
    expect(haru?.state.status).toBe('live')
  })

  it('hands a refusal to whoever gave the command, and goes on', async () => {
    const { participants } = await facilitatorAnd('はる')
    const [haru] = participants
    expect(await haru?.send({ type: 'agenda.open' })).toMatchObject({
      ok: false,
      error: { code: 'not_allowed' },
    })
    expect(haru?.pending).toEqual([])
    expect(haru?.connection).toBe('live')
  })

  it('learns a new name and keeps it for everybody', async () => {
    const { facilitator, participants, seats } = await facilitatorAnd('はる')
    await give(participants[0] as LiveWorkshop, { type: 'seat.rename', name: 'はるか' })
    await until(() => facilitator.personName(seats[0]?.participantId ?? '') === 'はるか')
    expect(facilitator.state.participants[0]?.name).toBe('はるか')
  })

  it('becomes a facilitator the moment it is made one', async () => {
    const { facilitator, participants, seats } = await facilitatorAnd('はる')
    const participantId = seats[0]?.participantId
    if (!participantId) throw new Error('no seat')
    await give(facilitator, { type: 'facilitator.grant', participantId })
    await until(() => participants[0]?.viewer.role === 'facilitator')
    expect(participants[0]?.viewer).toEqual({ role: 'facilitator', participantId })
  })

  it('measures the server’s clock', async () => {
    const { facilitator } = await facilitatorAnd()
    await until(() => facilitator.clock.synced)
    expect(Math.abs(facilitator.clock.now() - Date.now())).toBeLessThan(150)
  })
})

describe('losing the connection', () => {
  it('comes back by itself after a restart, with what was given meanwhile in order and once', async () => {
    const { facilitator } = await facilitatorAnd('はる')
    await server.kill()
    await until(() => facilitator.connection === 'offline', 'noticing')
    const answers = ['一', '二', '三'].map((text) => facilitator.send({ type: 'announce', text }))
    expect(facilitator.pending).toHaveLength(3)
    await server.start()
    expect(await Promise.all(answers)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
    expect(facilitator.state.announcements.map(({ text }) => text)).toEqual(['一', '二', '三'])
    expect(facilitator.pending).toEqual([])
    expect(facilitator.connection).toBe('live')
  })

  it('gives after a reload what the last page could not', async () => {
    const { facilitator } = await facilitatorAnd('はる')
    await server.kill()
    await until(() => facilitator.connection === 'offline')
    void facilitator.send({ type: 'announce', text: '前のページから' })
    facilitator.close()
    await server.start()
    const reloaded = page('facilitator', opened.facilitatorToken)
    await until(() => reloaded.ready && reloaded.state.announcements.length === 1, 'the announcement')
    await until(() => reloaded.pending.length === 0)
  })

  it('says what was refused after a reload', async () => {
    const { facilitator } = await facilitatorAnd('はる')
    await server.kill()
    await until(() => facilitator.connection === 'offline')
    void facilitator.send({ type: 'announce', text: '' })
    facilitator.close()
    await server.start()
    const refused = vi.fn()
    page('facilitator', opened.facilitatorToken, refused)
    await until(() => refused.mock.calls.length === 1, 'the refusal')
    expect(refused).toHaveBeenCalledWith(
      { type: 'announce', text: '' },
      expect.objectContaining({ code: 'text_empty' }),
    )
  })

  it('F-53 asks a server that was started anew for everything: it may be another version by now', async () => {
    const { facilitator } = await facilitatorAnd()
    await server.kill()
    await until(() => facilitator.connection === 'offline')
    await server.start()
    await ready(facilitator)
    expect(saidSeen.at(-1)?.since, 'after a crash only what it missed').toBeTypeOf('number')
    await server.stop()
    await until(() => facilitator.connection === 'offline')
    await server.start()
    await ready(facilitator)
    expect(saidSeen.at(-1)?.since).toBeUndefined()
  })

  it('says after 12 s that a command has no answer', async () => {
    const { facilitator } = await facilitatorAnd()
    await server.kill()
    await until(() => facilitator.connection === 'offline')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    void facilitator.send({ type: 'announce', text: '届くまで' })
    vi.advanceTimersByTime(11_900)
    expect(facilitator.overdue).toBe(false)
    vi.advanceTimersByTime(200)
    expect(facilitator.overdue).toBe(true)
    vi.useRealTimers()
    await server.start()
    window.dispatchEvent(new Event('online'))
    await until(() => facilitator.pending.length === 0, 'the answer')
    expect(facilitator.overdue).toBe(false)
  })

  it('looks at once whether it is still connected when the page wakes up', async () => {
    const { facilitator } = await facilitatorAnd()
    const asked = vi.spyOn(facilitator.clock, 'sync')
    window.dispatchEvent(new Event('online'))
    await until(() => asked.mock.calls.length === 1, 'the probe')
    expect(facilitator.connection).toBe('live')
  })
})

describe('a server that comes back with an older past', () => {
  const card = (text: string): CommandInput => ({
    type: 'card.add',
    cardId: 'late' as CardId,
    board: 'ideals',
    text,
  })
  const said = (workshop: LiveWorkshop) => workshop.state.announcements.map(({ text }) => text)

  it(
    'F-09 is noticed: nothing is invented, nothing lost in silence, and life goes on',
    { timeout: 90_000 },
    async () => {
      const { facilitator, participants, seats } = await facilitatorAnd('はる')
      const [haru] = participants as [LiveWorkshop]
      await give(facilitator, { type: 'announce', text: '控えの前' })
      const backup = await server.backUp()
      await give(facilitator, { type: 'announce', text: '控えの後' })
      await until(() => said(haru).length === 2)
      await server.kill()
      await until(() => facilitator.connection === 'offline' && haru.connection === 'offline', 'noticing')
      const late = facilitator.send({ type: 'announce', text: '切れている間に' })
      void haru.send(card('閉じたページのカード'))
      haru.close()

      await server.restore(backup)
      await server.start()
      expect(await late).toMatchObject({ ok: false, error: { code: 'generation_changed' } })
      expect(said(facilitator)).toEqual(['控えの前'])
      expect(facilitator.setBack).toBe(1)
      expect(facilitator.pending).toEqual([])

      const refused = vi.fn()
      const reloaded = page('participant', seats[0]?.seatToken ?? '', refused)
      await until(() => refused.mock.calls.length === 1, 'the refusal of what the last page wrote')
      expect(refused).toHaveBeenCalledWith(
        card('閉じたページのカード'),
        expect.objectContaining({ code: 'generation_changed' }),
      )
      expect(reloaded.setBack, 'this page has shown nothing else').toBe(0)

      await give(facilitator, { type: 'announce', text: '戻してから' })
      await until(() => reloaded.ready && said(reloaded).length === 2, 'what is said from now on')
      expect(said(reloaded)).toEqual(['控えの前', '戻してから'])
      expect(saidSeen.at(-1)?.generation).toBeUndefined()
    },
  )

  it('F-09 is told apart from one that was merely started again', async () => {
    const { facilitator } = await facilitatorAnd()
    await server.stop()
    await until(() => facilitator.connection === 'offline')
    const answer = facilitator.send({ type: 'announce', text: 'あいだに' })
    await server.start()
    expect(await answer).toMatchObject({ ok: true })
    expect(facilitator.setBack).toBe(0)
  })
})

describe('falling out of a workshop', () => {
  it('says so when the seat was taken away, and does not come back', async () => {
    const { facilitator, participants, seats } = await facilitatorAnd('はる')
    const participantId = seats[0]?.participantId
    if (!participantId) throw new Error('no seat')
    await give(facilitator, { type: 'seat.remove', participantId })
    await until(() => participants[0]?.gone === 'removed', 'the removal')
    expect(participants[0]?.connection).toBe('offline')
  })

  it('says so when one left by oneself', async () => {
    const { participants } = await facilitatorAnd('はる')
    await give(participants[0] as LiveWorkshop, { type: 'seat.leave' })
    await until(() => participants[0]?.gone === 'left', 'the leaving')
    expect(participants[0]?.pending).toEqual([])
  })

  it('hands back what waited to be sent, since this seat can never send it', async () => {
    const { facilitator, seats } = await facilitatorAnd('はる')
    const { participantId, seatToken } = seats[0] as TakenSeat
    const add: CommandInput = {
      type: 'card.add',
      cardId: 'c1' as CardId,
      board: 'ideals',
      text: '圏外で書いた',
    }
    live.find((workshop) => workshop.me?.id === participantId)?.close()
    const refused = vi.fn()
    const offline = page('participant', seatToken, refused)
    const answer = offline.send(add)
    offline.close()
    await give(facilitator, { type: 'seat.remove', participantId })
    const back = page('participant', seatToken, refused)
    await until(() => back.gone === 'unauthorised', 'the refusal')
    expect(refused).toHaveBeenCalledWith(add, expect.objectContaining({ code: 'unauthorised' }))
    await vi.waitFor(async () => expect(await deviceStore.all('outbox', '')).toEqual([]), PATIENCE)
    await expect(Promise.race([answer, Promise.resolve('never answered')])).resolves.toBe('never answered')
  })

  it('says so when the secret opens nothing', async () => {
    const stranger = page('participant', 'x'.repeat(43))
    await until(() => stranger.gone === 'unauthorised', 'the refusal')
    expect(stranger.ready).toBe(false)
  })
})
