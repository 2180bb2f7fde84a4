import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { LABELS, type ServerName } from './contestants.ts'
import { ITEMS } from './items/registry.ts'
import { canPin } from './machine.ts'
import { readOptions, USAGE, type Options } from './options.ts'
import { reportOf, tableOf } from './report.ts'
import type { Bench, Item, Run } from './results.ts'
import { Stages } from './stage/boards.ts'

const REPORT = fileURLToPath(new URL('./REPORT.md', import.meta.url))
const say = (line: string) => process.stdout.write(`${line}\n`)

const read = readOptions(process.argv.slice(2))
if (read.ok) process.exitCode = await run(read.value)
else {
  process.stderr.write(`${read.error}\n\n${USAGE}`)
  process.exitCode = 2
}

async function run(options: Options): Promise<number> {
  const stages = new Stages(options.dataDir ?? tmpdir())
  // Also when somebody interrupts: boards of 2,000 cards are not to stay on the disk.
  process.on('exit', () => stages.close())
  const bench: Bench = { stages, quick: options.quick, profile: options.profile, say }
  const runs: Run[] = []
  const items = ITEMS.filter(({ name }) => options.only === null || options.only.includes(name))
  const started = Date.now()
  say(
    canPin
      ? 'Server on core 0, load on core 1.'
      : 'No taskset or a single core: server and load share what there is.',
  )
  try {
    for (const item of items) {
      say(`\n## ${item.title}`)
      const begun = Date.now()
      await runItem(item, options, bench, runs)
      say(`\n${tableOf(item, runs)}\n\n${item.name} took ${Math.round((Date.now() - begun) / 1_000)} s`)
    }
  } finally {
    stages.close()
  }
  const report = reportOf(items, runs, { options, minutes: (Date.now() - started) / 60_000 })
  if (options.report) {
    writeFileSync(REPORT, report)
    say('\nWritten to tests/load/REPORT.md')
  }
  return runs.some(({ faults }) => faults.length > 0) ? 1 : 0
}

/** Rounds go there and back (A B C, C B A), so that what drifts on the machine favours nobody. */
async function runItem(item: Item, options: Options, bench: Bench, runs: Run[]): Promise<void> {
  const servers = item.servers.filter((name) => options.servers === null || options.servers.includes(name))
  const rounds = options.rounds ?? (options.quick ? 1 : item.rounds)
  for (let round = 1; round <= rounds; round++) {
    for (const server of round % 2 === 1 ? servers : [...servers].reverse()) {
      const results = await attempt(item, server, bench)
      for (const { variant, ...measured } of results) {
        const key = variant === undefined ? item.name : `${item.name} ${variant}`
        const one: Run = { ...measured, item: key, server, round }
        runs.push(one)
        say(lineOf(one))
      }
    }
  }
}

/** A measurement that breaks is a result too: it does not count, and the report says why. */
async function attempt(item: Item, server: ServerName, bench: Bench): ReturnType<Item['run']> {
  try {
    return await item.run(server, bench)
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return [{ values: {}, faults: [why.split('\n').slice(0, 3).join(' | ')], foreignPct: null }]
  }
}

function lineOf({ item, server, round, values, faults, foreignPct }: Run): string {
  const figures = Object.entries(values).map(
    ([key, value]) => `${key} ${typeof value === 'number' ? Number(value.toPrecision(4)) : (value ?? '–')}`,
  )
  const foreign = foreignPct === null ? '' : `  foreign ${foreignPct.toFixed(0)} %`
  const wrong = faults.length > 0 ? `\n    DOES NOT COUNT: ${faults.slice(0, 5).join('; ')}` : ''
  return `${item} #${round} ${LABELS[server]}: ${figures.join(', ')}${foreign}${wrong}`
}
