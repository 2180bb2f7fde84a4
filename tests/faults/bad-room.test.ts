import { it } from 'vitest'
import { badRoom } from './bad-room.ts'
import { seedOf, sound } from './dose.ts'

it(
  'F-58 one bad room never slows another: nothing lost, nobody refused, the offenders told',
  { timeout: 300_000 },
  async () => {
    sound(badRoom, await badRoom.run({ count: 60, seed: seedOf('bad-room') }))
  },
)
