import { mayWrite } from '#shared/domain/board-access.ts'
import { currentPhase, participantById, writingTeamId } from '#shared/domain/lookup.ts'
import { hidesCards } from '#shared/domain/names.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import { ALL_TEAMS, type ParticipantId, type PhaseId, type TeamId, type WorkshopId } from '#shared/ids.ts'
import type { WritingKind, WritingMessage } from '#shared/protocol/socket.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../runtime.ts'
import type { Room } from '../rooms/room.ts'

/** Half a second of real time: a shimmer that begins later still feels alive, and a team costs two messages a second. */
const COALESCE: Millis = 500
/** While somebody writes it is said again this often, so that a lost message is made good; pages forget after three. */
const REPEAT: Millis = 3 * SECOND
/** Pages say again every four seconds that somebody writes; who says nothing for two of these has gone. */
const FORGOTTEN_AFTER: Millis = 9 * SECOND

interface Writer {
  readonly kind: WritingKind
  readonly phaseId: PhaseId
  readonly teamId: TeamId
  readonly until: Millis
  /** the connection that said so last */
  readonly by: object
}

interface Page {
  room: Pick<Room, 'workshopId' | 'state'>
  readonly writers: Map<ParticipantId, Writer>
  /** those who were told that somebody writes, and have to be told when nobody does any more */
  readonly told: Set<ParticipantId>
  pending: 'soon' | 'later' | null
  cancel: () => void
}

type Send = (workshopId: WorkshopId, to: ParticipantId, message: WritingMessage) => void

/**
 * Tells a team that cards are being written while writing is hidden: how many, never by whom, and no word of them.
 * Volatile: it is kept in memory, and what is lost is said again.
 */
export class WritingNews {
  readonly #runtime: Runtime
  readonly #send: Send
  readonly #pages = new Map<WorkshopId, Page>()

  constructor(runtime: Runtime, send: Send) {
    this.#runtime = runtime
    this.#send = send
  }

  /** Somebody writes, or (`null`) no longer does. Said outside hidden writing, or without a right to write, it counts for nothing. */
  note(room: Page['room'], participantId: ParticipantId, kind: WritingKind | null, by: object): void {
    const page = this.#page(room)
    const place = kind === null ? null : hiddenPlace(room.state, participantId)
    if (kind === null || place === null) page.writers.delete(participantId)
    else {
      const until = this.#now() + FORGOTTEN_AFTER
      page.writers.set(participantId, { kind, ...place, until, by })
    }
    this.#look(page, 'soon')
  }

  /** A connection is gone, and with it what it said last. */
  forget(workshopId: WorkshopId, by: object): void {
    const page = this.#pages.get(workshopId)
    if (!page) return
    for (const [participantId, writer] of page.writers)
      if (writer.by === by) page.writers.delete(participantId)
    this.#look(page, 'soon')
  }

  close(): void {
    for (const page of this.#pages.values()) page.cancel()
    this.#pages.clear()
  }

  #page(room: Page['room']): Page {
    const known = this.#pages.get(room.workshopId)
    if (known) {
      known.room = room
      return known
    }
    const page: Page = { room, writers: new Map(), told: new Set(), pending: null, cancel: () => undefined }
    this.#pages.set(room.workshopId, page)
    return page
  }

  #look(page: Page, when: 'soon' | 'later'): void {
    if (page.pending === 'soon' || page.pending === when) return
    const { clock, timers } = this.#runtime
    page.cancel()
    page.pending = when
    page.cancel = timers.after(realTime(clock, when === 'soon' ? COALESCE : REPEAT), () => {
      page.pending = null
      this.#tell(page)
    })
  }

  #tell(page: Page): void {
    const { state, workshopId } = page.room
    const now = this.#now()
    const phaseId = state.agenda.current?.phaseId
    const phase = currentPhase(state)
    for (const [participantId, writer] of page.writers) {
      const over = writer.phaseId !== phaseId || phase === null || !hidesCards(state, phase)
      if (over || writer.until <= now) page.writers.delete(participantId)
    }
    for (const { id, teamId } of state.participants) {
      const message = countsFor(page.writers, id, teamId)
      const silent = message.cards + message.drafts === 0
      if (silent && !page.told.delete(id)) continue
      if (!silent) page.told.add(id)
      this.#send(workshopId, id, message)
    }
    if (page.writers.size > 0) this.#look(page, 'later')
    else if (page.told.size === 0) this.#pages.delete(workshopId)
  }

  /** real time, as networks see it */
  #now(): Millis {
    const { clock } = this.#runtime
    return clock.now() / clock.rate
  }
}

/** Where somebody writes what stays with them; `null` when they write nowhere, or in the open. */
function hiddenPlace(
  state: WorkshopState,
  participantId: ParticipantId,
): Pick<Writer, 'phaseId' | 'teamId'> | null {
  const phase = currentPhase(state)
  const seat = participantById(state, participantId)
  if (phase === null || phase.board === null || seat === null || !hidesCards(state, phase)) return null
  const teamId = writingTeamId(phase, seat)
  if (teamId === null || !mayWrite(state, seat, teamId, phase.board)) return null
  return { phaseId: phase.id, teamId }
}

/** What one person is told: the others who write where they look. */
function countsFor(
  writers: ReadonlyMap<ParticipantId, Writer>,
  me: ParticipantId,
  myTeam: TeamId | null,
): WritingMessage {
  let cards = 0
  let drafts = 0
  for (const [id, { kind, teamId }] of writers) {
    if (id === me || (teamId !== ALL_TEAMS && teamId !== myTeam)) continue
    if (kind === 'card') cards++
    else drafts++
  }
  return { cards, drafts }
}
