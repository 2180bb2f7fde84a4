import { SEEDED_BUGS, type SeededBug } from './seeded-bugs.ts'
import { runParts } from './seeded-run.ts'
import type { Trial } from './trial.ts'

/** Each run is a process that keeps about one core busy. */
const AT_ONCE = 2

export const seededBugs: Trial = {
  name: 'seeded-bugs',
  promise: 'a suite that catches none of the known mistakes says nothing: it catches every one',
  run: async () => {
    const failures: string[] = []
    const waiting: (SeededBug | null)[] = [null, ...SEEDED_BUGS]
    const work = async () => {
      for (let bug = waiting.shift(); bug !== undefined; bug = waiting.shift())
        failures.push(...(await tryBug(bug)))
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    const caught = SEEDED_BUGS.length - failures.length
    return { trials: SEEDED_BUGS.length, failures, figures: { caught: `${caught} of ${SEEDED_BUGS.length}` } }
  },
}

async function tryBug(bug: SeededBug | null): Promise<string[]> {
  if (bug === null) {
    const { passed, failed, output } = await runParts(
      SEEDED_BUGS.map(({ caughtBy }) => caughtBy).filter(({ test }) => test !== ''),
      null,
    )
    return passed > 0 && failed.length === 0 ? [] : [`without a bug: ${failed.join('; ') || output}`]
  }
  const { failed, output } = await runParts([bug.caughtBy], bug.name)
  return failed.length > 0 ? [] : [`${bug.name} was not caught: ${output}`]
}
