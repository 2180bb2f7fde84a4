import { getContext, setContext } from 'svelte'
import { must } from '#shared/result.ts'
import type { LiveWorkshop } from './live-workshop.svelte.ts'

const KEY = Symbol('workshop')

export function provideWorkshop(workshop: LiveWorkshop): void {
  setContext(KEY, workshop)
}

/** The workshop this screen is about; a component that asks outside of one is misplaced, so it throws. */
export function getWorkshop(): LiveWorkshop {
  return must(getContext<LiveWorkshop | undefined>(KEY), 'workshop context')
}
