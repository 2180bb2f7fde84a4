import { badNetwork } from './bad-network.ts'
import { blackHole } from './black-hole.ts'
import { deadlines } from './deadlines.ts'
import { diskFull, failingSync } from './disk-trouble.ts'
import { joinStorm } from './join-storm.ts'
import { killUnderLoad } from './kill.ts'
import { powerLoss } from './power-loss.ts'
import { restart } from './restart.ts'
import { saveOrder } from './save-order.ts'
import { stalledReaders } from './stalled-readers.ts'
import type { Trial } from './trial.ts'

/** Every way to hurt the server that `npm run torture` tries, with the dose of one turn. */
export const TRIALS: readonly { readonly trial: Trial; readonly count: number }[] = [
  { trial: killUnderLoad, count: 100 },
  { trial: powerLoss, count: 5_000 },
  { trial: saveOrder, count: 500 },
  { trial: badNetwork, count: 120 },
  { trial: blackHole, count: 1 },
  { trial: stalledReaders, count: 2 },
  { trial: joinStorm, count: 300 },
  { trial: deadlines, count: 40 },
  { trial: restart, count: 20 },
  { trial: diskFull, count: 10 },
  { trial: failingSync, count: 10 },
]
