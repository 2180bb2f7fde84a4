/** `npm run check`: what a contributor runs before each commit; under a minute. */
import { ensureDependencies } from './lib/prepare.mjs'
import { step } from './lib/run.mjs'
import { staticChecks } from './lib/static-checks.mjs'

await ensureDependencies()
const good =
  (await staticChecks({ cached: true })) &&
  (await step('rules of the house and of the domain', 'vitest', [
    'run',
    '--project',
    'architecture',
    '--project',
    'domain',
    '--project',
    'intake',
  ]))
process.exitCode = good ? 0 : 1
