import { step } from './run.mjs'

/** Format, lint and types; stops at the first that fails. */
export async function staticChecks() {
  return (
    (await step('format', 'prettier', ['--check', '--log-level', 'warn', '.'])) &&
    (await step('lint', 'eslint', ['.'])) &&
    (await step('types', 'svelte-check', [
      '--tsconfig',
      './tsconfig.json',
      '--fail-on-warnings',
      '--output',
      'human',
    ])) &&
    (await step('types of shared, without DOM and Node', 'tsc', ['-p', 'shared', '--noEmit']))
  )
}
