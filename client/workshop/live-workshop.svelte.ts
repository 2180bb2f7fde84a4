import type { CommandInput } from '#shared/domain/commands.ts'
import { withNames, type People } from '#shared/domain/people.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { Participant, Phase, Team, WorkshopState } from '#shared/domain/state.ts'
import { evolve } from '#shared/domain/workshop.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { Session } from '#shared/protocol/http.ts'
import {
  PROTOCOL_VERSION,
  type CommandMessage,
  type CommandReply,
  type EventsMessage,
  type PresenceMessage,
  type PulseMessage,
  type SnapshotMessage,
} from '#shared/protocol/socket.ts'
import { must, type Result } from '#shared/result.ts'
import type { As } from '../connection/api.ts'
import { newId } from '../connection/new-id.ts'
import { Outbox } from '../connection/outbox.ts'
import { ServerClock } from '../connection/server-clock.ts'
import { personalLink } from '../connection/session.ts'
import { connectNow, onWake, openSocket, type WorkshopSocket } from '../connection/socket.ts'
import { commonText } from '../i18n/common.ts'
import { pick } from '../i18n/language.svelte.ts'

export type Connection = 'connecting' | 'live' | 'offline'

/** Why this screen cannot go on by itself. */
export type Gone = 'removed' | 'left' | 'unauthorised' | 'unknown' | 'outdated' | 'elsewhere'

interface Options {
  readonly id: WorkshopId
  readonly as: As
  readonly session: Session
  /** told of a command that was refused after a reload, when the screen that gave it is gone */
  readonly onOrphanRefused?: (command: CommandInput, error: WireError) => void
  /** makes the socket; to this page's own server when left out */
  readonly open?: typeof openSocket
}

/** A command without an answer in this time is sent again; the server takes it once. */
const ANSWER_WITHIN = 8_000
/** A live server answers the clock well within this; otherwise the connection is dead and opened anew. */
const PROBE_WITHIN = 3_000
/** After a refusal that may pass, e.g. the server is just starting. */
const KNOCK_AGAIN = 2_000

/** One workshop as this person may see it, kept up to date by the server; and the one way to give commands. */
export class LiveWorkshop {
  readonly id: WorkshopId
  readonly as: As
  readonly clock: ServerClock
  readonly #socket: WorkshopSocket
  readonly #outbox: Outbox
  readonly #stopWaking: () => void
  #seq: number | undefined
  #knock: ReturnType<typeof setTimeout> | undefined

  #bare = $state.raw<WorkshopState | null>(null)
  #people = $state.raw<People>({})
  #told = $state.raw<Viewer>({ role: 'visitor' })
  #connection = $state<Connection>('connecting')
  #presence = $state.raw<ReadonlySet<ParticipantId>>(new Set())
  #facilitatorsHere = $state(0)
  #pulse = $state.raw<PulseMessage | null>(null)
  #pending = $state.raw<readonly CommandMessage[]>([])
  #gone = $state<Gone | null>(null)
  #door = $state.raw<Pick<Session, 'code' | 'joinUrl'>>({ code: '', joinUrl: '' })

  readonly #named = $derived(this.#bare === null ? null : withNames(this.#bare, this.#people))
  readonly #me = $derived.by(() => {
    const told = this.#told
    if (told.role === 'visitor' || told.participantId === null) return null
    return this.#named?.participants.find((participant) => participant.id === told.participantId) ?? null
  })
  readonly #viewer = $derived.by((): Viewer => {
    const me = this.#me
    return me?.facilitator ? { role: 'facilitator', participantId: me.id } : this.#told
  })
  readonly #myTeam = $derived(this.#named?.teams.find((team) => team.id === this.#me?.teamId) ?? null)
  readonly #phase = $derived(
    this.#named?.agenda.phases.find((phase) => phase.id === this.#named?.agenda.current?.phaseId) ?? null,
  )

  constructor({ id, as, session, onOrphanRefused, open = openSocket }: Options) {
    this.id = id
    this.as = as
    this.#door = session
    this.#told = session.viewer
    this.#socket = open({ workshopId: id, as, since: () => this.#seq })
    this.clock = new ServerClock({ ask: () => this.#socket.timeout(PROBE_WITHIN).emitWithAck('clock:ask') })
    this.#outbox = new Outbox({
      key: `yoriai.outbox.${id}.${as}`,
      transmit: (message) => this.#socket.timeout(ANSWER_WITHIN).emitWithAck('workshop:command', message),
      onChange: (pending) => (this.#pending = pending),
      onOrphanRefused: ({ command }, { error }) => onOrphanRefused?.(command, error),
    })
    this.#listen()
    this.#stopWaking = onWake(() => void this.#probe())
    this.#socket.connect()
  }

  /** The room code. */
  get code(): string {
    return this.#door.code
  }

  get joinUrl(): string {
    return this.#door.joinUrl
  }

  /** The room has got another code. */
  moved(door: Pick<Session, 'code' | 'joinUrl'>): void {
    this.#door = door
  }

  /** Whether there is a state to show. Screens under `WorkshopRoute` only exist while it is. */
  get ready(): boolean {
    return this.#named !== null
  }

  get state(): WorkshopState {
    return must(this.#named, 'state of the workshop')
  }

  get viewer(): Viewer {
    return this.#viewer
  }

  get me(): Participant | null {
    return this.#me
  }

  get myTeam(): Team | null {
    return this.#myTeam
  }

  /** The phase that is on; `null` before the opening and after the end. */
  get phase(): Phase | null {
    return this.#phase
  }

  get connection(): Connection {
    return this.#connection
  }

  get gone(): Gone | null {
    return this.#gone
  }

  get presence(): ReadonlySet<ParticipantId> {
    return this.#presence
  }

  get facilitatorsHere(): number {
    return this.#facilitatorsHere
  }

  get pulse(): PulseMessage | null {
    return this.#pulse
  }

  /** Commands without an answer yet, oldest first; they survive a reload. */
  get pending(): readonly CommandMessage[] {
    return this.#pending
  }

  /**
   * Gives a command. Never rejects; while offline it waits in the outbox and the promise with it. A refusal is the
   * caller's to show: `error.message` is a sentence for people.
   */
  send(command: CommandInput): Promise<CommandReply> {
    return this.#outbox.send(command)
  }

  /** An id for something new: a card, a cluster. */
  newId(): string {
    return newId()
  }

  /** The name to show for a person, also when it has been erased. */
  personName(id: string): string {
    return this.#people[id as ParticipantId] ?? pick(commonText).someone
  }

  /** A fresh link that brings the holder's own seat or facilitation to another device. */
  async personalLink(): Promise<Result<string, WireError>> {
    const link = await personalLink(this.id, this.as)
    return link.ok ? { ok: true, value: link.value.url } : link
  }

  close(): void {
    clearTimeout(this.#knock)
    this.#stopWaking()
    this.#outbox.close()
    this.clock.close()
    this.#socket.disconnect()
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('connect', () => this.#connected())
    socket.on('disconnect', (reason) => this.#disconnected(reason))
    socket.on('connect_error', (error) => this.#refused(error))
    socket.on('workshop:snapshot', (message) => this.#snapshot(message))
    socket.on('workshop:events', (message) => this.#events(message))
    socket.on('workshop:presence', (message) => this.#present(message))
    socket.on('workshop:pulse', (message) => (this.#pulse = message))
    // any other goodbye may pass: the server is asked again, and says so if it must not be
    socket.on('workshop:goodbye', ({ error }) => {
      if (error.code === 'elsewhere') this.#leave('elsewhere')
    })
  }

  #connected(): void {
    void this.clock.sync()
    if (this.#bare !== null) this.#live()
  }

  #live(): void {
    this.#connection = 'live'
    this.#outbox.setOnline(true)
  }

  #disconnected(reason: string): void {
    this.#connection = 'offline'
    this.#outbox.setOnline(false)
    // a server that closes on purpose (restart, rights changed) is asked again; it says why if it must not be
    if (reason === 'io server disconnect' && this.#gone === null) this.#knockAgain()
  }

  #refused(error: Error & { data?: unknown }): void {
    this.#connection = this.#bare === null ? 'connecting' : 'offline'
    const code = codeIn(error.data)
    if (code === 'unauthorised' || code === 'forbidden') this.#leave('unauthorised')
    else if (code === 'workshop_unknown') this.#leave('unknown')
    else if (!this.#socket.active) this.#knockAgain()
  }

  #knockAgain(): void {
    clearTimeout(this.#knock)
    this.#knock = setTimeout(() => this.#socket.connect(), Math.random() * KNOCK_AGAIN)
  }

  #snapshot(message: SnapshotMessage): void {
    if (message.protocol !== PROTOCOL_VERSION) return this.#leave('outdated')
    this.#people = message.people
    this.#bare = message.state
    this.#told = message.viewer
    this.#seq = message.seq
    this.#live()
  }

  #events({ seq, events, people }: EventsMessage): void {
    // a message that crossed a snapshot on the way is already in it
    if (this.#bare === null || this.#seq === undefined || seq <= this.#seq) return
    if (people) this.#people = { ...this.#people, ...people }
    let state = this.#bare
    for (const event of events) {
      state = evolve(state, event)
      if (event.type === 'seat.removed' && event.participantId === this.#me?.id) this.#leave('removed')
      if (event.type === 'seat.left' && event.participantId === this.#me?.id) this.#leave('left')
    }
    this.#bare = state
    this.#seq = seq
  }

  #present({ here, facilitators }: PresenceMessage): void {
    this.#presence = new Set(here)
    this.#facilitatorsHere = facilitators
  }

  /** After sleep a socket may look alive and be dead for a minute; asking finds out in seconds. */
  async #probe(): Promise<void> {
    if (this.#gone !== null) return
    if (!this.#socket.connected) return connectNow(this.#socket)
    try {
      await this.#socket.timeout(PROBE_WITHIN).emitWithAck('clock:ask')
      await this.clock.sync()
    } catch {
      if (this.#socket.connected) this.#socket.io.engine.close()
    }
  }

  #leave(gone: Gone): void {
    this.#gone = gone
    clearTimeout(this.#knock)
    // a seat that is gone can send nothing; what another page load may still send stays
    if (gone === 'outdated' || gone === 'unknown' || gone === 'elsewhere') this.#outbox.close()
    else this.#outbox.abandon(({ command }) => lastWord(command, gone, this.#seq ?? 0))
    this.#socket.disconnect()
  }
}

/** The answer to what was pending when the seat was lost. Leaving itself has just come true. */
function lastWord(command: CommandInput, gone: Gone, seq: number): CommandReply {
  if (gone === 'left' && command.type === 'seat.leave') return { ok: true, seq }
  return { ok: false, error: { code: 'unauthorised', message: pick(commonText).seatGone } }
}

function codeIn(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'code' in data ? data.code : null
}
