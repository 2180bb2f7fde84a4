/** `npm run check`: what a contributor runs before each commit; about a minute, but for the first time. */
import { ensureDependencies } from './lib/prepare.mjs'
import { step } from './lib/run.mjs'
import { staticChecks } from './lib/static-checks.mjs'

await ensureDependencies()
const results = await Promise.all([
  staticChecks({ cached: true }),
  step('rules of the house and of the domain', 'vitest', [
    'run',
    '--project',
    'architecture',
    '--project',
    'domain',
    '--project',
    'intake',
  ]),
])
process.exitCode = results.every(Boolean) ? 0 : 1
