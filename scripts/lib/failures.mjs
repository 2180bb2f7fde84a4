import { stripVTControlCharacters } from 'node:util'

/** Lines of what was wrong that are repeated at the end: enough to know it by, without all that was compared. */
const LINES = 12

/** A failure as it is told at the end: its name, and the beginning of what was wrong. */
export function failure(name, error) {
  const lines = stripVTControlCharacters(error?.message ?? '').split('\n')
  return [name, ...lines.slice(0, LINES).map((line) => `    ${line}`)].join('\n')
}

/** By Playwright's JSON report: what failed, and what passed on its second try. */
export function toldOfPlaywright(report) {
  const wrong = (report?.errors ?? []).map((error) => failure('outside any test', error))
  return { failed: [...wrong, ...testsIn(report, 'unexpected')], late: testsIn(report, 'flaky') }
}

function testsIn({ suites = [], specs = [] } = {}, status) {
  const here = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter((test) => test.status === status)
      .map(({ results }) => failure(`${file} › ${title}`, results.find(({ error }) => error)?.error)),
  )
  return [...here, ...suites.flatMap((suite) => testsIn(suite, status))]
}
