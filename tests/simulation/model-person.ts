import type { CommandInput } from '#shared/domain/commands.ts'
import { currentPhase, seatOf, writingTeamId } from '#shared/domain/lookup.ts'
import { phaseKind } from '#shared/domain/phases/registry.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import { evolve } from '#shared/domain/workshop.ts'
import type { CommandReply, EventsMessage, SnapshotMessage } from '#shared/protocol/socket.ts'
import type { Millis } from '#shared/time.ts'
import type { BoardAddress } from '../../server/rooms/ports.ts'
import type { WorkshopGrant } from '../../server/storage/ports.ts'
import { editByChance, typeByChance } from './model-edits.ts'
import { ModelBoard, type BoardWorld } from './model-board.ts'
import type { Given } from './model-ledger.ts'
import type { ModelConnection } from './model-realtime.ts'

interface Identity {
  readonly name: string
  readonly token: string
  readonly grant: WorkshopGrant
}

const PASSING: ReadonlySet<string> = new Set(['too_fast', 'unavailable'])
const RETRY: Millis = 500

/** Somebody in the workshop with one device: a room connection, an outbox, one board, a drawer. */
export class ModelPerson {
  readonly name: string
  readonly grant: WorkshopGrant
  readonly drawer: string[] = []
  readonly boards: ModelBoard[] = []
  state: WorkshopState | null = null
  viewer: Viewer = { role: 'visitor' }
  readonly #world: BoardWorld
  readonly #token: string
  #seq: number | undefined
  #connection: ModelConnection | null = null
  #online = true
  #outbox: Given[] = []
  #sending = false
  #retry: (() => void) | null = null

  constructor(world: BoardWorld, { name, token, grant }: Identity) {
    this.#world = world
    this.name = name
    this.grant = grant
    this.#token = token
    this.#connect()
  }

  get board(): ModelBoard | null {
    const last = this.boards.at(-1)
    return last && !last.ended ? last : null
  }

  /** Nothing waits for an answer, and the state is there. */
  get settled(): boolean {
    return (
      this.#connection !== null &&
      this.state !== null &&
      this.#outbox.length === 0 &&
      this.boards.every((board) => board.settled)
    )
  }

  get waiting(): readonly Given[] {
    return this.#outbox
  }

  give(command: CommandInput): Given {
    const given: Given = {
      by: this.name,
      commandId: this.#world.time.ids.id(),
      command,
      reply: null,
      repeated: false,
    }
    this.#world.ledger.given.push(given)
    this.#outbox.push(given)
    this.#flush()
    return given
  }

  /** The same command once more, whatever became of it: an impatient program, or a retry after a lost answer. */
  repeat(given: Given): void {
    given.repeated = true
    this.#connection?.give({ commandId: given.commandId, command: given.command }, () => undefined)
  }

  setOnline(online: boolean, noticed: Millis): void {
    this.#online = online
    if (online && this.#connection === null) this.#connect()
    if (!online) {
      this.#connection?.cut(this.#world.time, noticed)
      this.#lost()
    }
    for (const board of this.boards) board.setOnline(online, noticed)
  }

  /** One of the two connections alone drops and comes back. */
  stumble(which: 'room' | 'board', noticed: Millis): void {
    if (!this.#online) return
    if (which === 'board') {
      this.board?.setOnline(false, noticed)
      this.board?.setOnline(true, 0)
      return
    }
    this.#connection?.cut(this.#world.time, noticed)
    this.#lost()
    this.#connect()
  }

  reload(): void {
    this.board?.reload()
    this.#connection?.cut(this.#world.time, 0)
    this.#lost()
    // the next page knows nothing but its outbox
    this.state = null
    this.#seq = undefined
    if (this.#online) this.#connect()
  }

  /** Goes where the workshop is: to the board of the phase that is on. `false`: already there, or nowhere to go. */
  follow(): boolean {
    const at = this.#boardNow()
    const { board } = this
    if (at === null || (board?.at.teamId === at.teamId && board.at.board === at.board)) return false
    board?.leave()
    this.boards.push(
      new ModelBoard(this.#world, {
        at,
        token: this.#token,
        drawer: (texts) => void this.drawer.push(...texts),
      }),
    )
    if (!this.#online) this.boards.at(-1)?.setOnline(false, 0)
    return true
  }

  /** Writes, moves, clusters; whether the board is still open shows later. */
  edit(kind: 'any' | 'type' = 'any'): void {
    const { board } = this
    if (!board?.mayWrite) return
    const { time, ledger } = this.#world
    const hand = { name: this.name, boardKey: board.key, time, ledger }
    board.edit((doc) => (kind === 'any' ? editByChance : typeByChance)(doc, hand))
  }

  #boardNow(): BoardAddress | null {
    const { state } = this
    const phase = state && currentPhase(state)
    const seat = state && seatOf(state, this.viewer)
    if (!phase?.board || !seat || !phaseKind(phase.kind).writing) return null
    const teamId = writingTeamId(phase, seat)
    return teamId && { workshopId: this.grant.workshopId, teamId, board: phase.board }
  }

  #connect(): void {
    const pace = this.#world.latency()
    const connection: ModelConnection | null = this.#world.server().connect(
      this.grant,
      this.#seq,
      {
        heard: (event, message) => {
          if (this.#connection === connection) this.#hear(event, message)
        },
        closed: () => {
          if (this.#connection !== connection) return
          this.#lost()
          this.#connectLater()
        },
      },
      () => pace,
    )
    this.#connection = connection
    if (connection === null) this.#connectLater()
    else this.#flush()
  }

  #connectLater(): void {
    this.#world.time.after(this.#world.time.between(50, 800), () => {
      if (this.#online && this.#connection === null) this.#connect()
    })
  }

  #lost(): void {
    this.#connection = null
    this.#sending = false
    this.#retry?.()
    this.#retry = null
  }

  #hear(event: string, message: unknown): void {
    if (event === 'workshop:snapshot') {
      const { state, seq, viewer } = message as SnapshotMessage
      this.state = state
      this.viewer = viewer
      this.#seq = seq
    } else if (event === 'workshop:events') {
      const { events, seq } = message as EventsMessage
      if (this.#seq !== undefined && seq < this.#seq) {
        this.#world.ledger.faults.push(`${this.name} heard of event ${seq} after ${this.#seq}`)
      }
      for (const one of events) this.state = evolve(this.state, one)
      this.#seq = seq
    }
  }

  #flush(): void {
    const first = this.#outbox[0]
    const connection = this.#connection
    if (!first || !connection || this.#sending || this.#retry) return
    this.#sending = true
    const { commandId, command } = first
    connection.give({ commandId, command }, (reply) => {
      if (this.#connection !== connection || this.#outbox[0] !== first) return
      this.#sending = false
      this.#answered(first, reply)
    })
  }

  #answered(given: Given, reply: CommandReply): void {
    if (!reply.ok && PASSING.has(reply.error.code)) {
      this.#retry = this.#world.time.after(RETRY, () => {
        this.#retry = null
        this.#flush()
      })
      return
    }
    given.reply = reply
    this.#outbox.shift()
    this.#flush()
  }
}
