import type { CommandInput } from '#shared/domain/commands.ts'
import { seededRandom } from '#shared/random.ts'
import type { ParticipantId, TeamId, WorkshopId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import type { Room } from '../../server/rooms/room.ts'
import { MemoryDisk } from '../../server/storage/memory/memory-storage.ts'
import type { WorkshopGrant } from '../../server/storage/ports.ts'
import { FACILITATOR, parsed, phaseOf, value } from '../support/server-rooms.ts'
import { calmDisk, type DiskMood } from './model-disk.ts'
import { Ledger } from './model-ledger.ts'
import { ModelPerson } from './model-person.ts'
import { ModelServer } from './model-server.ts'
import { ModelTime } from './model-time.ts'

export interface Opening {
  readonly people: number
  readonly teamSize: number
  /** the kind of phase in which the story begins */
  readonly phase: string
  /** every phase moves on by itself at zero */
  readonly auto: boolean
  /** cards there are from the beginning, one after the other by everybody */
  readonly cards: number
}

/** A server, a disk, a network and people: everything that happens in it follows from one seed. */
export class ModelWorld {
  readonly time: ModelTime
  readonly ledger = new Ledger()
  readonly disk = new MemoryDisk()
  readonly mood: DiskMood = calmDisk()
  readonly people: ModelPerson[] = []
  readonly facilitators: ModelPerson[] = []
  workshopId!: WorkshopId
  #server: ModelServer

  constructor(seed: number) {
    this.time = new ModelTime(seededRandom(seed))
    this.#server = this.#start()
  }

  server(): ModelServer {
    return this.#server
  }

  latency(): Millis {
    return 5 * this.time.between(1, this.time.chance(0.15) ? 120 : 30)
  }

  get everybody(): readonly ModelPerson[] {
    return [...this.people, ...this.facilitators]
  }

  async open({ people, teamSize, phase, auto, cards }: Opening): Promise<void> {
    const create = parsed({ type: 'setup.create', title: '引っ越しの段取り', goal: '迷わず動ける' })
    if (create.type !== 'setup.create') throw new Error('not setup.create')
    const { room } = value(await this.#server.registry.create(create))
    this.workshopId = room.workshopId
    const ids = Array.from({ length: people }, () => this.time.ids.id() as ParticipantId)
    for (const [index, participantId] of ids.entries()) {
      await this.#order(room, { type: 'seat.take', participantId, name: `人${index + 1}` }, 'system')
    }
    for (const [index, participantId] of ids.entries()) {
      this.people.push(await this.#enter(`p${index + 1}`, this.#seatOf(participantId)))
    }
    const facilitation: WorkshopGrant = { role: 'facilitator', workshopId: this.workshopId }
    for (const name of ['f1', 'f2']) this.facilitators.push(await this.#enter(name, facilitation))
    // Teams are formed of those who are here.
    await this.time.pass(SLOWEST)
    await this.#order(room, { type: 'team.form', by: 'headcount', size: teamSize })
    if (auto) {
      const phases = room.state.agenda.phases.map(({ id, kind, minutes }) => ({
        id,
        kind,
        minutes,
        auto: true,
      }))
      await this.#order(room, { type: 'agenda.edit', phases })
    }
    await this.#order(room, { type: 'agenda.open' })
    while (phaseOf(room).kind !== phase) {
      const expectedPhaseId = phaseOf(room).id
      await this.#order(room, { type: 'agenda.advance', expectedPhaseId, force: true, reason: '練習' })
    }
    await this.#addCards(room, ids, cards)
    this.mood.latency = () => this.time.pick(DISK_TIMES) ?? 0
  }

  /** The process dies and is started again after a while. */
  crash(pause: Millis): void {
    this.#server.crash()
    this.time.after(pause, () => {
      if (!this.#server.up) this.#server = this.#start()
    })
  }

  /** An orderly restart, as on a deployment. */
  restart(pause: Millis): void {
    const leaving = this.#server
    const again = () => {
      if (this.#server === leaving) this.#server = this.#start()
    }
    void leaving.stop().then(() => this.time.after(pause, again))
  }

  /** A server that has just read the disk; the one before is gone. */
  revive(): ModelServer {
    this.#server.crash()
    this.#server = this.#start()
    return this.#server
  }

  /** A secret of the facilitators, for whoever checks in the end. */
  async auditorToken(): Promise<string> {
    return this.#server.keyring.mint({ role: 'facilitator', workshopId: this.workshopId })
  }

  #start(): ModelServer {
    const { time, disk, mood } = this
    return new ModelServer({ time, disk, mood, committed: ({ entries }) => this.ledger.publish(entries) })
  }

  async #enter(name: string, grant: WorkshopGrant): Promise<ModelPerson> {
    const token = await this.#server.keyring.mint(grant)
    return new ModelPerson(this, { name, token, grant })
  }

  #seatOf(participantId: ParticipantId): WorkshopGrant {
    return { role: 'participant', workshopId: this.workshopId, participantId }
  }

  async #addCards(room: Room, ids: readonly ParticipantId[], cards: number): Promise<void> {
    const board = phaseOf(room).board
    if (!board) return
    for (let index = 0; index < cards; index++) {
      const participantId = ids[index % ids.length] as ParticipantId
      const teamId = room.state.participants.find(({ id }) => id === participantId)?.teamId as TeamId
      const cardId = this.time.ids.id()
      const typed = { by: 'p0', board: `${teamId}/${board}`, where: `card ${cardId}` }
      const text = this.ledger.freshText(3, typed)
      const actor = { role: 'participant', participantId } as const
      value(
        await room.dispatch({
          command: parsed({ type: 'card.add', cardId, board, text } as CommandInput),
          actor,
          commandId: this.time.ids.id(),
        }),
      )
    }
    await room.settled()
  }

  async #order(room: Room, command: CommandInput, as: 'system' | 'facilitator' = 'facilitator') {
    const actor = as === 'system' ? ({ role: 'system' } as const) : FACILITATOR
    value(await room.dispatch({ command: parsed(command), actor, commandId: this.time.ids.id() }))
  }
}

/** longer than anybody's way to the server */
const SLOWEST: Millis = 700

const DISK_TIMES: readonly Millis[] = [0, 0, 5, 5, 5, 10, 40, 200]
