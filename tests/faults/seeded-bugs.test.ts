import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seededBugs } from './seeded-trial.ts'
import { SEEDED_BUGS, withBug } from './seeded-bugs.ts'

describe('ten seeded bugs', () => {
  it.each(SEEDED_BUGS)('$name has its place in the code', (bug) => {
    const code = readFileSync(new URL(`../../${bug.file}`, import.meta.url), 'utf8')
    expect(withBug(code, bug)).not.toBe(code)
  })

  it('the suite catches every one of them, and cries no wolf', { timeout: 600_000 }, async () => {
    const { trials, failures, figures } = await seededBugs.run({ count: SEEDED_BUGS.length, seed: 0 })
    process.stdout.write(`seeded bugs: ${JSON.stringify(figures)}\n`)
    expect(failures).toEqual([])
    expect(trials).toBeGreaterThanOrEqual(10)
  })
})
