import type { CommandInput } from '#shared/domain/commands.ts'
import { parseCommand } from '#shared/domain/commands.ts'
import type { Actor } from '#shared/domain/slice.ts'
import type { CardSeed } from '#shared/boards/edit-board.ts'
import type { BoardContent } from '#shared/boards/board-content.ts'
import type { BoardName, CardId, ParticipantId, TeamId, WorkshopId } from '#shared/ids.ts'
import type { Result } from '#shared/result.ts'
import type { BoardAddress, Boards } from '../../server/rooms/ports.ts'
import { PresenceBook } from '../../server/rooms/presence-book.ts'
import type { Answer } from '../../server/rooms/refusal.ts'
import { RoomRegistry } from '../../server/rooms/room-registry.ts'
import type { Room, RoomListener } from '../../server/rooms/room.ts'
import type { Log } from '../../server/runtime.ts'
import { StorageError } from '../../server/storage/ports.ts'
import { manualRuntime, type ManualRuntime } from './board-runtime.ts'
import { HeldStorage } from './board-storage.ts'

export const FACILITATOR: Actor = { role: 'facilitator', participantId: null }

/** What was logged, by message. */
export class LogBook implements Log {
  readonly lines: string[] = []
  debug = (): void => undefined
  info = (_fields: object, message: string): void => void this.lines.push(message)
  warn = this.info
  error = this.info
}

/** Boards that are lists of cards, and can fail. */
export class BoardsDouble implements Boards {
  readonly edits = new Map<TeamId, number>()
  readonly withoutSummary = new Set<TeamId>()
  bells = 0
  failing = false
  readonly #cards = new Map<string, Map<string, CardSeed>>()

  async addCards(at: BoardAddress, cards: readonly CardSeed[]): Promise<void> {
    this.#mayFail()
    for (const card of cards) if (!this.#at(at).has(card.id)) this.#at(at).set(card.id, card)
  }

  async removeCards(at: BoardAddress, cardIds: readonly CardId[]): Promise<void> {
    this.#mayFail()
    for (const id of cardIds) this.#at(at).delete(id)
  }

  async read(at: BoardAddress): Promise<BoardContent> {
    this.#mayFail()
    const cards = [...this.#at(at).values()].map(({ id, text, part }, order) => ({
      id,
      text,
      part,
      order,
      clusterId: null,
    }))
    return { cards, clusters: [], links: [], summary: '' }
  }

  rightsChanged(): void {
    this.bells++
  }

  editCounts(): ReadonlyMap<TeamId, number> {
    return this.edits
  }

  unsummed(): ReadonlySet<TeamId> {
    return this.withoutSummary
  }

  texts(workshopId: WorkshopId, teamId: TeamId, board: BoardName): string[] {
    return [...this.#at({ workshopId, teamId, board }).values()].map(({ text }) => text)
  }

  #at({ workshopId, teamId, board }: BoardAddress): Map<string, CardSeed> {
    const key = `${workshopId}/${teamId}/${board}`
    const cards = this.#cards.get(key) ?? new Map<string, CardSeed>()
    this.#cards.set(key, cards)
    return cards
  }

  #mayFail(): void {
    if (this.failing) throw new StorageError('The disk is full.')
  }
}

/** Rooms on a disk in memory, with time that passes when told, and nobody connected but whom `arrive` names. */
export class RoomHouse {
  readonly storage: HeldStorage
  readonly runtime: ManualRuntime
  readonly log = new LogBook()
  readonly presence = new PresenceBook(() => undefined)
  readonly registry: RoomRegistry
  readonly #connections: { readonly workshopId: WorkshopId; readonly connection: object }[] = []
  #commands = 0

  constructor(
    listeners: (house: RoomHouse) => readonly ((room: Room) => RoomListener)[] = () => [],
    from: { readonly storage?: HeldStorage; readonly runtime?: ManualRuntime } = {},
  ) {
    this.storage = from.storage ?? new HeldStorage()
    this.runtime = from.runtime ?? manualRuntime()
    const { storage, runtime, log, presence } = this
    this.registry = new RoomRegistry({ storage, runtime, log, presence, listeners: listeners(this) })
  }

  /** A workshop that has just been opened by a facilitator. */
  async workshop(): Promise<Room> {
    const command = parsed({ type: 'setup.create', title: '引っ越しの段取り', goal: '迷わず動ける' })
    if (command.type !== 'setup.create') throw new Error('not setup.create')
    return value(await this.registry.create(command)).room
  }

  async room(workshopId: WorkshopId): Promise<Room> {
    const room = await this.registry.getRoom(workshopId)
    if (!room) throw new Error('no room')
    return room
  }

  async seat(room: Room, name: string): Promise<ParticipantId> {
    const participantId = this.runtime.ids.id() as ParticipantId
    value(await this.give(room, { type: 'seat.take', participantId, name }, { role: 'system' }))
    return participantId
  }

  /** `participantId` is connected. */
  arrive(room: Room, participantId: ParticipantId): object {
    const connection = {}
    this.presence.enter(room.workshopId, connection, { role: 'participant', participantId })
    this.#connections.push({ workshopId: room.workshopId, connection })
    return connection
  }

  /** Everybody has left. */
  leaveAll(): void {
    for (const { workshopId, connection } of this.#connections) this.presence.leave(workshopId, connection)
  }

  give(
    room: Room,
    command: CommandInput,
    actor: Actor = FACILITATOR,
    commandId = `c${++this.#commands}`,
  ): Promise<Answer> {
    return room.dispatch({ command: parsed(command), actor, commandId })
  }

  /** Seats people, forms teams, opens the agenda and moves to the phase of this kind. */
  async liveAt(kind: string, names = ['青木', '井上', '上田', '江藤']): Promise<LiveRoom> {
    const room = await this.workshop()
    const people = []
    for (const name of names) {
      const participantId = await this.seat(room, name)
      this.arrive(room, participantId)
      people.push(participantId)
    }
    value(await this.give(room, { type: 'team.form', by: 'headcount', size: 4 }))
    value(await this.give(room, { type: 'agenda.open' }))
    while (phaseOf(room).kind !== kind) {
      const expectedPhaseId = phaseOf(room).id
      value(await this.give(room, { type: 'agenda.advance', expectedPhaseId, force: true, reason: '練習' }))
    }
    return { room, people, teamId: room.state.teams[0]?.id as TeamId }
  }
}

export interface LiveRoom {
  readonly room: Room
  readonly people: readonly ParticipantId[]
  readonly teamId: TeamId
}

export function phaseOf(room: Room) {
  const { phases, current } = room.state.agenda
  const phase = phases.find(({ id }) => id === current?.phaseId)
  if (!phase) throw new Error('no phase is on')
  return phase
}

export function as(participantId: ParticipantId | undefined): Actor {
  if (!participantId) throw new Error('nobody')
  return { role: 'participant', participantId }
}

export function cardId(name: string): CardId {
  return name as CardId
}

export function parsed(command: CommandInput) {
  return value(parseCommand(command))
}

/** What a result holds; a refusal fails the test with its reason. */
export function value<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}
