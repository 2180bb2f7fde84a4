import { describe, expect, it } from 'vitest'
import { powerLoss, recordRun, replay } from './power-loss.ts'
import { seedOf, sound } from './dose.ts'

describe('power loss', () => {
  it(
    'G-02 500 moments: what was acknowledged is there, whatever became of unsynced writes',
    { timeout: 120_000 },
    async () => {
      sound(powerLoss, await powerLoss.run({ count: 500, seed: seedOf('power-loss') }))
    },
  )

  it('would be noticed if the storage did not wait for the disk', { timeout: 60_000 }, async () => {
    const ops = await recordRun(7)
    const careless = ops.filter((op) => op.kind !== 'sync' || op.path !== 'yoriai.db-wal')
    expect(replay(careless, { points: 60, seed: 7 }).join('\n')).toContain('acknowledged up to')
  })
})
