/**
 * `npm run torture -- --hours n`: the trials of `tests/faults` in large doses, with a report. Also `--trial name`,
 * `--count n`, `--seed n`; without `--hours` every trial has one turn.
 */
import { ensureBuild, ensureDependencies, ensureTracer } from './lib/prepare.mjs'
import { run } from './lib/run.mjs'

await ensureDependencies()
await ensureTracer()
await ensureBuild()
process.exitCode = await run('tsx', ['tests/faults/torture.ts', ...process.argv.slice(2)])
