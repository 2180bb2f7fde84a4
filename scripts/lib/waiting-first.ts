import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Trials that wait for two minutes: whatever runs beside them fits into those. */
const WAITING = 'tests/faults/waiting.test.ts'

/** The usual order, but for what takes longest by waiting: a machine that has never run it cannot know. */
export class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isWaiting = ({ moduleId }: TestSpecification) => moduleId.endsWith(WAITING)
    return [...sorted.filter(isWaiting), ...sorted.filter((file) => !isWaiting(file))]
  }
}
