import { describe, it } from 'vitest'
import { badNetwork } from './bad-network.ts'
import { blackHole } from './black-hole.ts'
import { deadlines } from './deadlines.ts'
import { seedOf, sound } from './dose.ts'
import { stalledReaders } from './stalled-readers.ts'

/** Trials that mostly wait, and so wait together: each has a server of its own. */
describe('slow trials, side by side', { timeout: 480_000 }, () => {
  it.concurrent('G-11 a bad network for two minutes: nothing lost', async () => {
    sound(badNetwork, await badNetwork.run({ count: 120, seed: seedOf('bad-network') }))
  })

  it.concurrent('F-29 a black hole in either direction is noticed, and nobody diverges', async () => {
    sound(blackHole, await blackHole.run({ count: 1, seed: seedOf('black-hole') }))
  })

  it.concurrent('G-16 who does not read is cut, and the others go on', async () => {
    sound(stalledReaders, await stalledReaders.run({ count: 1, seed: seedOf('stalled-readers') }))
  })

  it.concurrent('G-13 each deadline fires once, across 12 kills', async () => {
    sound(deadlines, await deadlines.run({ count: 12, seed: seedOf('deadlines') }))
  })
})
