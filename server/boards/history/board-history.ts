import { MOMENT_EVERY, type Moment, type MomentBody } from '#shared/boards/moments.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { restoreBoard } from '#shared/boards/restore-board.ts'
import type { PhaseId } from '#shared/ids.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import type { BoardAddress, History } from '../../rooms/ports.ts'
import { realTime, type Log, type Runtime } from '../../runtime.ts'
import type { Storage } from '../../storage/ports.ts'
import type { BoardHost } from '../board-host.ts'
import type { BoardRegistry } from '../board-registry.ts'
import { MomentLog, type KeptMoment } from './moment-log.ts'
import { boardOf, momentOf, type MomentRecord, type WhyKept } from './moment-record.ts'

/** Real time between two looks at which boards have changed. */
const LOOK_EVERY: Millis = 5 * SECOND
/** A board's history grows by no more than this, however large the board. */
const BYTES_A_SECOND = 1024

interface Deps {
  readonly boards: Pick<BoardRegistry, 'hosts' | 'use'>
  readonly storage: Pick<Storage, 'journal' | 'snapshots'>
  readonly runtime: Runtime
  readonly log: Log
  /** whether the disk has room for what is nice to have */
  readonly hasRoom: () => boolean
}

/** What is remembered of a board that is open, or that has changed since a moment of it was kept. */
interface Watched {
  readonly at: BoardAddress
  readonly log: MomentLog
  host: BoardHost | null
  /** of `host`, as of the last look or the last moment, whichever was later */
  revision: number
  changed: boolean
  /** how many are at work on it, so that it is not forgotten under them */
  users: number
  /** no moment for the sake of the pace before this */
  notBefore: Millis
}

/** Which state of a board was kept. */
interface Taken {
  readonly host: BoardHost
  readonly revision: number
}

/**
 * The past of the boards, for facilitators (S-35): a moment of each board every half minute while it is being changed, at
 * the end of each of its phases, and before it is brought back. Never in the way of anybody's edit; own it, `close` ends
 * the keeping.
 */
export class BoardHistory implements History {
  readonly #deps: Deps
  readonly #watched = new Map<string, Watched>()
  #cancel: () => void = () => undefined
  #closed = false

  constructor(deps: Deps) {
    this.#deps = deps
    this.#lookLater()
  }

  async keep(at: BoardAddress, phaseId: PhaseId): Promise<void> {
    await this.#keepQuietly(this.#watch(at), { why: 'phase', phaseId })
  }

  async bringBack(at: BoardAddress, moment: number): Promise<boolean> {
    const watched = this.#watch(at)
    const then = (await watched.log.read()).find(({ number }) => number === moment)
    if (then === undefined) return false
    const why: WhyKept = { why: 'before', phaseId: null }
    const kept = await this.#keep(watched, why)
    // What others do between keeping and bringing back belongs to the past as well.
    let since: MomentRecord | null = null
    await this.#deps.boards.use(at, (host) => {
      const isKept = kept.host === host && kept.revision === host.revision
      return host.edit((board) => {
        if (!isKept) since = momentOf(board, this.#now, why)
        restoreBoard(board, boardOf(then))
      })
    })
    if (since !== null) await watched.log.add(since)
    return true
  }

  async list(at: BoardAddress): Promise<readonly Moment[]> {
    return (await this.#logOf(at).read()).map(toldOf)
  }

  async look(at: BoardAddress, moment: number): Promise<MomentBody | null> {
    const kept = (await this.#logOf(at).read()).find(({ number }) => number === moment)
    if (kept === undefined) return null
    const board = boardOf(kept)
    try {
      return { moment: toldOf(kept), content: readBoard(board) }
    } finally {
      board.doc.destroy()
    }
  }

  close(): void {
    this.#closed = true
    this.#cancel()
  }

  get #now(): Millis {
    return this.#deps.runtime.clock.now()
  }

  #lookLater(): void {
    const { clock, timers } = this.#deps.runtime
    this.#cancel = timers.after(realTime(clock, LOOK_EVERY), () => {
      void this.#look().then(() => {
        if (!this.#closed) this.#lookLater()
      })
    })
  }

  /** One board after another, each with an append in between: nobody's edit waits for more than one. */
  async #look(): Promise<void> {
    for (const host of this.#deps.boards.hosts) {
      const watched = this.#watch(host.at)
      this.#noticeHost(watched, host)
      if (host.revision !== watched.revision) watched.changed = true
      watched.revision = host.revision
    }
    for (const [key, watched] of [...this.#watched]) {
      if (this.#closed) return
      if (!watched.changed) this.#forget(key, watched)
      else if (this.#now >= watched.notBefore && this.#deps.hasRoom())
        await this.#keepQuietly(watched, { why: 'pace', phaseId: null })
    }
  }

  async #keepQuietly(watched: Watched, why: WhyKept): Promise<void> {
    try {
      await this.#keep(watched, why)
    } catch (error) {
      const { workshopId, teamId, board } = watched.at
      this.#deps.log.warn({ workshopId, teamId, board, err: error }, 'a moment of a board was not kept')
      watched.notBefore = this.#now + realTime(this.#deps.runtime.clock, MOMENT_EVERY)
    }
  }

  async #keep(watched: Watched, why: WhyKept): Promise<Taken> {
    watched.users++
    try {
      return await this.#take(watched, why)
    } finally {
      watched.users--
    }
  }

  async #take(watched: Watched, why: WhyKept): Promise<Taken> {
    let moment: MomentRecord | null = null
    const taken = await this.#deps.boards.use(watched.at, async (host) => {
      const { revision } = host
      // An edit that changes nothing: it waits until what it has seen is on disk.
      await host.edit((board) => (moment = momentOf(board, this.#now, why)))
      return { host, revision }
    })
    this.#noticeHost(watched, taken.host)
    watched.revision = taken.revision
    watched.changed = taken.host.revision !== taken.revision
    if (moment === null) return taken
    const { update } = moment as MomentRecord
    const pace = Math.max(MOMENT_EVERY, (update.byteLength / BYTES_A_SECOND) * SECOND)
    watched.notBefore = this.#now + realTime(this.#deps.runtime.clock, pace)
    await watched.log.add(moment)
    return taken
  }

  /** A board that was put away and opened again counts from 0. */
  #noticeHost(watched: Watched, host: BoardHost): void {
    if (watched.host === host) return
    watched.host = host
    watched.revision = 0
  }

  #watch(at: BoardAddress): Watched {
    const key = `${at.workshopId}/${at.teamId}/${at.board}`
    const known = this.#watched.get(key)
    if (known) return known
    const log = new MomentLog(this.#deps.storage, at, this.#deps.log)
    const watched = { at, log, host: null, revision: 0, changed: false, users: 0, notBefore: 0 }
    this.#watched.set(key, watched)
    return watched
  }

  /** Reading needs nothing to be remembered. */
  #logOf(at: BoardAddress): MomentLog {
    const { storage, log } = this.#deps
    const key = `${at.workshopId}/${at.teamId}/${at.board}`
    return this.#watched.get(key)?.log ?? new MomentLog(storage, at, log)
  }

  #forget(key: string, { host, users }: Watched): void {
    if (users === 0 && host?.closed !== false) this.#watched.delete(key)
  }
}

function toldOf({ number, head }: KeptMoment): Moment {
  return { number, ...head }
}
