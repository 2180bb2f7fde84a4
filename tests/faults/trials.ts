import { killUnderLoad } from './kill.ts'
import { powerLoss } from "./power-loss.ts"
import type { Trial } from './trial.ts'

/** Every way to hurt the server that `npm run torture` tries, with the dose of one turn. */
export const TRIALS: readonly { readonly trial: Trial; readonly count: number }[] = [
  { trial: killUnderLoad, count: 100 },
  { trial: powerLoss, count: 5_000 },
]
