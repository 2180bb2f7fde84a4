import { afterEach, describe, expect, it } from 'vitest'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import { Budgets } from '../../server/boards/budgets.ts'
import { systemRuntime } from '../../server/runtime.ts'
import { Turns, type Waiting } from '../../server/boards/turns.ts'
import { manualRuntime } from '../support/board-runtime.ts'
import { until } from '../support/board-server.ts'

/** Real ms; more than a turn has. */
const COSTLY = 50

const seat = (name: string): Viewer => ({ role: 'participant', participantId: name as ParticipantId })

describe('F-58 the event loop is shared', () => {
  let turns = new Turns(systemRuntime().machine)
  afterEach(() => turns.close())

  /** Somebody with so many costly frames; who deals with one writes their name down. */
  function sender(name: string, frames: number, served: string[]): Waiting {
    let left = frames
    return {
      serve() {
        served.push(name)
        turns.spend(COSTLY)
        return --left > 0 ? 'more' : 'done'
      },
    }
  }

  it('F-58 a frame each in turn, however many one of them has sent', async () => {
    turns = new Turns(systemRuntime().machine)
    const served: string[] = []
    turns.enqueue(sender('much', 5, served))
    turns.enqueue(sender('little', 1, served))
    await until(() => served.length === 6, 'all of them')
    expect(served).toEqual(['much', 'little', 'much', 'much', 'much', 'much'])
  })

  it('F-58 between two costly frames everything else gets its turn', async () => {
    turns = new Turns(systemRuntime().machine)
    const served: string[] = []
    let others = 0
    const elsewhere = () => {
      others++
      if (served.length < 5) setImmediate(elsewhere)
    }
    turns.enqueue(sender('much', 5, served))
    setImmediate(elsewhere)
    await until(() => served.length === 5, 'all of them')
    expect(others).toBeGreaterThanOrEqual(4)
  })

  it('F-58 takes nothing at once while somebody waits, or when the turn is over', async () => {
    turns = new Turns(systemRuntime().machine)
    const served: string[] = []
    expect(turns.open).toBe(true)
    turns.enqueue(sender('first', 1, served))
    expect(turns.open).toBe(false)
    await until(() => turns.open, 'the next turn')
    turns.spend(COSTLY)
    expect(turns.open).toBe(false)
    await until(() => turns.open, 'the next turn')
  })

  it('F-58 is crowded only when frames take more than half of a processor, and whoever rests is served later', async () => {
    turns = new Turns(systemRuntime().machine)
    turns.spend(100)
    expect(turns.crowded).toBe(false)
    turns.spend(600)
    expect(turns.crowded).toBe(true)
    let looks = 0
    turns.enqueue({ serve: () => (++looks < 3 ? 'rest' : 'done') })
    await until(() => looks === 3, 'somebody who had to rest')
    await until(() => !turns.crowded, 'half of a processor')
  })
})

describe('F-58 a share of the server’s time', () => {
  const [room, other] = ['w1' as WorkshopId, 'w2' as WorkshopId]

  it('F-58 who has used up theirs takes nothing of anybody else’s, and has time again later', async () => {
    const budgets = new Budgets(manualRuntime())
    const bad = budgets.of(room, seat('bad'))
    const [beside, elsewhere] = [budgets.of(room, seat('good')), budgets.of(other, seat('good'))]
    bad.worked(520)
    expect([bad.hasTime, beside.hasTime, elsewhere.hasTime]).toEqual([false, true, true])
    // another connection of the same person is the same person
    expect(budgets.of(room, seat('bad')).hasTime).toBe(false)
    await until(() => bad.hasTime, 'time for who had none')
    budgets.close()
  })

  it('F-58 a room of many who each keep to theirs has an end, too, and no other room feels it', () => {
    const budgets = new Budgets(manualRuntime())
    for (let person = 0; person < 60; person++) budgets.of(room, seat(`p${person}`)).worked(400)
    expect(budgets.of(room, seat('p0')).hasTime).toBe(false)
    expect(budgets.of(other, seat('good')).hasTime).toBe(true)
    budgets.close()
  })
})
