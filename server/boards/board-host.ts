import type { BoardDoc } from '#shared/boards/board-doc.ts'
import type { BoardContent } from '#shared/boards/board-content.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { summaryText } from '#shared/boards/summary-text.ts'
import { CLOSE, type BoardAccess } from '#shared/protocol/board-frames.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { BoardAddress } from '../rooms/ports.ts'
import { boardStream } from '../storage/ports.ts'
import { AwarenessRelay } from './awareness.ts'
import type { BoardConnection, Edit, Refused } from './board-connection.ts'
import type { BoardDeps } from './board-deps.ts'
import { BoardLog, NOTHING, type Written } from './board-log.ts'
import { SERVER, senderOf } from './client-ids.ts'
import { askFrame, refusedFrame, updateFrame, welcomeFrame } from './frames.ts'
import { GuardedBoard, type Emitted } from './guarded-board.ts'

/** What the host remembers of a connection. */
interface Member {
  told: BoardAccess
  /** was asked for everything it has beyond us, and has not answered yet */
  asked: boolean
}

/**
 * One live board. An edit is judged, applied, written, and only when it is on disk acknowledged to its sender and shown
 * to the others: nothing anybody has seen can be lost. Everything after `open` happens in the order of the calls.
 */
export class BoardHost {
  readonly at: BoardAddress
  readonly #deps: BoardDeps
  readonly #written: BoardLog
  readonly #live: GuardedBoard
  readonly #awareness: AwarenessRelay
  readonly #members = new Map<BoardConnection, Member>()
  #edits = 0
  #revision = 0
  #summed: { readonly at: number; readonly empty: boolean } | null = null
  #closed = false

  private constructor(at: BoardAddress, deps: BoardDeps, written: BoardLog) {
    this.at = at
    this.#deps = deps
    this.#written = written
    this.#live = new GuardedBoard(written, deps.log, deps.runtime.ids.random)
    this.#awareness = new AwarenessRelay(deps.runtime, () => this.#members.keys())
  }

  /** `discarded` is called once if the disk fails: this host is dead then, and the next one starts from the disk. */
  static async open(
    at: BoardAddress,
    deps: BoardDeps,
    discarded: (host: BoardHost) => void,
  ): Promise<BoardHost> {
    const { storage, log } = deps
    const stream = boardStream(at.workshopId, at.teamId, at.board)
    const onFailure = (error: unknown) => {
      log.error({ stream, err: error }, 'board discarded: a commit failed')
      discarded(host)
      host.close(CLOSE.later, 'not saved')
    }
    const host = new BoardHost(at, deps, await BoardLog.open({ storage, stream, log, onFailure }))
    return host
  }

  get closed(): boolean {
    return this.#closed
  }

  /** Nobody is connected, and nothing is on its way to disk. */
  get idle(): boolean {
    return this.#members.size === 0 && this.#written.settled
  }

  /** edits taken from connections since the board was opened */
  get edits(): number {
    return this.#edits
  }

  /** grows with every change of the document, whoever made it; 0 when the board was opened */
  get revision(): number {
    return this.#revision
  }

  /** Whether nobody has written a summary yet. Looked at again only when the board has changed. */
  get unsummed(): boolean {
    if (this.#summed?.at !== this.#revision)
      this.#summed = { at: this.#revision, empty: summaryText(this.#live.board.summary).trim() === '' }
    return this.#summed.empty
  }

  join(connection: BoardConnection): void {
    this.#members.set(connection, { told: 'none', asked: true })
    if (this.#accessOf(connection) === 'none') return this.#dismiss(connection)
    connection.send(askFrame(this.#live.stateVector))
    this.#awareness.greet(connection)
  }

  leave(connection: BoardConnection): void {
    if (this.#members.delete(connection)) this.#awareness.leave(connection)
  }

  /** Takes an edit whole or refuses it whole; the sender hears which, after all it has sent before is settled. */
  receive(connection: BoardConnection, { update, answer, count }: Edit): Result<null, Refused> {
    const member = this.#members.get(connection)
    if (!member) return ok(null)
    if (answer) member.asked = false
    const emitted = this.#take(connection, update)
    if (emitted.ok) {
      this.#edits += emitted.value.length
      const written = { sender: senderOf(connection.viewer), updates: emitted.value }
      this.#write(written, connection, () => connection.acknowledge(count))
      return ok(null)
    }
    const { reason } = emitted.error
    this.#settled(() => connection.send(refusedFrame(reason, count)))
    if (reason === 'malformed' && !member.asked) this.#askAgain(connection, member)
    return emitted
  }

  /** Sends what the client lacks, but not before that is on disk. `false` when the state vector does not read. */
  answer(connection: BoardConnection, stateVector: Uint8Array): boolean {
    if (this.#accessOf(connection) === 'none') return true
    const frames = this.#live.framesBeyond(stateVector)
    if (frames !== null) this.#settled(() => frames.forEach((frame) => connection.send(frame)))
    return frames !== null
  }

  /** Relays what a connection says of itself. `false` when it does not read. */
  hear(connection: BoardConnection, payload: Uint8Array): boolean {
    return this.#accessOf(connection) === 'none' || this.#awareness.receive(connection, payload)
  }

  /** Tells who else is here. */
  greet(connection: BoardConnection): void {
    if (this.#accessOf(connection) !== 'none') this.#awareness.greet(connection)
  }

  /** An edit of the server's own, on the same way; resolves when it, and all it built on, is on disk. */
  edit(change: (board: BoardDoc) => void): Promise<void> {
    const emitted = this.#live.change(change)
    if (!emitted.ok)
      return Promise.reject(new Error(`The server's own edit was refused: ${emitted.error.reason}`))
    const written = { sender: SERVER, updates: emitted.value }
    return new Promise((resolve, reject) => this.#write(written, null, resolve, reject))
  }

  /** What the board reads now; resolves when that is on disk. */
  async read(): Promise<BoardContent> {
    const content = readBoard(this.#live.board)
    await this.#written.flush()
    return content
  }

  /** Looks again at what everybody here may do, and tells whom it concerns. */
  rightsChanged(): void {
    for (const connection of [...this.#members.keys()]) this.#accessOf(connection)
  }

  /** Resolves when everything taken is on disk. */
  flush(): Promise<void> {
    return this.#written.flush()
  }

  close(code: number, reason: string): void {
    this.#closed = true
    this.#awareness.close()
    const connections = [...this.#members.keys()]
    this.#members.clear()
    for (const connection of connections) connection.close(code, reason)
  }

  #take(connection: BoardConnection, update: Uint8Array): Emitted {
    const access = this.#accessOf(connection)
    if (access === 'write') return this.#live.take(update, senderOf(connection.viewer))
    // A reader may say what we know already: it answers when we ask.
    return access === 'read' && this.#live.holds(update) ? ok([]) : err({ reason: 'closed', costly: false })
  }

  #write(
    written: Written,
    from: BoardConnection | null,
    committed: () => void,
    failed?: (error: unknown) => void,
  ): void {
    if (written.updates.length > 0) this.#revision++
    const settle = () => {
      for (const update of written.updates) this.#show(updateFrame(update), from)
      committed()
    }
    this.#written.write(written, settle, failed)
  }

  /** Runs when everything taken so far is on disk. */
  #settled(run: () => void): void {
    this.#written.write(NOTHING, run)
  }

  /** An edit builds on one that was refused or lost: whoever sends all they have once more is whole again. */
  #askAgain(connection: BoardConnection, member: Member): void {
    member.asked = true
    const frame = askFrame(this.#live.stateVector)
    this.#settled(() => connection.send(frame))
  }

  #show(frame: Uint8Array, sender: BoardConnection | null): void {
    // What is there to tell of people goes in the same writes.
    this.#awareness.tell()
    for (const connection of this.#members.keys()) if (connection !== sender) connection.send(frame)
  }

  /** Asked afresh every time; the connection hears of it when the answer is another one. */
  #accessOf(connection: BoardConnection): BoardAccess {
    const member = this.#members.get(connection)
    if (!member) return 'none'
    const access = this.#deps.rights.access(this.at, connection.viewer)
    if (access === member.told) return access
    member.told = access
    if (access === 'none') this.#dismiss(connection)
    else connection.send(welcomeFrame(this.#deps.generation, access))
    return access
  }

  #dismiss(connection: BoardConnection): void {
    this.leave(connection)
    if (this.#deps.rights.lapsed(connection.viewer)) connection.close(CLOSE.unauthorised, 'unauthorised')
    else connection.close(CLOSE.forbidden, 'forbidden')
  }
}
