import { once } from 'node:events'
import { io, type Socket } from 'socket.io-client'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { WorkshopEvent } from '#shared/domain/events.ts'
import type { Past } from '#shared/domain/past.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { TeamId, WorkshopId } from '#shared/ids.ts'
import type { OpenedWorkshop, TakenSeat } from '#shared/protocol/http.ts'
import type { WaitingKnock } from '#shared/protocol/knocks.ts'
import type {
  ClientToServerEvents,
  CommandReply,
  EventsMessage,
  ServerToClientEvents,
  SnapshotMessage,
} from '#shared/protocol/socket.ts'
import { createApp, type App, type ClientSource } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { systemRuntime, type Runtime } from '../../server/runtime.ts'
import { MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import type { Storage } from '../../server/storage/ports.ts'
import { value } from './server-rooms.ts'

type ClientSocket = Socket<ServerToClientEvents, ClientToServerEvents>

interface Options {
  readonly storage?: Storage
  readonly env?: Readonly<Record<string, string>>
  readonly client?: ClientSource
  readonly runtime?: Runtime
  /** lines of the log go here */
  readonly logTo?: { write(line: string): void }
}

/** What tests do over and over to a server, wherever it runs. Close it after the test: that hangs up all connections. */
export class TestVisitor {
  readonly url: string
  readonly #connections: Connection[] = []

  constructor(url: string) {
    this.url = url
  }

  close(): Promise<void> {
    for (const connection of this.#connections) connection.close()
    return Promise.resolve()
  }

  /** A request as a program sends it. */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const { body, token, headers } = options
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : null,
    }
  }

  async open(more: Readonly<Record<string, unknown>> = {}): Promise<OpenedWorkshop> {
    const body = { title: '引っ越しの段取り', goal: '迷わず動ける', ...more }
    const answer = await this.request('POST', '/api/workshops', { body })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.json
  }

  async seat(workshopId: string, name: string): Promise<TakenSeat> {
    const answer = await this.request('POST', `/api/workshops/${workshopId}/seats`, { body: { name } })
    if (answer.status !== 201) throw new Error(answer.text)
    return answer.json
  }

  async give(
    workshopId: string,
    token: string,
    command: CommandInput,
    commandId = freshId(),
  ): Promise<Answer> {
    return this.request('POST', `/api/workshops/${workshopId}/commands`, {
      token,
      body: { commandId, command },
    })
  }

  async state(workshopId: string, token: string): Promise<{ seq: number; state: WorkshopState }> {
    return (await this.request('GET', `/api/workshops/${workshopId}/state`, { token })).json
  }

  /** A socket that has not necessarily got in. */
  connect(
    workshopId: string,
    auth: Readonly<Record<string, unknown>>,
    options: SocketOptions = {},
  ): Connection {
    const connection = new Connection(this.url, workshopId, auth, options)
    this.#connections.push(connection)
    return connection
  }

  /** A socket that has got in and has been brought up to date. */
  async join(workshopId: string, token: string, since?: number): Promise<Connection> {
    const connection = this.connect(workshopId, since === undefined ? { token } : { token, since })
    await connection.until(() => connection.snapshots.length + connection.messages.length > 0)
    await connection.until(() => connection.here !== null)
    return connection
  }

  /** Two people in one team, in a phase where one writes for oneself. */
  async hiddenPhase(more?: Readonly<Record<string, unknown>>): Promise<HiddenPhase> {
    const opened = await this.open(more)
    const { workshopId, facilitatorToken } = opened
    const [one, two] = [await this.seat(workshopId, '青木'), await this.seat(workshopId, '井上')]
    const facilitator = async (command: CommandInput) => {
      const { json } = await this.give(workshopId, facilitatorToken, command)
      if (json.ok !== true) throw new Error(JSON.stringify(json))
    }
    const first = await this.join(workshopId, one.seatToken)
    const second = await this.join(workshopId, two.seatToken)
    await facilitator({ type: 'team.form', by: 'headcount', size: 2 })
    await facilitator({ type: 'agenda.open' })
    for (;;) {
      const { state } = await this.state(workshopId, facilitatorToken)
      const phase = state.agenda.phases.find(({ id }) => id === state.agenda.current?.phaseId)
      if (!phase) throw new Error('no phase')
      if (phase.hidden)
        return {
          workshopId,
          facilitatorToken,
          one,
          two,
          first,
          second,
          teamId: state.teams[0]?.id as TeamId,
          phase,
          facilitator,
        }
      await facilitator({ type: 'agenda.advance', expectedPhaseId: phase.id })
    }
  }
}

/** The real server on a free port of this process. Close it after the test. */
export class TestApp extends TestVisitor {
  readonly app: App

  static async start({
    storage = new MemoryStorage(),
    env = {},
    client,
    runtime,
    logTo,
  }: Options = {}): Promise<TestApp> {
    const config = value(readConfig({ PORT: '0', ...env }))
    const log = logTo ? createLog('debug', logTo) : createLog('silent')
    const app = await createApp({
      config,
      storage,
      runtime: runtime ?? systemRuntime(config.clockRate),
      log,
      ...(client ? { client } : {}),
    })
    return new TestApp(app, await app.listen())
  }

  private constructor(app: App, url: string) {
    super(url)
    this.app = app
  }

  override async close(): Promise<void> {
    await super.close()
    await this.app.close()
  }
}

export interface HiddenPhase {
  readonly workshopId: WorkshopId
  readonly facilitatorToken: string
  readonly one: TakenSeat
  readonly two: TakenSeat
  readonly first: Connection
  readonly second: Connection
  readonly teamId: TeamId
  readonly phase: WorkshopState['agenda']['phases'][number]
  readonly facilitator: (command: CommandInput) => Promise<void>
}

interface RequestOptions {
  /** a string goes as it is */
  readonly body?: unknown
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Any JSON; what it should hold, the test says. */
type Json = ReturnType<typeof JSON.parse>

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: Json
}

interface SocketOptions {
  /** WebSocket alone unless told otherwise */
  readonly transports?: readonly ('polling' | 'websocket')[]
  readonly headers?: Readonly<Record<string, string>>
}

/** One plain socket.io-client, and all it has received. */
export class Connection {
  readonly socket: ClientSocket
  readonly snapshots: SnapshotMessage[] = []
  readonly messages: EventsMessage[] = []
  readonly pasts: Past[] = []
  /** who waits at the door, as the server said last */
  knocks: readonly WaitingKnock[] | null = null
  /** every byte that came over the wire, as text */
  bytes = ''
  here: readonly string[] | null = null
  facilitators = 0
  presenceMessages = 0
  refusedWith: (Error & { data?: { code: string; message: string } }) | null = null
  closedWith: string | null = null
  readonly #changed = new EventTarget()

  constructor(
    url: string,
    workshopId: string,
    auth: object,
    { headers, transports = ['websocket'] }: SocketOptions,
  ) {
    this.socket = io(url, {
      query: { w: workshopId },
      auth: { ...auth },
      transports: [...transports],
      forceNew: true,
      reconnection: false,
      ...(headers ? { extraHeaders: { ...headers } } : {}),
    })
    const changed = () => this.#changed.dispatchEvent(new Event('change'))
    this.socket.io.on('open', () => {
      this.socket.io.engine.on('packet', ({ data }) => {
        if (typeof data === 'string') this.bytes += data
      })
    })
    this.socket.on('workshop:snapshot', (message) => (this.snapshots.push(message), changed()))
    this.socket.on('workshop:events', (message) => (this.messages.push(message), changed()))
    this.socket.on('workshop:past', (past) => (this.pasts.push(past), changed()))
    this.socket.on('workshop:knocks', ({ waiting }) => ((this.knocks = waiting), changed()))
    this.socket.on('workshop:presence', ({ here, facilitators }) => {
      this.here = here
      this.facilitators = facilitators
      this.presenceMessages++
      changed()
    })
    this.socket.on('connect_error', (error) => ((this.refusedWith = error), changed()))
    this.socket.on('disconnect', (reason) => ((this.closedWith = reason), changed()))
  }

  get events(): readonly WorkshopEvent[] {
    return this.messages.flatMap(({ events }) => events)
  }

  get types(): readonly string[] {
    return this.events.map(({ type }) => type)
  }

  async give(command: CommandInput, commandId = freshId()): Promise<CommandReply> {
    return this.ask('workshop:command', { commandId, command })
  }

  /** Sends anything at all and waits for the answer. */
  ask(event: string, ...args: unknown[]): Promise<CommandReply> {
    return (this.socket as unknown as Socket).timeout(10_000).emitWithAck(event, ...args)
  }

  /** Everything the server sent before this answer has arrived when this resolves. */
  async caughtUp(): Promise<void> {
    await this.ask('clock:ask')
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this.#changed, 'change', { signal: AbortSignal.timeout(10_000) })
  }

  close(): void {
    this.socket.disconnect()
  }
}

let ids = 0
function freshId(): string {
  return `t${++ids}`
}
