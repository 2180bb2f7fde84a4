import { addCard, removeCard, type CardSeed } from '#shared/boards/edit-board.ts'
import type { BoardContent } from '#shared/boards/board-content.ts'
import type { BoardName, CardId, TeamId, WorkshopId } from '#shared/ids.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import type { BoardAddress, Boards } from '../rooms/ports.ts'
import { realTime } from '../runtime.ts'
import { boardStream, StorageError, type StreamName } from '../storage/ports.ts'
import type { BoardConnection } from './board-connection.ts'
import type { BoardDeps } from './board-deps.ts'
import { BoardHost } from './board-host.ts'

/** Real time. People reload, and phones wake up; opening again costs a read of the disk. */
const KEEP_IDLE: Millis = 30 * SECOND

/** The shape of documents since the first version; see `BoardDeps.generation`. */
const GENERATION = '1'

/** A board that is open or opening. */
interface Entry {
  readonly at: BoardAddress
  readonly opening: Promise<BoardHost>
  host: BoardHost | null
  cancelUnload: () => void
}

/** Every board that is in use, each opened once. */
export class BoardRegistry implements Boards {
  readonly #deps: BoardDeps
  readonly #entries = new Map<StreamName, Entry>()
  #closed = false

  constructor(deps: Omit<BoardDeps, 'generation'> & { readonly generation?: string }) {
    this.#deps = { ...deps, generation: deps.generation ?? GENERATION }
  }

  /** how many boards are open or opening */
  get size(): number {
    return this.#entries.size
  }

  /** those that are open */
  get hosts(): readonly BoardHost[] {
    return [...this.#entries.values()].flatMap(({ host }) => host ?? [])
  }

  async addCards(at: BoardAddress, cards: readonly CardSeed[]): Promise<void> {
    await this.use(at, (host) => host.edit((board) => cards.forEach((card) => addCard(board, card))))
  }

  async removeCards(at: BoardAddress, cardIds: readonly CardId[]): Promise<void> {
    await this.use(at, (host) => host.edit((board) => cardIds.forEach((id) => removeCard(board, id))))
  }

  /**
   * What a board reads now. Whoever waits for it to open is greeted first: for that its bytes are enough, while reading
   * builds the document, which takes longer than all the rest of opening it.
   */
  async read(at: BoardAddress): Promise<BoardContent> {
    await this.use(at, () => undefined)
    await new Promise(setImmediate)
    return this.use(at, (host) => host.read())
  }

  rightsChanged(workshopId: WorkshopId): void {
    for (const { host } of this.#of(workshopId)) host?.rightsChanged()
  }

  editCounts(workshopId: WorkshopId): ReadonlyMap<TeamId, number> {
    const counts = new Map<TeamId, number>()
    for (const { at, host } of this.#of(workshopId)) {
      counts.set(at.teamId, (counts.get(at.teamId) ?? 0) + (host?.edits ?? 0))
    }
    return counts
  }

  unsummed(workshopId: WorkshopId, board: BoardName): ReadonlySet<TeamId> {
    const open = this.#of(workshopId).filter(({ at }) => at.board === board)
    return new Set(open.flatMap(({ at, host }) => (host?.unsummed ? [at.teamId] : [])))
  }

  /** Brings a connection to its board, opening that if needed. Rejects when the disk fails. */
  async join(at: BoardAddress, connection: BoardConnection): Promise<BoardHost> {
    return this.use(at, (host) => {
      host.join(connection)
      return host
    })
  }

  /** To be called whenever a connection is gone, so that its board can be put away in time. */
  leave(host: BoardHost, connection: BoardConnection): void {
    host.leave(connection)
    const entry = this.#entries.get(streamOf(host.at))
    if (entry?.host === host) this.#unloadLater(entry)
  }

  async knows(workshopId: WorkshopId): Promise<boolean> {
    return (await this.#deps.storage.workshops.get(workshopId)) !== null
  }

  /** Waits until everything taken is on disk, then lets go of all boards. Their clients come back by themselves. */
  async close(): Promise<void> {
    this.#closed = true
    const entries = [...this.#entries.values()]
    const hosts = await Promise.allSettled(entries.map(({ opening }) => opening))
    for (const { cancelUnload } of entries) cancelUnload()
    await Promise.allSettled(
      hosts.map(async (opened) => {
        if (opened.status === 'rejected') return
        await opened.value.flush().finally(() => opened.value.close(CLOSE.restarting, 'restarting'))
      }),
    )
    this.#entries.clear()
  }

  /** Runs `act` at once on a host that is open and stays the board's only one while it is used. */
  async use<T>(at: BoardAddress, act: (host: BoardHost) => T): Promise<Awaited<T>> {
    for (;;) {
      if (this.#closed) throw new StorageError('The boards are closed.')
      const entry = this.#entry(at)
      const host = await entry.opening
      // Put away, or discarded by a failing disk, in the meantime: there is another one now, or none.
      if (host.closed || this.#entries.get(streamOf(at)) !== entry) continue
      try {
        return await act(host)
      } finally {
        this.#unloadLater(entry)
      }
    }
  }

  #entry(at: BoardAddress): Entry {
    const stream = streamOf(at)
    const known = this.#entries.get(stream)
    if (known) return known
    const forget = () => this.#forget(stream, entry)
    const opening = BoardHost.open(at, this.#deps, forget)
    const entry: Entry = { at, opening, host: null, cancelUnload: () => undefined }
    this.#entries.set(stream, entry)
    opening.then((host) => (entry.host = host), forget)
    return entry
  }

  #unloadLater(entry: Entry): void {
    const { clock, timers } = this.#deps.runtime
    entry.cancelUnload()
    if (this.#closed) return
    entry.cancelUnload = timers.after(realTime(clock, KEEP_IDLE), () => this.#unload(entry))
  }

  /** In one go, so nobody can join in between; whoever has the host still in hand sees that it is closed. */
  #unload(entry: Entry): void {
    const { host } = entry
    if (!host || host.closed) return
    if (!host.idle) return this.#unloadLater(entry)
    host.close(CLOSE.restarting, 'put away')
    this.#forget(streamOf(entry.at), entry)
  }

  #forget(stream: StreamName, entry: Entry): void {
    entry.cancelUnload()
    if (this.#entries.get(stream) === entry) this.#entries.delete(stream)
  }

  #of(workshopId: WorkshopId): Entry[] {
    return [...this.#entries.values()].filter(({ at }) => at.workshopId === workshopId)
  }
}

function streamOf({ workshopId, teamId, board }: BoardAddress): StreamName {
  return boardStream(workshopId, teamId, board)
}
