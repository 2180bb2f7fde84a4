import type { CommandInput } from '#shared/domain/commands.ts'
import { evolve } from '#shared/domain/evolve.ts'
import { withAnswers, withNames, withPast, type People } from '#shared/domain/people.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { Participant, Phase, Team, WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId, WorkshopId } from '#shared/ids.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { Session } from '#shared/protocol/http.ts'
import type { WaitingKnock } from '#shared/protocol/knocks.ts'
import {
  PROTOCOL_VERSION,
  type CommandMessage,
  type CommandReply,
  type EventsMessage,
  type PresenceMessage,
  type PulseMessage,
  type SnapshotMessage,
  type WritingKind,
} from '#shared/protocol/socket.ts'
import { must, type Result } from '#shared/result.ts'
import type { Millis } from '#shared/time.ts'
import type { As } from '../connection/api.ts'
import { newId } from '../connection/new-id.ts'
import { Outbox, type Outgoing } from '../connection/outbox.ts'
import { ServerClock } from '../connection/server-clock.ts'
import { personalLink } from '../connection/session.ts'
import { SocketLine } from '../connection/socket-line.ts'
import { openSocket, type WorkshopSocket } from '../connection/socket.ts'
import { commonText } from '../i18n/common.ts'
import { pick } from '../i18n/language.svelte.ts'
import { codeIn, lastWord, type Gone } from './last-word.ts'
import { OthersWriting } from './others-writing.svelte.ts'

export type Connection = 'connecting' | 'live' | 'offline'

interface Options {
  readonly id: WorkshopId
  readonly as: As
  readonly session: Session
  /** told of a command that was refused after a reload, when the screen that gave it is gone */
  readonly onOrphanRefused?: (command: CommandInput, error: WireError) => void
  /** makes the socket; to this page's own server when left out */
  readonly open?: typeof openSocket
}

/** A command without an answer is sent again, the server takes it once; by then the line has been opened anew. */
const ANSWER_WITHIN = 8_500
/** reliability.md, 5.4: what is not saved by then is said to be. */
const OVERDUE = 12_000

/** One workshop as this person may see it, kept up to date by the server; and the one way to give commands. */
export class LiveWorkshop {
  readonly id: WorkshopId
  readonly as: As
  readonly clock: ServerClock
  /** how many others write where this person looks while writing is hidden */
  readonly writing = new OthersWriting()
  readonly #socket: WorkshopSocket
  readonly #outbox: Outbox
  readonly #line: SocketLine
  #seq: number | undefined
  #generation: string | undefined
  #setBack = $state(0)
  /** since when the server owes an answer, or the first word of a connection */
  #owedSince: Millis | null = null
  #lateness: ReturnType<typeof setTimeout> | undefined
  #first: string | undefined

  #bare = $state.raw<WorkshopState | null>(null)
  #people = $state.raw<People>({})
  #told = $state.raw<Viewer>({ role: 'visitor' })
  #connection = $state<Connection>('connecting')
  #presence = $state.raw<ReadonlySet<ParticipantId>>(new Set())
  #facilitatorsHere = $state(0)
  #pulse = $state.raw<PulseMessage | null>(null)
  #knocks = $state.raw<readonly WaitingKnock[]>([])
  #outgoing = $state.raw<Outgoing>({ pending: [], kept: true })
  #overdue = $state(false)
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
    // a server that was started anew may be another version, which only its snapshot says
    const seen = () => ({ since: this.#line.restarted ? undefined : this.#seq, generation: this.#generation })
    this.#socket = open({ workshopId: id, as, seen })
    this.#line = new SocketLine({
      socket: this.#socket,
      owedSince: () => this.#owedSince,
      onAwake: () => void this.clock.sync(),
    })
    this.clock = new ServerClock({ ask: () => this.#line.ask() })
    this.#outbox = new Outbox({
      key: `yoriai.outbox.${id}.${as}`,
      generation: () => this.#generation,
      transmit: (message) => this.#transmit(message),
      onChange: (outgoing) => this.#wait(outgoing),
      onOrphanRefused: ({ command }, { error }) => onOrphanRefused?.(command, error),
    })
    this.#listen()
    this.#line.connect()
  }

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

  /** How often the server has come back with another or an older past; what was on screen before is thrown away. */
  get setBack(): number {
    return this.#setBack
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

  /** Who waits at a guarded door, longest first; told to facilitators alone. */
  get knocks(): readonly WaitingKnock[] {
    return this.#knocks
  }

  /** Says that this person writes something hidden, or (`null`) no longer does. */
  sayWriting(kind: WritingKind | null): void {
    if (this.#connection === 'live') this.#socket.volatile.emit('workshop:writing', kind)
  }

  /** Commands without an answer yet, oldest first; they survive a reload. */
  get pending(): readonly CommandMessage[] {
    return this.#outgoing.pending
  }

  /** All of them lie on this device. */
  get kept(): boolean {
    return this.#outgoing.kept
  }

  /** The oldest of them has waited for longer than anybody should believe in. */
  get overdue(): boolean {
    return this.#overdue
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
    clearTimeout(this.#lateness)
    this.writing.close()
    this.#outbox.close()
    this.clock.close()
    this.#line.close()
  }

  #listen(): void {
    const socket = this.#socket
    socket.on('connect', () => this.#connected())
    socket.on('disconnect', () => this.#disconnected())
    socket.on('connect_error', (error) => this.#refused(error))
    socket.on('workshop:snapshot', (message) => this.#snapshot(message))
    socket.on('workshop:events', (message) => this.#events(message))
    socket.on('workshop:presence', (message) => this.#present(message))
    socket.on('workshop:pulse', (message) => (this.#pulse = message))
    socket.on('workshop:past', (past) => (this.#bare &&= withPast(this.#bare, past)))
    socket.on('workshop:knocks', ({ waiting }) => (this.#knocks = waiting))
    socket.on('workshop:writing', (message) => this.writing.heard(message))
    // any other goodbye may pass: the server is asked again, and says so if it must not be
    socket.on('workshop:goodbye', ({ error }) => {
      if (error.code === 'elsewhere') this.#leave('elsewhere')
    })
  }

  #connected(): void {
    this.#owedSince = Date.now()
    void this.clock.sync()
    if (this.#bare !== null && !this.#line.restarted) this.#live()
  }

  #live(): void {
    this.#owedSince = null
    this.#line.progressed()
    this.#connection = 'live'
    this.#outbox.setOnline(true)
  }

  #disconnected(): void {
    this.#owedSince = null
    this.#connection = 'offline'
    this.#outbox.setOnline(false)
  }

  #refused(error: Error & { data?: unknown }): void {
    this.#connection = this.#bare === null ? 'connecting' : 'offline'
    const code = codeIn(error.data)
    if (code === 'unauthorised' || code === 'forbidden') this.#leave('unauthorised')
    else if (code === 'workshop_unknown') this.#leave('unknown')
    else this.#line.failed()
  }

  /** The server acknowledges in the order it is asked; without an answer the connection is not to be believed. */
  async #transmit(message: CommandMessage): Promise<CommandReply> {
    this.#owedSince = Date.now()
    try {
      const asked = this.#socket.timeout(ANSWER_WITHIN).emitWithAck('workshop:command', message)
      return await (asked as Promise<CommandReply>)
    } finally {
      this.#owedSince = null
    }
  }

  #wait(outgoing: Outgoing): void {
    this.#outgoing = outgoing
    const first = outgoing.pending[0]?.commandId
    if (first === this.#first) return
    this.#first = first
    this.#overdue = false
    clearTimeout(this.#lateness)
    if (first !== undefined) this.#lateness = setTimeout(() => (this.#overdue = true), OVERDUE)
  }

  #snapshot(message: SnapshotMessage): void {
    if (message.protocol !== PROTOCOL_VERSION) return this.#leave('outdated')
    const { generation, seq } = message
    if (this.#bare !== null && (generation !== this.#generation || seq < (this.#seq ?? 0))) this.#setBack++
    this.#generation = generation
    this.#people = message.people
    this.#bare = message.state
    this.#told = message.viewer
    this.#seq = seq
    this.#live()
  }

  #events({ seq, events, people, answers }: EventsMessage): void {
    // a message that crossed a snapshot on the way is already in it
    if (this.#bare === null || this.#seq === undefined || seq <= this.#seq) return
    if (people) this.#people = { ...this.#people, ...people }
    let state = this.#bare
    for (const event of events) {
      state = evolve(state, event)
      if (event.type === 'seat.removed' && event.participantId === this.#me?.id) this.#leave('removed')
      if (event.type === 'seat.left' && event.participantId === this.#me?.id) this.#leave('left')
    }
    this.#bare = answers ? withAnswers(state, answers) : state
    this.#seq = seq
  }

  #present({ here, facilitators }: PresenceMessage): void {
    this.#presence = new Set(here)
    this.#facilitatorsHere = facilitators
  }

  #leave(gone: Gone): void {
    this.#gone = gone
    // a seat that is gone can send nothing; what another page load may still send stays
    if (gone === 'outdated' || gone === 'unknown' || gone === 'elsewhere') this.#outbox.close()
    else this.#outbox.abandon(({ command }) => lastWord(command, gone, this.#seq ?? 0))
    this.#line.close()
  }
}
