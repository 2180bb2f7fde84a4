import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { CommandMessage, CommandReply } from '#shared/protocol/socket.ts'
import { Outbox } from '../../client/connection/outbox.ts'

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

function outboxOn(line: Line, onOrphanRefused = vi.fn(), key = KEY) {
  let pending: readonly CommandMessage[] = []
  const outbox = new Outbox({
    key,
    generation: () => generation,
    transmit: line.transmit,
    onChange: (now) => (pending = now),
    onOrphanRefused,
  })
  opened.push(outbox)
  return { outbox, onOrphanRefused, pending: () => pending }
}

let opened: Outbox[] = []
/** of the state that the page shows */
let generation: string | undefined

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  generation = 'first'
})
afterEach(() => {
  opened.forEach((outbox) => outbox.close())
  opened = []
  vi.useRealTimers()
})

describe('the outbox', () => {
  it('sends at once when there is a connection, and keeps nothing afterwards', async () => {
    const line = new Line()
    const { outbox, pending } = outboxOn(line)
    outbox.setOnline(true)
    expect(await outbox.send(announce('はじめます'))).toEqual({ ok: true, seq: 1 })
    expect(pending()).toEqual([])
    expect(localStorage.length).toBe(0)
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
    await vi.advanceTimersByTimeAsync(5_000)
    expect(await Promise.all(answers)).toMatchObject([{ ok: true }, { ok: true }])
    expect(line.taken).toEqual(['a', 'b'])
  })

  it('survives a reload: the next page sends what the last one could not', async () => {
    const line = new Line()
    void outboxOn(line).outbox.send(announce('閉じる前に書いた'))
    const { outbox, pending } = outboxOn(line)
    expect(pending()).toHaveLength(1)
    outbox.setOnline(true)
    await vi.advanceTimersByTimeAsync(0)
    expect(line.taken).toEqual(['閉じる前に書いた'])
    expect(localStorage.length).toBe(0)
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
    await vi.advanceTimersByTimeAsync(0)
    expect(onOrphanRefused).toHaveBeenCalledOnce()
    expect(onOrphanRefused.mock.calls[0]?.[0]).toMatchObject({ command: announce('前のページから') })
    expect(localStorage.length).toBe(0)
  })

  it('waits and tries again when the server says "not now", without losing the order', async () => {
    const line = new Line()
    let busy = 2
    line.answer = () =>
      busy-- > 0 ? { ok: false, error: { code: 'too_fast', message: '' } } : { ok: true, seq: 1 }
    const { outbox } = outboxOn(line)
    outbox.setOnline(true)
    const answers = [outbox.send(announce('a')), outbox.send(announce('b'))]
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
    await vi.advanceTimersByTimeAsync(0)
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
    expect(localStorage.length).toBe(0)
    outbox.setOnline(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(line.taken).toEqual([])
  })

  it('keeps the two roles of one browser, and workshops, apart', () => {
    const line = new Line()
    void outboxOn(line).outbox.send(announce('席から'))
    expect(outboxOn(line, vi.fn(), 'yoriai.outbox.w1.facilitator').outbox.pending).toEqual([])
    expect(outboxOn(line, vi.fn(), 'yoriai.outbox.w12.participant').outbox.pending).toEqual([])
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
    await vi.advanceTimersByTimeAsync(0)
    generation = 'second'
    await vi.advanceTimersByTimeAsync(5_000)
    await answer
    expect(sent.at(-1)?.generation).toBe('first')
  })

  it('throws away what is not a command, as another version may have left it', () => {
    localStorage.setItem(`${KEY}.1.x`, '{"commandId":"x","command":{"type":"no.such"}}')
    localStorage.setItem(`${KEY}.2.y`, 'not json')
    expect(outboxOn(new Line()).outbox.pending).toEqual([])
    expect(localStorage.length).toBe(0)
  })
})
