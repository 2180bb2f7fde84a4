import { audienceOf, mayHear, type Audience } from '#shared/domain/audience.ts'
import type { Answers, IntakeAnswers } from '#shared/domain/answers.ts'
import { formAnswersOf } from '#shared/domain/own-words.ts'
import type { EventType } from '#shared/domain/events.ts'
import type { People } from '#shared/domain/people.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { PROTOCOL_VERSION, type EventsMessage, type SnapshotMessage } from '#shared/protocol/socket.ts'
import type { Numbered } from '../rooms/batch.ts'
import type { Room } from '../rooms/room.ts'

/** Events in a row with one audience, as one message. */
export interface Run {
  readonly audience: Audience
  readonly message: EventsMessage
}

/** What is known of people beside the events. */
type About = Pick<Room, 'people' | 'intake'>

/** Cuts events into runs, in their order, so that nobody ever gets a byte that is not addressed to them. */
export function runsOf(entries: readonly Numbered[], about: About): readonly Run[] {
  const runs: { audience: Audience; entries: Numbered[] }[] = []
  for (const entry of entries) {
    const audience = audienceOf(entry.event)
    const last = runs.at(-1)
    if (last && isSame(last.audience, audience)) last.entries.push(entry)
    else runs.push({ audience, entries: [entry] })
  }
  return runs.map(({ audience, entries }) => ({ audience, message: messageOf(entries, about) }))
}

/** What a newcomer says to have seen, as it came over the wire. */
export interface Seen {
  readonly since?: unknown
  readonly generation?: unknown
}

/**
 * What a viewer who has seen everything up to `since` is missing; `null` when only a snapshot will do. Who says no generation
 * is believed to mean this one.
 */
export function missedBy(viewer: Viewer, { since, generation }: Seen, room: Room): EventsMessage | null {
  if (generation !== undefined && generation !== room.generation) return null
  const entries = typeof since === 'number' ? room.eventsSince(since) : null
  if (entries === null || entries.some((entry) => promotes(entry, viewer))) return null
  const heard = entries.filter(({ event }) => mayHear(viewer, audienceOf(event)))
  return { ...messageOf(heard, room), seq: room.seq }
}

export function snapshotFor(viewer: Viewer, room: Room): SnapshotMessage {
  return {
    protocol: PROTOCOL_VERSION,
    generation: room.generation,
    seq: room.seq,
    viewer,
    state: room.view(viewer),
    people: knownTo(viewer, room),
  }
}

function messageOf(entries: readonly Numbered[], { people, intake }: About): EventsMessage {
  const names = namesOf(entries, people)
  const answers = answersOf(entries, intake)
  return {
    seq: entries.at(-1)?.seq ?? 0,
    events: entries.map(({ event }) => event),
    ...(names ? { people: names } : {}),
    ...(answers ? { answers } : {}),
  }
}

/** Events that make a name known, change it or take it away. */
const NAMING: ReadonlySet<EventType> = new Set([
  'seat.taken',
  'seat.awaited',
  'seat.renamed',
  'wait.ended',
  'seat.forgotten',
] as const)

/** The names a viewer may know: who only waits is nobody's business but the facilitators'. */
function knownTo(viewer: Viewer, { people, state }: Room): People {
  if (viewer.role === 'facilitator' || state.waiting.length === 0) return people
  const waiting = new Set<string>(state.waiting.map(({ participantId }) => participantId))
  return Object.fromEntries(Object.entries(people).filter(([id]) => !waiting.has(id)))
}

/** The names that these events made known or changed, as they read now. */
function namesOf(entries: readonly Numbered[], people: People): People | null {
  const names: Record<ParticipantId, string | null> = {}
  for (const { event } of entries)
    if (NAMING.has(event.type) && 'participantId' in event)
      names[event.participantId] = people[event.participantId] ?? null
  return Object.keys(names).length > 0 ? names : null
}

/** The answers these events tell of: events for facilitators, so nobody else's message has any. */
function answersOf(entries: readonly Numbered[], intake: IntakeAnswers): IntakeAnswers | null {
  const answers: Record<ParticipantId, Answers> = {}
  for (const { event } of entries) {
    const kept = event.type === 'answers.given' ? intake[event.participantId] : undefined
    const given = kept === undefined ? null : formAnswersOf(kept)
    if (event.type === 'answers.given' && given !== null) answers[event.participantId] = given
  }
  return Object.keys(answers).length > 0 ? answers : null
}

/** A new facilitator may know things from before; the missing events alone do not tell them. */
function promotes({ event }: Numbered, viewer: Viewer): boolean {
  return (
    event.type === 'facilitator.granted' &&
    viewer.role !== 'visitor' &&
    viewer.participantId === event.participantId
  )
}

function isSame(one: Audience, other: Audience): boolean {
  if (one.to === 'person' && other.to === 'person') return one.participantId === other.participantId
  return one.to === other.to
}
