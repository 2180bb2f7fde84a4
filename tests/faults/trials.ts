import { badNetwork } from './bad-network.ts'
import { badRoom } from './bad-room.ts'
import { blackHole } from './black-hole.ts'
import { deadlines } from './deadlines.ts'
import { diskFull, failingSync } from './disk-trouble.ts'
import { hostileFrames } from './fuzz-trials.ts'
import { joinStorm } from './join-storm.ts'
import { killUnderLoad } from './kill.ts'
import { honestEdits, lockRaces, modelHistories, nextPresses, wrongClocks } from './model-trials.ts'
import { powerLoss } from './power-loss.ts'
import { restart } from './restart.ts'
import { saveOrder } from './save-order.ts'
import { seededBugs } from './seeded-trial.ts'
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
  { trial: modelHistories, count: 10_000 },
  { trial: lockRaces, count: 1_000 },
  { trial: nextPresses, count: 10_000 },
  { trial: wrongClocks, count: 100_000 },
  { trial: honestEdits, count: 500_000 },
  { trial: hostileFrames, count: 200_000 },
  { trial: badRoom, count: 600 },
  { trial: seededBugs, count: 1 },
]
