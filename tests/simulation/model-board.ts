import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { CLOSE } from '#shared/protocol/board-frames.ts'
import type { Millis } from '#shared/time.ts'
import type { BoardAddress } from '../../server/rooms/ports.ts'
import { UnsavedText } from '../../client/boards/unsaved-text.ts'
import type { Ledger, Op } from './model-ledger.ts'
import type { ModelServer } from './model-server.ts'
import type { ModelTime } from './model-time.ts'
import type { ModelWire } from './model-wire.ts'
import { answeringFrame, askingFrame, editFrame, readTold } from './model-words.ts'

export interface BoardWorld {
  readonly time: ModelTime
  readonly ledger: Ledger
  /** the server that runs now */
  server(): ModelServer
  latency(): Millis
}

interface Options {
  readonly at: BoardAddress
  readonly token: string
  /** takes text that will not reach the board */
  readonly drawer: (texts: readonly string[]) => void
}

/** How long a left board goes on saving before its text goes to the drawer; as in `board-client.svelte.ts`. */
const LINGER: Millis = 5_000
const COOL_DOWN: Millis = 2_000

/** A person's board as our client keeps it: a document, a connection, the count of what is saved. */
export class ModelBoard {
  readonly at: BoardAddress
  readonly key: string
  board!: BoardDoc
  #unsaved!: UnsavedText
  readonly #world: BoardWorld
  readonly #options: Options
  #wire: ModelWire | null = null
  /** edits the server has not said anything about, oldest first, with the frame they went out in */
  #open: { readonly op: Op; frame: number | null }[] = []
  #sent = 0
  #acknowledged = 0
  /** our answer to the server's first question is out: from now on edits go one by one */
  #offered = false
  #synced = false
  #access = 'none'
  #online = true
  #retry: (() => void) | null = null
  #failures = 0
  #state: 'open' | 'closing' | 'ended' = 'open'

  constructor(world: BoardWorld, options: Options) {
    this.#world = world
    this.#options = options
    this.at = options.at
    this.key = `${options.at.teamId}/${options.at.board}`
    this.#begin()
    this.#connect()
  }

  get synced(): boolean {
    return this.#wire !== null && this.#synced
  }

  get saved(): boolean {
    return this.synced && this.#offered && this.#acknowledged >= this.#sent
  }

  get mayWrite(): boolean {
    return this.#access === 'write'
  }

  get ended(): boolean {
    return this.#state === 'ended'
  }

  /** Nothing is left to say, or nobody is left to say it. */
  get settled(): boolean {
    return this.ended || (this.#state === 'open' && this.saved)
  }

  setOnline(online: boolean, noticed: Millis): void {
    this.#online = online
    if (!online) {
      this.#retry?.()
      this.#retry = null
      this.#wire?.cut(noticed)
      this.#lost()
    } else if (this.#wire === null && this.#state !== 'ended') this.#connect()
  }

  /** The page is reloaded: the document goes, what was not saved lies in the drawer. */
  reload(): void {
    if (this.#state !== 'open') return
    this.#startOver()
  }

  /** As `BoardClient.close`. */
  leave(): void {
    if (this.#state !== 'open') return
    if (!this.#unsaved.any) return this.#end()
    this.#state = 'closing'
    this.#world.time.after(LINGER, () => this.#putAway())
    this.#settle()
  }

  /** Runs a change of one's own. */
  edit(change: (board: BoardDoc) => void): void {
    this.board.doc.transact(() => change(this.board), 'own')
  }

  #begin(): void {
    const doc = new Y.Doc({ guid: this.key })
    // Out of the seed: Yjs would draw one that nobody can repeat.
    doc.clientID = 1 + this.#world.time.below(2 ** 31)
    this.board = boardDoc(doc)
    this.#unsaved = new UnsavedText(this.board)
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'server') return
      const op = this.#world.ledger.opOf(this.key, update)
      const entry = { op, frame: null as number | null }
      this.#open.push(entry)
      if (this.#wire && this.#offered) entry.frame = this.#send(editFrame(update), [op])
    })
  }

  #connect(): void {
    if (!this.#online || this.#state === 'ended') return
    const pace = this.#world.latency()
    const wire: ModelWire | null = this.#world.server().wire({
      at: this.at,
      token: this.#options.token,
      latency: () => pace,
      heard: (frame) => {
        if (this.#wire === wire) this.#hear(frame)
      },
      closed: (code) => {
        if (this.#wire === wire) this.#onClosed(code)
      },
    })
    this.#wire = wire
    if (wire === null) return this.#connectLater()
    wire.send(askingFrame(Y.encodeStateVector(this.board.doc)))
  }

  #connectLater(least: Millis = 0): void {
    if (!this.#online || this.#retry || this.#state === 'ended') return
    const wait = Math.max(least, this.#world.time.below(Math.min(3_000, 300 * 2 ** this.#failures++)))
    this.#retry = this.#world.time.after(wait, () => {
      this.#retry = null
      if (this.#wire === null) this.#connect()
    })
  }

  #hear(frame: Uint8Array): void {
    const told = readTold(frame)
    switch (told.type) {
      case 'welcome':
        this.#access = told.access
        return
      case 'ask':
        return this.#offer(told.bytes)
      case 'answer':
      case 'update':
        this.#world.ledger.saw(this.key, told.bytes)
        Y.applyUpdate(this.board.doc, told.bytes, 'server')
        if (told.type === 'answer') this.#synced = true
        this.#failures = 0
        return this.#settle()
      case 'acknowledged':
        return this.#onAcknowledged(told.count)
      case 'refused':
        return this.#onRefused(told.reason, told.count)
      case 'other':
        return
    }
  }

  /** Everything the server lacks, in one frame. */
  #offer(stateVector: Uint8Array): void {
    const frame = answeringFrame(Y.encodeStateAsUpdate(this.board.doc, stateVector))
    const count = this.#send(
      frame,
      this.#open.map(({ op }) => op),
    )
    for (const entry of this.#open) entry.frame = count
    this.#offered = true
  }

  #send(frame: Uint8Array, ops: readonly Op[]): number {
    for (const op of ops) op.sends++
    this.#wire?.send(frame)
    return ++this.#sent
  }

  #onAcknowledged(count: number): void {
    this.#acknowledged = count
    this.#open = this.#open.filter(({ op, frame }) => {
      if (frame === null || frame > count) return true
      op.fate = 'acknowledged'
      return false
    })
    this.#settle()
  }

  #onRefused(reason: string, count: number): void {
    if (reason === 'too_fast') {
      this.#wire?.close()
      this.#lost()
      return this.#connectLater(COOL_DOWN)
    }
    for (const { op, frame } of this.#open) if (frame === count && op.sends === 1) op.fate = 'refused'
    if (reason !== 'closed') this.#world.ledger.faults.push(`an honest edit was refused: ${reason}`)
    if (this.#state === 'closing') this.#putAway()
    else this.#startOver()
  }

  #onClosed(code: number): void {
    this.#lost()
    if (code >= 4400 && code < 4500) {
      if (code !== CLOSE.forbidden) this.#world.ledger.faults.push(`a board closed with ${code}`)
      return this.#putAway()
    }
    this.#connectLater()
  }

  #lost(): void {
    this.#wire = null
    this.#sent = this.#acknowledged = 0
    this.#offered = this.#synced = false
    for (const entry of this.#open) entry.frame = null
  }

  #settle(): void {
    if (!this.saved) return
    this.#unsaved.clear()
    if (this.#state === 'closing') this.#end()
  }

  #startOver(): void {
    this.#options.drawer(this.#unsaved.texts())
    this.#wire?.close()
    this.#lost()
    this.#open = []
    this.board.doc.destroy()
    this.#begin()
    this.#connect()
  }

  #putAway(): void {
    if (this.ended) return
    this.#options.drawer(this.#unsaved.texts())
    this.#end()
  }

  #end(): void {
    this.#state = 'ended'
    this.#retry?.()
    this.#wire?.close()
    this.#wire = null
  }
}
