import type { Timers } from '../runtime.ts'

/** The same timers, with a count of those that are set: what is never cancelled shows as a number that only grows (F-57). */
export function countTimers(timers: Timers): { readonly timers: Timers; readonly set: () => number } {
  let set = 0
  return {
    set: () => set,
    timers: {
      after(delay, run) {
        set++
        let pending = true
        const end = () => {
          if (pending) set--
          pending = false
        }
        const cancel = timers.after(delay, () => {
          end()
          run()
        })
        return () => {
          end()
          cancel()
        }
      },
    },
  }
}
