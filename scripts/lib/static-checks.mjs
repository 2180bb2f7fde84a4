import { step } from './run.mjs'

/**
 * Format, lint and types, side by side: each uses one core. Whether all of them are content. With `cached`, lint looks
 * only at files that changed since its last run: quick, but blind to a type that changed in another file.
 */
export async function staticChecks({ cached = false } = {}) {
  const results = await Promise.all([
    step('lint', 'eslint', cached ? ['--cache', '--cache-location', '.cache/eslint/', '.'] : ['.']),
    inTurn([
      ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
      ['types', 'svelte-check', ['--tsconfig', './tsconfig.json', '--fail-on-warnings']],
      ['types of shared, without DOM and Node', 'tsc', ['-p', 'shared', '--noEmit']],
    ]),
  ])
  return results.every(Boolean)
}

async function inTurn(steps) {
  let good = true
  for (const [title, command, args] of steps) good = (await step(title, command, args)) && good
  return good
}
