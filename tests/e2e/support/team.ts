import { test } from '@playwright/test'
import { closePages } from './looks.ts'
import { startServer, type TestServer } from './server.ts'
import { setStage, type Stage } from './stage.ts'

/**
 * For each test of a file a server of its own, and a workshop on it that is open, with so many people in one team; `prepare`
 * goes on from there. To be called once, outside of tests.
 */
export function teamForEachTest(
  people: number,
  prepare: (stage: Stage, server: TestServer) => Promise<void> | void,
): void {
  let server: TestServer | null = null
  let stage: Stage | null = null

  test.beforeEach(async () => {
    server = await startServer()
    stage = await setStage(server.url, { people })
    await stage.facilitate({ type: 'team.form', by: 'headcount', size: people })
    await stage.facilitate({ type: 'agenda.open' })
    await prepare(stage, server)
  })

  test.afterEach(async ({ browser }) => {
    await closePages(browser)
    stage?.close()
    await server?.close()
  })
}
