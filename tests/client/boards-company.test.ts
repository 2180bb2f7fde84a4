import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { Doc } from 'yjs'
import { MOST_HELD } from '#shared/boards/awareness-state.ts'
import { Company } from '../../client/boards/company.svelte.ts'
import { HOLD_BEAT, HOLD_TRUSTED } from '../../client/boards/peers.ts'

/** The library reads the clock it found when it was loaded, so this one is there before it. */
const clock = vi.hoisted(() => {
  const time = { now: 1_700_000_000_000 }
  Date.now = () => time.now
  return time
})

const ana = { id: 'ana', name: 'あな' }
const ben = { id: 'ben', name: 'べん' }
const open: (() => void)[] = []

/** Somebody at a board, and the way their words reach others: by hand. */
function sit(person: typeof ana | null) {
  const company = new Company(person)
  const awareness = new Awareness(new Doc())
  company.join(awareness)
  open.push(
    () => company.close(),
    () => awareness.destroy(),
  )
  return { company, awareness }
}
type Seat = ReturnType<typeof sit>

function hear(to: Seat, from: Seat): void {
  const update = encodeAwarenessUpdate(from.awareness, [from.awareness.clientID])
  applyAwarenessUpdate(to.awareness, update, 'network')
  pass(FRAME)
}

const TICK = 250
const TIMERS = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const
/** ms; longer than the frame in which what was heard is shown */
const FRAME = 20

function pass(ms: number): void {
  clock.now += ms
  vi.advanceTimersByTime(ms)
}

function later(ms: number): void {
  for (let passed = 0; passed < ms; passed += TICK) {
    pass(TICK)
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: [...TIMERS, 'requestAnimationFrame', 'cancelAnimationFrame', 'performance'] })
})
afterEach(() => {
  for (const close of open.splice(0)) close()
  vi.useRealTimers()
})

describe('the company on a board', () => {
  it('shows carets a few times a second, where they stand last, and who takes a card at once', () => {
    const [one, two] = [sit(ana), sit(ben)]
    hear(one, two)
    const shown = () => one.company.peers[0]?.editing?.head
    for (let head = 1; head <= 3; head++) {
      two.company.setEditing({ cardId: 'c1', anchor: head, head })
      hear(one, two)
    }
    expect(shown()).toBeUndefined()
    // past the beat, which falls on the same moments for all that is drawn
    pass(2 * FRAME)
    expect(shown()).toBe(3)
    two.company.setHolding(['c2'])
    hear(one, two)
    expect(one.company.peers[0]).toMatchObject({ holding: ['c2'], editing: { head: 3 } })
    two.company.setEditing({ cardId: 'c1', anchor: 4, head: 4 })
    hear(one, two)
    expect(shown()).toBe(3)
    later(TICK)
    expect(shown()).toBe(4)
  })

  it('is the same as long as nobody else moves, and of who moves only they are another', () => {
    const [one, two, three] = [sit(ana), sit(ben), sit({ id: 'cho', name: 'ちょ' })]
    hear(one, two)
    hear(one, three)
    const before = one.company.peers
    expect(before).toHaveLength(2)
    one.company.setEditing({ cardId: 'c1', anchor: 1, head: 1 })
    expect(one.company.peers).toBe(before)
    later(TICK)
    two.company.setEditing({ cardId: 'c1', anchor: 2, head: 2 })
    hear(one, two)
    expect(one.company.peers[0]?.editing).toEqual({ cardId: 'c1', anchor: 2, head: 2 })
    expect(one.company.peers[1]).toBe(before[1])
  })

  it('is everyone but oneself, with where they write and what they hold', () => {
    const [one, two] = [sit(ana), sit(ben)]
    two.company.setEditing({ cardId: 'c1', anchor: 2, head: 4 })
    two.company.setHolding(['c2'])
    hear(one, two)
    expect(one.company.peers).toMatchObject([
      {
        person: { id: 'ben', name: 'べん' },
        editing: { cardId: 'c1', anchor: 2, head: 4 },
        holding: ['c2'],
      },
    ])
    expect(two.company.peers).toEqual([])
    two.company.setEditing(null)
    two.company.setHolding([])
    hear(one, two)
    expect(one.company.peers).toMatchObject([{ editing: null, holding: [] }])
  })

  it('does not show who only looks on, who sees the others all the same', () => {
    const [one, watcher] = [sit(ana), sit(null)]
    hear(one, watcher)
    hear(watcher, one)
    expect(one.company.peers).toEqual([])
    expect(watcher.company.peers).toMatchObject([{ person: { id: 'ana' } }])
  })

  it('frees what somebody holds who has fallen silent, although silence is no event', () => {
    const [one, two] = [sit(ana), sit(ben)]
    two.company.setHolding(['c1'])
    hear(one, two)
    later(HOLD_TRUSTED - 1_000)
    expect(one.company.peers[0]?.holding).toEqual(['c1'])
    later(2_000)
    expect(one.company.peers[0]?.holding).toEqual([])
  })

  it('keeps what somebody holds who goes on saying so', () => {
    const [one, two] = [sit(ana), sit(ben)]
    two.awareness.on('update', () => hear(one, two))
    two.company.setHolding(['c1'])
    later(5 * HOLD_TRUSTED)
    expect(one.company.peers[0]?.holding).toEqual(['c1'])
    two.company.setHolding([])
    expect(one.company.peers[0]?.holding).toEqual([])
  })

  it('says no more than a state may hold, and stops saying it when the hand is empty', () => {
    const { company, awareness } = sit(ana)
    company.setHolding(Array.from({ length: MOST_HELD + 5 }, (_, index) => `c${index}`))
    expect(awareness.getLocalState()?.['holding']).toHaveLength(MOST_HELD)
    company.setHolding([])
    let told = 0
    awareness.on('update', () => told++)
    later(3 * HOLD_BEAT)
    expect(told).toBe(0)
  })

  it('tells a new connection all of it again, and no longer hears the old one', () => {
    const [one, two] = [sit(ana), sit(ben)]
    one.company.setEditing({ cardId: 'c1', anchor: 0, head: 0 })
    one.company.setHolding(['c1'])
    const again = new Awareness(new Doc())
    open.push(() => again.destroy())
    one.company.join(again)
    expect(again.getLocalState()).toMatchObject({
      person: { id: 'ana' },
      editing: { cardId: 'c1' },
      holding: ['c1'],
    })
    hear(one, two) // over the old one
    expect(one.company.peers).toEqual([])
  })

  it('looks at nothing any more once closed', () => {
    const [one, two] = [sit(ana), sit(ben)]
    one.awareness.destroy() // its own beat is not what is looked at here
    two.awareness.destroy()
    two.company.setHolding(['c1'])
    hear(one, two)
    two.company.close()
    one.company.close()
    hear(one, two)
    expect(vi.getTimerCount()).toBe(0)
  })
})
