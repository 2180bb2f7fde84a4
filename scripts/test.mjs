/**
 * `npm test`: installs what is missing, then runs everything CI runs. The last line adds up all suites:
 * `N passed, N failed, N skipped`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureBuild, ensureChromium, ensureDependencies, ensureTracer } from './lib/prepare.mjs'
import { run } from './lib/run.mjs'
import { staticChecks } from './lib/static-checks.mjs'

const REPORTS = '.cache/reports'

await ensureDependencies()
const chromium = await ensureChromium()
await ensureTracer()
rmSync(REPORTS, { recursive: true, force: true })
mkdirSync(REPORTS, { recursive: true })

const sound = await staticChecks()
console.log('\n▸ build')
await ensureBuild()

const totals = { passed: 0, failed: 0, skipped: 0, late: 0 }
let good = sound

const vitestCode = await run('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  '--reporter=./scripts/lib/second-try-reporter.mjs',
  `--outputFile.json=${REPORTS}/vitest.json`,
])
good &&= vitestCode === 0
const unit = report('vitest.json')
totals.passed += unit?.numPassedTests ?? 0
totals.failed += unit?.numFailedTests ?? 1
totals.skipped += (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0)
const late = report('second-try.json') ?? []
for (const name of late) console.log(`passed on its second try: ${name}`)
totals.late += late.length

const browserCode = await run('playwright', ['test'], {
  env: { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: `${REPORTS}/playwright.json` },
})
good &&= browserCode === 0
const browser = report('playwright.json')?.stats
totals.passed += (browser?.expected ?? 0) + (browser?.flaky ?? 0)
totals.failed += browser?.unexpected ?? 1
totals.skipped += browser?.skipped ?? 0
totals.late += browser?.flaky ?? 0

if (!good && totals.failed === 0) totals.failed = 1
if (totals.late > 0) console.log(`\n${totals.late} of those that passed did so on their second try`)
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exitCode = good ? 0 : 1

/** A suite's own report; `undefined` when it died before writing one, which then counts as one failure. */
function report(name) {
  try {
    return JSON.parse(readFileSync(`${REPORTS}/${name}`, 'utf8'))
  } catch {
    return undefined
  }
}
