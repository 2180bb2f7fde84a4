import 'fake-indexeddb/auto'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { CommandMessage, CommandReply } from '#shared/protocol/socket.ts'
import { DeviceStore, deviceStore } from '../../client/connection/device-store.ts'
import { Outbox, type Outgoing } from '../../client/connection/outbox.ts'

const KEY = 'yoriai.outbox.w1.participant'
const announce = (text: string): CommandInput => ({ type: 'announce', text })

/** A server that takes each command id once, behind a network that can be cut and can lose answers. */
class Line {
  readonly taken: string[] = []
  readonly seen = new Set<string>()
  up = true
  loseAnswers = 0
  answer: (message: CommandMessage) => CommandReply = () => ({ ok: true, seq: this.taken.length })

  transmit = async (message: CommandMessage): Promise<CommandReply> => {
    if (!this.up) throw new Error('no connection')
    if (!this.seen.has(message.commandId)) {
      this.seen.add(message.commandId)
      if (message.command.type === 'announce') this.taken.push(message.command.text)
    }
    if (this.loseAnswers-- > 0) throw new Error('no answer in time')
    return this.answer(message)
  }
}

function outboxOn(line: Line, onOrphanRefused = vi.fn(), key = KEY, Kind = Outbox) {
  let told: Outgoing = { pending: [], kept: true }
  const outbox = new Kind({
    key,
    generation: () => generation,
    transmit: line.transmit,
    onChange: (now) => (told = now),
    onOrphanRefused,
  })
  opened.push(outbox)
  return { outbox, onOrphanRefused, pending: () => told.pending, kept: () => told.kept }
}

/** Longer than the database takes for anything here; no timer of the outbox comes due meanwhile. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 40; turns++) await setImmediate()
}

const kept = async () =>
  (await deviceStore.all('outbox', '')).map(({ value }) => textOf(value as CommandMessage))
const textOf = ({ command }: CommandMessage) => (command.type === 'announce' ? command.text : command.type)
/** as an earlier version has kept it */
const leave = (mark: string, message: CommandMessage) =>
  localStorage.setItem(`${KEY}.${mark}.${message.commandId}`, JSON.stringify(message))

let opened: Outbox[] = []
/** of the state that the page shows */
let generation: string | undefined

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  localStorage.clear()
  for (const { key } of await deviceStore.all('outbox', '')) await deviceStore.remove('outbox', key)
  generation = 'first'
})
afterEach(async () => {
  opened.forEach((outbox) => outbox.close())
  opened = []
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  await settled()
})

describe('the outbox', () => {
  it('sends at once when there is a connection, and keeps nothing afterwards', async () => {
    const line = new Line()
    const { outbox, pending } = outboxOn(line)
    outbox.setOnline(true)
    expect(await outbox.send(announce('はじめます'))).toEqual({ ok: true, seq: 1 })
    expect(pending()).toEqual([])
    await settled()
    expect(await kept()).toEqual([])
  })

  it('holds commands while offline and sends them in the order they were given', async () => {
    const line = new Line()
    const { outbox, pending } = outboxOn(line)
    const answers = ['1', '2', '3'].map((text) => outbox.send(announce(text)))
    expect(pending()).toHaveLength(3)
    expect(line.taken).toEqual([])
    outbox.setOnline(true)
    await Promise.all(answers)
    expect(line.taken).toEqual(['1', '2', '3'])
  })

  it('sends again what got no answer, under the same id, so that it takes effect once', async () => {
    const line = new Line()
    line.loseAnswers = 2
    const { outbox } = outboxOn(line)
    outbox.setOnline(true)
    const answers = [outbox.send(announce('a')), outbox.send(announce('b'))]
    await settled()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await Promise.all(answers)).toMatchObject([{ ok: true }, { ok: true }])
    expect(line.taken).toEqual(['a', 'b'])
  })

  it('survives a reload: the next page sends what the last one could not', async () => {
    const line = new Line()
    void outboxOn(line).outbox.send(announce('閉じる前に書いた'))
    const { outbox, pending } = outboxOn(line)
    await settled()
    expect(pending()).toHaveLength(1)
    outbox.setOnline(true)
    await settled()
    expect(line.taken).toEqual(['閉じる前に書いた'])
    expect(await kept()).toEqual([])
  })

  it('takes a refusal as an answer: it goes to whoever waits, and is not tried again', async () => {
    const line = new Line()
    line.answer = () => ({ ok: false, error: { code: 'ended', message: '終わりました' } })
    const { outbox, onOrphanRefused, pending } = outboxOn(line)
    outbox.setOnline(true)
    expect(await outbox.send(announce('遅すぎた'))).toMatchObject({ ok: false, error: { code: 'ended' } })
    expect(pending()).toEqual([])
    expect(onOrphanRefused).not.toHaveBeenCalled()
  })

  it('reports a refusal nobody waits for any more', async () => {
    const line = new Line()
    void outboxOn(line).outbox.send(announce('前のページから'))
    line.answer = () => ({ ok: false, error: { code: 'ended', message: '終わりました' } })
    const { outbox, onOrphanRefused } = outboxOn(line)
    outbox.setOnline(true)
    await settled()
    expect(onOrphanRefused).toHaveBeenCalledOnce()
    expect(onOrphanRefused.mock.calls[0]?.[0]).toMatchObject({ command: announce('前のページから') })
    expect(await kept()).toEqual([])
  })

  it('waits and tries again when the server says "not now", without losing the order', async () => {
    const line = new Line()
    let busy = 2
    line.answer = () =>
      busy-- > 0 ? { ok: false, error: { code: 'too_fast', message: '' } } : { ok: true, seq: 1 }
    const { outbox } = outboxOn(line)
    outbox.setOnline(true)
    const answers = [outbox.send(announce('a')), outbox.send(announce('b'))]
    await settled()
    await vi.advanceTimersByTimeAsync(400)
    expect(line.taken).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await Promise.all(answers)).toMatchObject([{ ok: true }, { ok: true }])
    expect(line.taken).toEqual(['a', 'b'])
  })

  it('does not send while offline, however long', async () => {
    const line = new Line()
    line.up = false
    const { outbox, pending } = outboxOn(line)
    outbox.setOnline(true)
    void outbox.send(announce('トンネル'))
    await settled()
    outbox.setOnline(false)
    line.up = true
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(line.taken).toEqual([])
    expect(pending()).toHaveLength(1)
    outbox.setOnline(true)
    await vi.advanceTimersByTimeAsync(0)
    expect(line.taken).toEqual(['トンネル'])
  })

  it('hands everything back when it is abandoned, and keeps nothing', async () => {
    const line = new Line()
    const { outbox, onOrphanRefused, pending } = outboxOn(line)
    const answer = outbox.send(announce('届かない'))
    outbox.abandon(() => ({ ok: false, error: { code: 'unauthorised', message: '' } }))
    expect(await answer).toMatchObject({ ok: false })
    expect(onOrphanRefused).toHaveBeenCalledOnce()
    expect(pending()).toEqual([])
    await settled()
    expect(await kept()).toEqual([])
    outbox.setOnline(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(line.taken).toEqual([])
  })

  it('keeps the two roles of one browser, and workshops, apart', async () => {
    const line = new Line()
    void outboxOn(line).outbox.send(announce('席から'))
    await settled()
    const others = ['w1.facilitator', 'w12.participant'].map((key) =>
      outboxOn(line, vi.fn(), `yoriai.outbox.${key}`),
    )
    await settled()
    expect(others.map(({ pending }) => pending())).toEqual([[], []])
  })

  it('F-09 sends a command as made in the generation it was given in, also after a reload into another', async () => {
    const line = new Line()
    const sent: CommandMessage[] = []
    line.answer = (message) => (sent.push(message), { ok: true, seq: 1 })
    void outboxOn(line).outbox.send(announce('戻される前に'))
    generation = 'second'
    const { outbox } = outboxOn(line)
    outbox.setOnline(true)
    await outbox.send(announce('戻された後に'))
    expect(sent.map((message) => message.generation)).toEqual(['first', 'second'])
  })

  it('F-09 asks again under the same generation what got no answer before the server was set back', async () => {
    const line = new Line()
    line.loseAnswers = 1
    const sent: CommandMessage[] = []
    line.answer = (message) => (sent.push(message), { ok: true, seq: 1 })
    const { outbox } = outboxOn(line)
    outbox.setOnline(true)
    const answer = outbox.send(announce('a'))
    await settled()
    generation = 'second'
    await vi.advanceTimersByTimeAsync(5_000)
    await answer
    expect(sent.at(-1)?.generation).toBe('first')
  })

  it('throws away what is not a command, as another version may have left it', async () => {
    localStorage.setItem(`${KEY}.1.x`, '{"commandId":"x","command":{"text":"no type"}}')
    localStorage.setItem(`${KEY}.2.y`, 'not json')
    await deviceStore.put('outbox', `${KEY}.3.z`, { commandId: 'z', command: 'announce' })
    const { pending } = outboxOn(new Line())
    await settled()
    expect(pending()).toEqual([])
    expect(localStorage.length).toBe(0)
    expect(await deviceStore.all('outbox', '')).toEqual([])
  })
})

describe('what the device keeps', () => {
  it('is said to be kept only when it is: a commit that is not through counts for nothing', async () => {
    let through: (kept: boolean) => void = () => undefined
    vi.spyOn(DeviceStore.prototype, 'put').mockReturnValueOnce(new Promise((done) => (through = done)))
    const { outbox, pending, kept } = outboxOn(new Line())
    void outbox.send(announce('圏外で'))
    await settled()
    expect(pending()).toHaveLength(1)
    expect(kept()).toBe(false)
    const leaving = new Event('beforeunload', { cancelable: true })
    expect(window.dispatchEvent(leaving), 'the browser asks').toBe(false)
    through(true)
    await settled()
    expect(kept()).toBe(true)
    expect(window.dispatchEvent(new Event('beforeunload', { cancelable: true }))).toBe(true)
  })

  it('is nothing where there is no database: then memory holds it, and nobody says otherwise', async () => {
    vi.stubGlobal('indexedDB', undefined)
    // a page that has opened none before
    vi.resetModules()
    const page = await import('../../client/connection/outbox.ts')
    const line = new Line()
    const { outbox, pending, kept } = outboxOn(line, vi.fn(), KEY, page.Outbox)
    const answers = ['1', '2'].map((text) => outbox.send(announce(text)))
    await settled()
    expect(pending()).toHaveLength(2)
    expect(kept()).toBe(false)
    outbox.setOnline(true)
    await Promise.all(answers)
    expect(line.taken).toEqual(['1', '2'])
    expect(kept()).toBe(true)
    expect(localStorage.length).toBe(0)
  })

  it('never holds up what is given: a database that does not answer is waited for three seconds', async () => {
    vi.spyOn(DeviceStore.prototype, 'all').mockReturnValue(new Promise(() => undefined))
    const line = new Line()
    const { outbox } = outboxOn(line)
    outbox.setOnline(true)
    const answer = outbox.send(announce('待たせない'))
    await settled()
    expect(line.taken).toEqual([])
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await answer).toMatchObject({ ok: true })
  })

  it('is found late and sent all the same, ahead of nothing that has been answered', async () => {
    void outboxOn(new Line()).outbox.send(announce('前のページから'))
    await settled()
    const found = await deviceStore.all('outbox', KEY)
    let answerLook: (all: typeof found) => void = () => undefined
    vi.spyOn(DeviceStore.prototype, 'all').mockReturnValueOnce(new Promise((done) => (answerLook = done)))
    const line = new Line()
    const { outbox } = outboxOn(line)
    outbox.setOnline(true)
    void outbox.send(announce('このページから'))
    await vi.advanceTimersByTimeAsync(3_000)
    expect(line.taken).toEqual(['このページから'])
    answerLook(found)
    await settled()
    expect(line.taken).toEqual(['このページから', '前のページから'])
    expect(await kept()).toEqual([])
  })

  it('takes over, in order, what an earlier version has left in local storage, and leaves nothing there', async () => {
    leave('000000000000200000', { commandId: 'b', generation: 'first', command: announce('二つめ') })
    leave('000000000000100000', { commandId: 'a', command: announce('一つめ') })
    const line = new Line()
    const { outbox, pending, kept: isKept } = outboxOn(line)
    await settled()
    expect(pending().map(textOf)).toEqual(['一つめ', '二つめ'])
    expect(isKept()).toBe(true)
    expect(localStorage.length).toBe(0)
    expect(await kept()).toEqual(['一つめ', '二つめ'])
    outbox.setOnline(true)
    await settled()
    expect(line.taken).toEqual(['一つめ', '二つめ'])
    expect(await kept()).toEqual([])
  })

  it('leaves what an earlier version kept where it lies while there is no database, until it is answered', async () => {
    vi.spyOn(DeviceStore.prototype, 'put').mockResolvedValue(false)
    leave('000000000000100000', { commandId: 'a', command: announce('一つめ') })
    const line = new Line()
    const { outbox, kept } = outboxOn(line)
    await settled()
    expect([localStorage.length, kept()]).toEqual([1, true])
    outbox.setOnline(true)
    await settled()
    expect(line.taken).toEqual(['一つめ'])
    expect(localStorage.length).toBe(0)
  })

  it('gives everything back when the seat is gone before the device was looked through', async () => {
    void outboxOn(new Line()).outbox.send(announce('前のページから'))
    await settled()
    const { outbox, onOrphanRefused } = outboxOn(new Line())
    outbox.abandon(() => ({ ok: false, error: { code: 'unauthorised', message: '' } }))
    await settled()
    expect(onOrphanRefused.mock.calls.map(([message]) => textOf(message as CommandMessage))).toEqual([
      '前のページから',
    ])
    expect(await kept()).toEqual([])
  })
})

describe('two tabs of one seat', () => {
  it('send the same command as often as they like: it takes effect once, and both hear the answer', async () => {
    const line = new Line()
    const [one] = [outboxOn(line)]
    const answer = one.outbox.send(announce('一度だけ'))
    await settled()
    const two = outboxOn(line)
    await settled()
    expect(two.pending().map(textOf)).toEqual(['一度だけ'])
    one.outbox.setOnline(true)
    two.outbox.setOnline(true)
    expect(await answer).toMatchObject({ ok: true })
    await settled()
    expect(line.taken).toEqual(['一度だけ'])
    expect([one.pending(), two.pending()]).toEqual([[], []])
    expect(two.onOrphanRefused).not.toHaveBeenCalled()
    expect(await kept()).toEqual([])
  })

  it('do not take away each other’s: what one has answered leaves the other’s where it lies', async () => {
    const [one, two] = [outboxOn(new Line()), outboxOn(new Line())]
    await settled()
    const answer = one.outbox.send(announce('一枚目のタブから'))
    void two.outbox.send(announce('二枚目のタブから'))
    await settled()
    one.outbox.setOnline(true)
    await answer
    await settled()
    expect(await kept()).toEqual(['二枚目のタブから'])
    one.outbox.abandon(() => ({ ok: false, error: { code: 'unauthorised', message: '' } }))
    await settled()
    expect(await kept()).toEqual(['二枚目のタブから'])
  })

  it('survive a crash of either: a third page sends what both had left', async () => {
    for (const text of ['甲', '乙']) {
      void outboxOn(new Line()).outbox.send(announce(text))
      vi.setSystemTime(Date.now() + 1)
    }
    await settled()
    const line = new Line()
    const { outbox } = outboxOn(line)
    outbox.setOnline(true)
    await settled()
    expect(line.taken).toEqual(['甲', '乙'])
  })
})
