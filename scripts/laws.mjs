/**
 * `npm run laws -- --dose n`: what holds for any history is tried with n times as many of them as in `npm test`, where each
 * run tries others and a mistake that takes a rare one stays hidden for long. A failure prints its seed and its smallest history.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ensureDependencies } from './lib/prepare.mjs'
import { run } from './lib/run.mjs'

const { values } = parseArgs({ options: { dose: { type: 'string', default: '30' } } })
if (!(Number(values.dose) >= 1)) {
  console.error('--dose takes a number from 1 on: how many times as many histories as in npm test')
  process.exit(1)
}
await ensureDependencies()
const tests = readdirSync('tests', { recursive: true })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `tests/${name}`)
const laws = tests.filter((file) => readFileSync(file, 'utf8').includes('support/times.ts'))
process.exitCode = await run('vitest', ['run', ...laws], { env: { LAW_DOSE: values.dose } })
