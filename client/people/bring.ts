import type { WireError } from '#shared/protocol/errors.ts'
import {
  BRING_LIMITS,
  type Brought,
  type BringPeopleBody,
  type BroughtPeople,
  type PersonToBring,
} from '#shared/protocol/people.ts'
import type { Result } from '#shared/result.ts'
import type { Millis } from '#shared/time.ts'

/** Bytes of the people in one request: the whole may have 64 KiB, and a proxy may count differently. */
const BYTES = 48 * 1024
/** Between tries of a request without an answer: soon at first, then as often as a person would look. */
const WAITS: readonly Millis[] = [1_000, 2_000, 4_000, 8_000]

/** The people in requests of a size the server takes. */
export function batchesOf(people: readonly PersonToBring[]): readonly (readonly PersonToBring[])[] {
  const encoder = new TextEncoder()
  const batches: PersonToBring[][] = []
  let bytes = Infinity
  for (const person of people) {
    const size = encoder.encode(JSON.stringify(person)).length + 1
    const batch = batches.at(-1)
    if (batch && batch.length < BRING_LIMITS.people && bytes + size <= BYTES) {
      batch.push(person)
      bytes += size
    } else {
      batches.push([person])
      bytes = size
    }
  }
  return batches
}

export interface Bringing {
  readonly post: (body: BringPeopleBody) => Promise<Result<BroughtPeople, WireError>>
  readonly wait: (delay: Millis) => Promise<void>
  /** what the server said of some more */
  readonly told: (brought: readonly Brought[]) => void
  /** whether the server is being waited for */
  readonly held: (held: boolean) => void
  /** asked before every request */
  readonly stopped: () => boolean
}

/**
 * Brings people in, some at a time. A request without an answer is sent again with the same keys, so nobody is made
 * twice. Resolves when all were told of or it was stopped; with the refusal that more tries would not change.
 */
export async function bringPeople(people: readonly PersonToBring[], to: Bringing): Promise<WireError | null> {
  for (const batch of batchesOf(people)) {
    let tries = 0
    for (;;) {
      if (to.stopped()) return null
      const answer = await to.post({ people: batch })
      if (answer.ok) {
        to.held(false)
        to.told(answer.value.people)
        break
      }
      const { code } = answer.error
      if (code !== 'unavailable' && code !== 'too_fast') return answer.error
      to.held(true)
      await to.wait(WAITS[Math.min(tries++, WAITS.length - 1)] ?? 0)
    }
  }
  return null
}
