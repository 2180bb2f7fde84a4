import type { ParticipantId } from '../ids.ts'
import type { Millis } from '../time.ts'
import type { EventOf, WorkshopEvent } from './events.ts'
import type { Actor } from './slice.ts'

/** The version this software writes. Raise it when an event changes its shape, and teach `upcast` the old one. */
export const EVENT_VERSION = 2

/** One record of a workshop's journal: what happened, when, and by whom. */
export interface StoredEvent {
  readonly v: typeof EVENT_VERSION
  readonly at: Millis
  readonly by: { readonly role: Actor['role']; readonly participantId?: ParticipantId }
  /** the command that made it happen; `null` where the server itself acted */
  readonly commandId: string | null
  readonly event: WorkshopEvent
}

/** The record was written by newer software, or is no record at all. Opening the workshop must stop, not guess. */
export class UnreadableRecordError extends Error {
  override readonly name = 'UnreadableRecordError'
}

/** Reads a record of any version as one of this version. Throws `UnreadableRecordError`. */
export function upcast(record: unknown): StoredEvent {
  if (typeof record !== 'object' || record === null || !('v' in record)) {
    throw new UnreadableRecordError('This is not a journal record: it has no version')
  }
  switch (record.v) {
    case 1:
      return { ...readEvent(record), v: EVENT_VERSION, event: fromVersion1(readEvent(record)) }
    case 2:
      return readEvent(record)
    default:
      throw new UnreadableRecordError(
        `Journal record version ${JSON.stringify(record.v)} is not known here (newest: ${EVENT_VERSION}); ` +
          'it was written by newer software',
      )
  }
}

/** Until then every card said who wrote it, from the start, and a reveal did not say when it was. */
function fromVersion1({ event, at }: StoredEvent): WorkshopEvent {
  switch (event.type) {
    case 'workshop.created':
      return { ...event, names: 'start' } satisfies EventOf<'workshop.created'>
    case 'cards.revealed':
      return { ...event, nameless: [], at } satisfies EventOf<'cards.revealed'>
    default:
      return event
  }
}

function readEvent(record: object): StoredEvent {
  const { event } = record as { readonly event?: unknown }
  if (typeof event !== 'object' || event === null || typeof (event as { type?: unknown }).type !== 'string') {
    throw new UnreadableRecordError('A journal record has no event')
  }
  return record as StoredEvent
}
