import { writeFileSync } from 'node:fs'
import { failure } from './failures.mjs'

/**
 * A reporter of vitest's that writes down what `npm test` tells once more at its end: what failed, and what passed only on
 * its second try. A test that leans on real time may miss it on a busy machine, and one that does so often has to be seen.
 */
export default class ToldAtTheEnd {
  onTestRunEnd(modules, unhandled) {
    const [failed, late] = [unhandled.map((error) => failure('outside any test', error)), []]
    for (const module of modules) {
      const tell = (told, { fullName }, errors) =>
        told.push(failure(`${module.relativeModuleId} › ${fullName}`, errors[0]))
      for (const error of module.errors()) failed.push(failure(module.relativeModuleId, error))
      for (const suite of module.children.allSuites())
        if (suite.errors().length > 0) tell(failed, suite, suite.errors())
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result()
        if (state === 'failed') tell(failed, test, errors)
        else if (test.diagnostic()?.flaky) tell(late, test, errors ?? [])
      }
    }
    writeFileSync('.cache/reports/vitest-told.json', JSON.stringify({ failed, late }))
  }
}
