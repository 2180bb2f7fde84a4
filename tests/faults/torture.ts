import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { upperBound, type Trial, type TrialReport } from './trial.ts'
import { TRIALS } from './trials.ts'

/**
 * `npm run torture -- --hours n`: every trial in turn, each time with the next seed, until the time is up. Also
 * `--trial name`, `--count n` (the dose of one turn), `--seed n`. Writes `.cache/torture/REPORT.md` after every turn.
 */
const REPORT = '.cache/torture/REPORT.md'
const HOUR = 3_600_000

const { values: given } = parseArgs({
  options: {
    hours: { type: 'string' },
    trial: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string' },
  },
})

interface Tally {
  readonly trial: Trial
  turns: number
  trials: number
  readonly seeds: number[]
  readonly failures: string[]
  /** of the last turn */
  figures: TrialReport['figures']
}

/** A number from the command line; ends the program with a sentence when it is none. */
function numberFrom(name: 'hours' | 'count' | 'seed', otherwise: number): number {
  const value = given[name] === undefined ? otherwise : Number(given[name])
  if (Number.isFinite(value) && value >= 0) return value
  process.stderr.write(`--${name} takes a number.\n`)
  process.exit(2)
}

const chosen = TRIALS.filter(({ trial }) => given.trial === undefined || trial.name === given.trial)
if (chosen.length === 0) {
  const names = TRIALS.map(({ trial }) => trial.name).join(', ')
  process.stderr.write(`There is no trial "${given.trial}". There are ${names}.\n`)
  process.exit(2)
}
const began = performance.now()
const until = began + numberFrom('hours', 0) * HOUR
const firstSeed = numberFrom('seed', 1)
const tallies = chosen.map(({ trial }): Tally => ({
  trial,
  turns: 0,
  trials: 0,
  seeds: [],
  failures: [],
  figures: {},
}))

// Without --hours: every trial once.
for (let seed = firstSeed; seed === firstSeed || performance.now() < until; seed++) {
  for (const [index, { trial, count }] of chosen.entries()) {
    const tally = tallies[index]
    if (!tally || (tally.turns > 0 && performance.now() >= until)) continue
    await turn(tally, trial, numberFrom('count', count), seed)
    mkdirSync(dirname(REPORT), { recursive: true })
    writeFileSync(REPORT, report())
  }
}
process.stdout.write(`\n${report()}\n(${REPORT})\n`)
// Connections of trials that failed may still be open.
process.exit(tallies.some(({ failures }) => failures.length > 0) ? 1 : 0)

async function turn(tally: Tally, trial: Trial, count: number, seed: number): Promise<void> {
  const started = performance.now()
  const done = await trial.run({ count, seed }).catch((error: unknown): TrialReport => {
    return { trials: 1, failures: [`seed ${seed}: the trial itself broke: ${String(error)}`], figures: {} }
  })
  tally.turns++
  tally.trials += done.trials
  tally.seeds.push(seed)
  tally.failures.push(...done.failures)
  tally.figures = done.figures
  const seconds = ((performance.now() - started) / 1_000).toFixed(0)
  const figures = Object.entries(done.figures).map(([what, value]) => `${what} ${value}`)
  const verdict = done.failures.length === 0 ? '✓' : '✗'
  process.stdout.write(
    `${verdict} ${trial.name}, seed ${seed}: ${[`${done.trials} trials in ${seconds} s`, ...figures].join(', ')}\n`,
  )
  for (const failure of done.failures.slice(0, 10)) process.stdout.write(`    ${failure}\n`)
}

function report(): string {
  const hours = ((performance.now() - began) / HOUR).toFixed(2)
  const rows = tallies.map(({ trial, trials, seeds, failures }) => {
    const range = seeds.length === 0 ? '–' : `${seeds[0]}–${seeds.at(-1)}`
    const bound =
      failures.length === 0 && trials > 0 ? `< ${(100 * upperBound(trials)).toPrecision(2)} %` : '–'
    return `| ${trial.name} | ${trials} | ${range} | ${failures.length} | ${bound} |`
  })
  const details = tallies.map(({ trial, figures, failures }) =>
    [
      `## ${trial.name}`,
      `${trial.promise}.`,
      ...Object.entries(figures).map(([what, value]) => `- ${what}: ${value}`),
      ...failures.slice(0, 50).map((failure) => `- **failed**: ${failure}`),
    ].join('\n'),
  )
  return [
    `# Torture, ${hours} h`,
    'Failures of so many trials; with none, the true rate is below the bound with 95 % confidence (3/n). Figures are of the last turn.',
    ['| trial | trials | seeds | failures | 95 % upper bound |', '|---|---|---|---|---|', ...rows].join('\n'),
    ...details,
  ].join('\n\n')
}
