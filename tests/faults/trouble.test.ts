import { describe, it } from 'vitest'
import { diskFull, failingSync } from './disk-trouble.ts'
import { seedOf, sound } from './dose.ts'
import { joinStorm } from './join-storm.ts'
import { restart } from './restart.ts'

describe('trouble in the middle of a workshop', { timeout: 180_000 }, () => {
  it('G-09 a hundred people behind one address come in within two seconds', async () => {
    sound(joinStorm, await joinStorm.run({ count: 100, seed: seedOf('join-storm') }))
  })

  it('G-10 the server is started again while twenty people type', async () => {
    sound(restart, await restart.run({ count: 3, seed: seedOf('restart') }))
  })

  it.concurrent('G-17 the disk is full for a while', async () => {
    sound(diskFull, await diskFull.run({ count: 2, seed: seedOf('disk-full') }))
  })

  it.concurrent('G-17 syncing fails for a while', async () => {
    sound(failingSync, await failingSync.run({ count: 2, seed: seedOf('failing-sync') }))
  })
})
