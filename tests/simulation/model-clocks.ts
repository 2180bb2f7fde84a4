import { seededRandom } from '#shared/random.ts'
import type { Millis } from '#shared/time.ts'
import { ServerClock } from '../../client/connection/server-clock.ts'

const DAY: Millis = 86_400_000
/** One way, so that a round trip takes 20 to 800 ms, and the two ways of it differ. */
const WAY = { least: 10, most: 400 }

/**
 * How far one device's idea of the workshop's time is off, in ms, after its first measurement and a while of use. Its own
 * clock is wrong by up to a day, its quartz by 50 ppm; each way over the network takes as long as it happens to take.
 */
export async function clockError(seed: number): Promise<Millis> {
  const random = seededRandom(seed)
  const serverStart = Date.UTC(2031, 4, 17, 10)
  const deviceStart = serverStart + (random() * 2 - 1) * DAY
  const drift = 1 + (random() * 2 - 1) * 50e-6
  // A device's line has a pace of its own, and every message some more.
  const pace = { up: random() * 0.5, down: random() * 0.5 }
  let real = 0
  const way = (share: number) => WAY.least + (WAY.most - WAY.least) * Math.min(1, share + random() * 0.5)
  const clock = new ServerClock({
    local: () => deviceStart + real * drift,
    ask: async () => {
      real += way(pace.up)
      const now = serverStart + real
      real += way(pace.down)
      return { now, rate: 1 }
    },
  })
  try {
    await clock.sync()
    // until the next measurement, a minute later
    real += random() * 60_000
    return Math.abs(clock.now() - (serverStart + real))
  } finally {
    clock.close()
  }
}
