import type { Command, CommandOf } from '#shared/domain/commands.ts'
import type { WorkshopEvent } from '#shared/domain/events.ts'
import type { Actor } from '#shared/domain/slice.ts'
import { EVENT_VERSION } from '#shared/domain/upcast.ts'
import { decide, evolve, fold } from '#shared/domain/workshop.ts'
import type { WorkshopId } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Millis } from '#shared/time.ts'
import type { Runtime } from '../runtime.ts'
import type { Listing } from '../storage/ports.ts'
import { contextOf } from './batch.ts'
import { encodeRecord } from './journal-record.ts'
import { listingOf } from './listing.ts'
import type { Refusal } from './refusal.ts'

/** A workshop as it is about to be: nothing of it is on disk. */
export interface Birth {
  readonly id: WorkshopId
  readonly at: Millis
  /** its first records */
  readonly records: readonly Uint8Array[]
  readonly listing: Listing
}

/** Decides the birth and what a facilitator gives it along the way: all of it, or nothing. */
export function decideBirth(
  create: CommandOf<'setup.create'>,
  then: readonly Command[],
  runtime: Runtime,
): Result<Birth, Refusal> {
  const alone = { present: new Set<never>(), answersOf: () => null }
  const system: Actor = { role: 'system' }
  const context = contextOf(runtime, system, alone)
  const decision = decide(create, null, context)
  if (!decision.ok) return decision
  const created = decision.value.find((event) => event.type === 'workshop.created')
  if (!created) throw new Error('setup.create was accepted without workshop.created')

  const { now: at } = context
  const facilitator: Actor = { role: 'facilitator', participantId: null }
  const recordBy =
    ({ role }: Actor) =>
    (event: WorkshopEvent) =>
      encodeRecord({ v: EVENT_VERSION, at, by: { role }, commandId: null, event })
  const records = decision.value.map(recordBy(system))
  let state = fold(
    decision.value.filter((event) => event !== created),
    evolve(null, created),
  )
  for (const command of then) {
    const next = decide(command, state, contextOf(runtime, facilitator, alone))
    if (!next.ok) return err(next.error)
    state = fold(next.value, state)
    records.push(...next.value.map(recordBy(facilitator)))
  }
  return ok({ id: created.id, at, records, listing: listingOf(state) })
}
