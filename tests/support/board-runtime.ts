import { systemRuntime, type Runtime } from '../../server/runtime.ts'
import type { Millis } from '#shared/time.ts'

/** A runtime whose time stands still until it is told to pass. */
export interface ManualRuntime extends Runtime {
  /** runs what falls due on the way, in order */
  pass(time: Millis): void
  /** the clock goes on and nothing runs, as when the machine sleeps */
  sleep(time: Millis): void
}

export function manualRuntime(): ManualRuntime {
  let now: Millis = Date.UTC(2031, 4, 17, 10)
  let due: { readonly at: Millis; readonly run: () => void }[] = []
  return {
    clock: { rate: 1, now: () => now },
    timers: {
      after(delay, run) {
        const timer = { at: now + delay, run }
        due.push(timer)
        return () => {
          due = due.filter((other) => other !== timer)
        }
      },
    },
    ids: systemRuntime().ids,
    machine: systemRuntime().machine,
    sleep(time) {
      now += time
    },
    pass(time) {
      const end = now + time
      for (;;) {
        const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        due = due.filter((other) => other !== next)
        now = Math.max(now, next.at)
        next.run()
      }
      now = end
    },
  }
}
