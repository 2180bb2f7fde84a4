import type { Viewer } from '#shared/domain/slice.ts'
import type { WorkshopId } from '#shared/ids.ts'
import { MINUTE, type Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../runtime.ts'
import { TokenBucket, type Allowance } from '../token-bucket.ts'
import { senderOf } from './client-ids.ts'
import type { ClientFrame } from './frames.ts'

/** Somebody typing sends five frames a second; a pasted or undone board may send some hundreds at once. */
const FRAMES: Allowance = { burst: 400, perSecond: 100 }
/** bytes of edits */
const BYTES: Allowance = { burst: 4 * 1024 * 1024, perSecond: 1024 * 1024 }
/** Answering may cost the whole board, or everybody who is here (F-23). */
const QUESTIONS: Allowance = { burst: 5, perSecond: 0.5 }
/** Clients repeat what they hear of others, so a lively board brings a lot; beyond this it is dropped unread. */
const AWARENESS: Allowance = { burst: 600, perSecond: 300 }
/** A client whose edit was refused sends a few more that build on it before it knows; the twentieth is too many. */
const STRIKES: Allowance = { burst: 19, perSecond: 1 / 3 }
/** So many strikes for one that made the server build the document anew; honest programs make none. */
const COSTLY = 6
/** A whole workshop: a hundred people who type fifteen keys a second (S-14), and as many again. */
const ROOM_FRAMES: Allowance = { burst: 12_000, perSecond: 3_000 }
const ROOM_BYTES: Allowance = { burst: 64 * 1024 * 1024, perSecond: 16 * 1024 * 1024 }
/**
 * Real ms of work, judging and applying included. Somebody typing costs 1 ms a second, and on a machine ten times slower
 * 10; what comes back after hours offline some hundred at once. Beyond this a sender's frames wait.
 */
const WORK: Allowance = { burst: 500, perSecond: 50 }
/** A whole workshop: a hundred people typing on a slow machine, and never more than half a processor. */
const ROOM_WORK: Allowance = { burst: 2_000, perSecond: 400 }

/** Four tabs (S-13), and the dead connections a phone leaves behind while it changes networks. */
const CONNECTIONS = 8
/** Facilitators share one secret, and look into every team. */
const FACILITATORS = 8
/** Real time. So long, and whoever went over a limit and comes back finds it where it was. */
const KEEP: Millis = 10 * MINUTE

/** Something that can be told to go. */
interface Leaving {
  replaced(): void
}

/** What everybody in one workshop may use up together, so that one bad room never slows another. */
class RoomBudget {
  readonly frames: TokenBucket
  readonly bytes: TokenBucket
  readonly work: TokenBucket

  constructor(runtime: Runtime) {
    this.work = new TokenBucket(ROOM_WORK, runtime.machine)
    this.frames = new TokenBucket(ROOM_FRAMES, runtime)
    this.bytes = new TokenBucket(ROOM_BYTES, runtime)
  }
}

/** What one person may use up on the boards of one workshop, however many connections they hold or make. */
export class Budget {
  readonly #room: RoomBudget
  readonly #frames: TokenBucket
  readonly #bytes: TokenBucket
  readonly #questions: TokenBucket
  readonly #greetings: TokenBucket
  readonly #awareness: TokenBucket
  readonly #strikes: TokenBucket
  readonly #work: TokenBucket
  readonly #mostConnections: number
  readonly #connections = new Set<Leaving>()

  constructor(room: RoomBudget, runtime: Runtime, people: number) {
    const bucket = ({ burst, perSecond }: Allowance, time: Pick<Runtime, 'clock'> = runtime) =>
      new TokenBucket({ burst: burst * people, perSecond: perSecond * people }, time)
    this.#room = room
    this.#frames = bucket(FRAMES)
    this.#bytes = bucket(BYTES)
    this.#questions = bucket(QUESTIONS)
    this.#greetings = bucket(QUESTIONS)
    this.#awareness = bucket(AWARENESS)
    this.#strikes = bucket(STRIKES)
    this.#work = bucket(WORK, runtime.machine)
    this.#mostConnections = CONNECTIONS * people
  }

  get inUse(): boolean {
    return this.#connections.size > 0
  }

  /** Whether a frame may pass; of awareness what may not is dropped, anything else makes its sender wait. */
  allows(frame: ClientFrame): boolean {
    if (frame.kind === 'awareness') return this.#awareness.take()
    if (frame.kind === 'askAwareness') return this.#greetings.take()
    if (!this.#frames.take() || !this.#room.frames.take()) return false
    if (frame.kind === 'ask') return this.#questions.take()
    if (frame.kind !== 'edit') return true
    const { byteLength } = frame.update
    return this.#bytes.take(byteLength) && this.#room.bytes.take(byteLength)
  }

  /** Whether this person and their room have any of the server's time left; who has not waits, and loses nothing. */
  get hasTime(): boolean {
    return this.#work.any && this.#room.work.any
  }

  /** `took`: real ms that a frame has cost. */
  worked(took: Millis): void {
    this.#work.spend(took)
    this.#room.work.spend(took)
  }

  /** Counts something malformed, `costly` when it made everybody wait; `false` when it was one too many. */
  forgives(costly: boolean): boolean {
    return this.#strikes.take(costly ? COSTLY : 1)
  }

  /** The oldest connection goes for one that is too many: it is the one most likely dead. */
  enter(connection: Leaving): void {
    this.#connections.add(connection)
    const [oldest] = this.#connections
    if (oldest && this.#connections.size > this.#mostConnections) {
      this.#connections.delete(oldest)
      oldest.replaced()
    }
  }

  leave(connection: Leaving): void {
    this.#connections.delete(connection)
  }
}

interface RoomEntry {
  readonly budget: RoomBudget
  readonly people: Map<string, Budget>
}

/** The budgets of everybody who was here lately. Never by address: a class behind one address is thirty people. */
export class Budgets {
  readonly #runtime: Runtime
  readonly #rooms = new Map<WorkshopId, RoomEntry>()
  #cancelTidying: () => void = () => undefined

  constructor(runtime: Runtime) {
    this.#runtime = runtime
    this.#tidyLater()
  }

  of(workshopId: WorkshopId, viewer: Viewer): Budget {
    const room = this.#rooms.get(workshopId) ?? {
      budget: new RoomBudget(this.#runtime),
      people: new Map<string, Budget>(),
    }
    this.#rooms.set(workshopId, room)
    const person = senderOf(viewer)
    const people = viewer.role === 'facilitator' ? FACILITATORS : 1
    const budget = room.people.get(person) ?? new Budget(room.budget, this.#runtime, people)
    room.people.set(person, budget)
    return budget
  }

  close(): void {
    this.#cancelTidying()
    this.#rooms.clear()
  }

  #tidyLater(): void {
    const { clock, timers } = this.#runtime
    this.#cancelTidying = timers.after(realTime(clock, KEEP), () => {
      for (const [workshopId, { people }] of this.#rooms) {
        for (const [person, budget] of people) if (!budget.inUse) people.delete(person)
        if (people.size === 0) this.#rooms.delete(workshopId)
      }
      this.#tidyLater()
    })
  }
}
