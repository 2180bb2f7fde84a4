import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClockReply } from '#shared/protocol/socket.ts'
import { ServerClock } from '../../client/connection/server-clock.ts'

const SERVER_START = Date.UTC(2031, 3, 17, 10)

/** A device, a server, and a network between them whose delays are known. */
function world({ rate = 1, delays = [[10, 10]] as [number, number][] } = {}) {
  let real = 0
  let asked = 0
  const clock = new ServerClock({
    local: () => real,
    ask: async (): Promise<ClockReply> => {
      const [there, back] = delays[Math.min(asked++, delays.length - 1)] as [number, number]
      real += there
      const reply = { now: SERVER_START + real * rate, rate }
      real += back
      return reply
    },
  })
  return {
    clock,
    truth: () => SERVER_START + real * rate,
    pass: (ms: number) => (real += ms),
    sleep: (ms: number) => (real += ms),
    delays,
    asked: () => asked,
  }
}

let open: ServerClock[] = []
const opened = (made: ReturnType<typeof world>) => {
  open.push(made.clock)
  return made
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  open.forEach((clock) => clock.close())
  open = []
  vi.useRealTimers()
})

describe('the server clock', () => {
  it('reads the server’s time exactly when both ways take equally long', async () => {
    const { clock, truth, pass } = opened(world())
    await clock.sync()
    pass(90_000)
    expect(clock.synced).toBe(true)
    expect(clock.now()).toBe(truth())
  })

  it('takes the best of five samples, so one quick answer makes up for four slow ones', async () => {
    const slow: [number, number] = [20, 900]
    const { clock, truth, asked } = opened(world({ delays: [slow, slow, [30, 34], slow, slow] }))
    await clock.sync()
    expect(asked()).toBe(5)
    expect(Math.abs(clock.now() - truth())).toBeLessThanOrEqual(2)
  })

  it('runs as fast as the server says', async () => {
    const { clock, truth, pass } = opened(world({ rate: 60 }))
    await clock.sync()
    const before = clock.now()
    pass(1_000)
    expect(clock.now() - before).toBe(60_000)
    expect(clock.now()).toBe(truth())
    expect(clock.rate).toBe(60)
  })

  it('keeps a fine measurement when a coarse one says nothing against it', async () => {
    const made = opened(world({ delays: [[10, 10]] }))
    await made.clock.sync()
    made.delays[0] = [10, 900]
    await made.clock.sync()
    expect(made.clock.now()).toBe(made.truth())
  })

  it('believes a coarse measurement that contradicts the held one, as after sleep', async () => {
    let local = 0
    let server = SERVER_START
    const clock = new ServerClock({
      local: () => local,
      ask: async () => {
        local += 200
        server += 200
        return { now: server - 100, rate: 1 }
      },
    })
    open.push(clock)
    await clock.sync()
    server += 600_000 // the device slept: its own clock stood still
    await clock.sync()
    expect(Math.abs(clock.now() - server)).toBeLessThanOrEqual(100)
  })

  it('never runs backwards by less than a second, and so never shows a second twice', async () => {
    let offset = 0
    let local = 1_000
    const clock = new ServerClock({ local: () => local, ask: async () => ({ now: local + offset, rate: 1 }) })
    open.push(clock)
    offset = 400
    await clock.sync()
    const shown = clock.now()
    offset = 0
    await clock.sync()
    expect(clock.now()).toBe(shown)
    local += 300
    expect(clock.now()).toBe(shown)
    local += 200
    expect(clock.now()).toBe(local)
  })

  it('jumps back at once when it was wrong by more than a second', async () => {
    let offset = 30_000
    const clock = new ServerClock({ local: () => 5_000, ask: async () => ({ now: 5_000 + offset, rate: 1 }) })
    open.push(clock)
    await clock.sync()
    clock.now()
    offset = 0
    await clock.sync()
    expect(clock.now()).toBe(5_000)
  })

  it('goes by the device until the server has answered, and keeps going when it does not', async () => {
    vi.setSystemTime(SERVER_START)
    const clock = new ServerClock({ local: () => 0, ask: () => Promise.reject(new Error('offline')) })
    open.push(clock)
    await clock.sync()
    expect(clock.synced).toBe(false)
    expect(clock.now()).toBe(SERVER_START)
  })

  it('asks again every minute, and not after it is closed', async () => {
    const { clock, asked } = opened(world())
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked()).toBe(5)
    clock.close()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(asked()).toBe(5)
  })
})
