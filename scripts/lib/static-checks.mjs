import { step } from './run.mjs'

/**
 * Format, lint and types, side by side: each uses one core. Whether all of them are content. With `cached`, format and lint
 * look only at files that changed since their last run: quick, but lint is blind to a type that changed in another file.
 */
export async function staticChecks({ cached = false } = {}) {
  const kept = cached ? ['--cache', '--cache-location', '.cache/prettier'] : []
  const results = await Promise.all([
    step('lint', 'eslint', cached ? ['--cache', '--cache-location', '.cache/eslint/', '.'] : ['.']),
    inTurn([
      ['format', 'prettier', ['--check', '--log-level', 'warn', ...kept, '.']],
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
