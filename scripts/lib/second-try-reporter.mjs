import { writeFileSync } from 'node:fs'

/**
 * A reporter of vitest's that writes down which tests passed only on their second try, so that `npm test` can say so: a
 * test that leans on real time may miss it on a busy machine, and one that does so often has to be seen.
 */
export default class SecondTryReporter {
  onTestRunEnd(modules) {
    const late = []
    for (const module of modules)
      for (const test of module.children.allTests()) if (test.diagnostic()?.flaky) late.push(test.fullName)
    writeFileSync('.cache/reports/second-try.json', JSON.stringify(late))
  }
}
