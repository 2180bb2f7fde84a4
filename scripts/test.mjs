/**
 * `npm test`: installs what is missing, then runs everything CI runs. It ends with what failed and what passed on its second
 * try, by name, since much is printed before; the last line adds up all suites: `N passed, N failed, N skipped`.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { toldOfPlaywright } from './lib/failures.mjs'
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

const totals = { passed: 0, failed: 0, skipped: 0 }
let good = sound

const vitestCode = await run('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  '--reporter=./scripts/lib/told-at-the-end.mjs',
  `--outputFile.json=${REPORTS}/vitest.json`,
])
good &&= vitestCode === 0
const unit = report('vitest.json')
totals.passed += unit?.numPassedTests ?? 0
totals.failed += unit?.numFailedTests ?? 1
totals.skipped += (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0)

const browserCode = await run('playwright', ['test'], {
  env: { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: `${REPORTS}/playwright.json` },
})
good &&= browserCode === 0
const browser = report('playwright.json')
totals.passed += (browser?.stats.expected ?? 0) + (browser?.stats.flaky ?? 0)
totals.failed += browser?.stats.unexpected ?? 1
totals.skipped += browser?.stats.skipped ?? 0

if (!good && totals.failed === 0) totals.failed = 1
const told = [report('vitest-told.json'), toldOfPlaywright(browser)]
for (const name of told.flatMap((suites) => suites?.late ?? []))
  console.log(`\npassed on its second try: ${name}`)
if (!sound) console.log('\nfailed: lint, format or types, see above')
for (const name of told.flatMap((suites) => suites?.failed ?? [])) console.log(`\nfailed: ${name}`)
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
