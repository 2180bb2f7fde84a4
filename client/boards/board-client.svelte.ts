import * as Y from 'yjs'
import type { WebsocketProvider } from 'y-websocket'
import type { Editing } from '#shared/boards/awareness-state.ts'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { readBoard, type BoardContent } from '#shared/boards/read-board.ts'
import type { BoardName, TeamId, WorkshopId } from '#shared/ids.ts'
import type { BoardAccess, RefusalReason } from '#shared/protocol/board-frames.ts'
import type { As } from '../connection/api.ts'
import { hueColour } from '../ui/hue.ts'
import { BoardLink } from './board-link.ts'
import { getDrawer } from './drawer.svelte.ts'
import { peerPerson, readPeers, type Peer } from './peers.ts'
import { UnsavedText } from './unsaved-text.ts'

export type BoardStatus = 'connecting' | 'saved' | 'saving' | 'offline'

interface Options {
  readonly workshopId: WorkshopId
  readonly teamId: TeamId
  readonly board: BoardName
  readonly as: As
  /** who the others see here; `null` for a facilitator without a seat */
  readonly person: { readonly id: string; readonly name: string } | null
  /** `ws://…` or `wss://…` of the server; this page's own when left out */
  readonly base?: string
}

/** A document with everything that lives and dies with it. */
interface Life {
  readonly board: BoardDoc
  readonly link: BoardLink
  readonly unsaved: UnsavedText
}

/** How long a closed client goes on saving what was just typed before it goes to the drawer. */
const LINGER = 5_000
/** Too fast: the server forgets within this; the text stays in the document and is offered again. */
const COOL_DOWN = 2_000

/** One live board: its document, who else is there, and whether what was typed is safe. */
export class BoardClient {
  readonly #options: Options
  #life: Life
  #generation: string | null = null
  #editing: Editing | null = null
  #wasSynced = false
  #frame: { cancel(): void } | null = null
  #linger: ReturnType<typeof setTimeout> | undefined
  #coolDown: ReturnType<typeof setTimeout> | undefined
  #shelved: readonly string[] = []
  #closing = false
  #ended = false

  #board = $state.raw() as BoardDoc
  #provider = $state.raw() as WebsocketProvider
  #content = $state.raw<BoardContent>({ cards: [], clusters: [], links: [], summary: '' })
  #access = $state<BoardAccess>('none')
  #status = $state<BoardStatus>('connecting')
  #refused = $state<RefusalReason | null>(null)
  #peers = $state.raw<readonly Peer[]>([])

  constructor(options: Options) {
    this.#options = options
    this.#life = this.#begin()
    window.addEventListener('pagehide', this.#onPageHide)
  }

  /** The document now. After a refusal it is another one, so read it where you use it. */
  get board(): BoardDoc {
    return this.#board
  }

  /** The connection of the document now, for editors that need it (Tiptap's carets). */
  get provider(): WebsocketProvider {
    return this.#provider
  }

  /** What the board reads, as of the last animation frame. */
  get content(): BoardContent {
    return this.#content
  }

  get access(): BoardAccess {
    return this.#access
  }

  get status(): BoardStatus {
    return this.#status
  }

  /** The last refusal; what it concerned lies in the drawer. */
  get refused(): RefusalReason | null {
    return this.#refused
  }

  get peers(): readonly Peer[] {
    return this.#peers
  }

  /** Tells the others where one's caret is; `null` when nowhere. */
  setEditing(editing: Editing | null): void {
    this.#editing = editing
    this.#life.link.awareness.setLocalStateField('editing', editing)
  }

  /** Stops showing at once; text that is not on disk yet gets a few seconds to be saved, then goes to the drawer. */
  close(): void {
    if (this.#closing) return
    this.#closing = true
    window.removeEventListener('pagehide', this.#onPageHide)
    this.#frame?.cancel()
    if (!this.#life.unsaved.any) return this.#end()
    this.#life.link.awareness.setLocalState(null)
    this.#linger = setTimeout(() => this.#putAway(), LINGER)
  }

  #begin(): Life {
    const { workshopId, teamId, board: name, as, base = socketBase() } = this.#options
    const board = boardDoc(new Y.Doc())
    const unsaved = new UnsavedText(board)
    const link = new BoardLink({
      base: `${base}/boards`,
      path: `${workshopId}/${teamId}/${name}`,
      params: { w: workshopId, as },
      doc: board.doc,
      listener: {
        welcomed: (generation, access) => this.#welcomed(generation, access),
        refused: (reason) => this.#onRefused(reason),
        changed: () => this.#settle(),
        shut: () => this.#shut(),
      },
    })
    board.doc.on('update', () => this.#readSoon())
    link.awareness.on('change', () => (this.#peers = readPeers(link.awareness)))
    this.#board = board
    this.#provider = link.provider
    this.#introduce(link)
    return { board, link, unsaved }
  }

  #introduce(link: BoardLink): void {
    const { person } = this.#options
    // an unseen reader still speaks: who hears nothing for 30 s takes the connection for dead
    if (person === null) return link.awareness.setLocalState({ person: null, editing: null })
    const shown = peerPerson(person)
    const user = { name: shown.name, color: hueColour(shown.hue) }
    link.awareness.setLocalState({ person: shown, user, editing: this.#editing })
  }

  #endLife(): void {
    clearTimeout(this.#coolDown)
    this.#life.link.close()
    this.#life.board.doc.destroy()
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#linger)
    this.#endLife()
  }

  /** Another document from scratch; what this one held and the server did not take is in the drawer. */
  #startOver(): void {
    if (this.#closing) return this.#putAway()
    this.#putTextAway()
    this.#wasSynced = false
    this.#endLife()
    this.#life = this.#begin()
    this.#settle()
    this.#readSoon()
  }

  #welcomed(generation: string, access: BoardAccess): void {
    this.#access = access
    // another generation is another document: joining the old one to it would bring back what was taken off
    if (this.#generation !== null && this.#generation !== generation) {
      this.#generation = generation
      // not inside the provider's own message loop
      queueMicrotask(() => this.#startOver())
      return
    }
    this.#generation = generation
    this.#settle()
  }

  #onRefused(reason: RefusalReason): void {
    this.#refused = reason
    if (reason === 'too_fast') {
      const { provider } = this.#life.link
      provider.disconnect()
      clearTimeout(this.#coolDown)
      this.#coolDown = setTimeout(() => provider.connect(), COOL_DOWN)
      return
    }
    queueMicrotask(() => this.#startOver())
  }

  #shut(): void {
    this.#access = 'none'
    this.#settle()
    if (this.#closing) this.#putAway()
  }

  /** The one place that says how things stand. */
  #settle(): void {
    const life = this.#life as Life | undefined
    if (!life) return
    const { link, unsaved } = life
    if (link.synced) this.#wasSynced = true
    this.#status = statusOf(link, this.#wasSynced, this.#access)
    if (!link.saved) return
    unsaved.clear()
    for (const id of this.#shelved) getDrawer(this.#options.workshopId).remove(id)
    this.#shelved = []
    if (this.#closing) queueMicrotask(() => this.#end())
  }

  #putAway(): void {
    if (this.#ended) return
    this.#putTextAway()
    this.#end()
  }

  /** Returns the ids of the entries. */
  #putTextAway(): string[] {
    const { workshopId, board } = this.#options
    const drawer = getDrawer(workshopId)
    return this.#life.unsaved.texts().flatMap((text) => drawer.add(text, board) ?? [])
  }

  /** A page on its way out may not come back; if it does and saves after all, the drawer is tidied. */
  readonly #onPageHide = () => {
    this.#shelved = this.#putTextAway()
  }

  #readSoon(): void {
    if (this.#closing) return
    this.#frame ??= nextFrame(() => {
      this.#frame = null
      this.#content = readBoard(this.#life.board)
    })
  }
}

function statusOf(link: BoardLink, wasSynced: boolean, access: BoardAccess): BoardStatus {
  if (!link.synced) return wasSynced ? 'offline' : 'connecting'
  // who only reads has nothing to be saved
  return link.saved || access !== 'write' ? 'saved' : 'saving'
}

function socketBase(): string {
  return location.origin.replace(/^http/, 'ws')
}

/** Hidden pages get no animation frames but must not fall behind. */
function nextFrame(run: () => void): { cancel(): void } {
  if (document.hidden) {
    const timer = setTimeout(run, 100)
    return { cancel: () => clearTimeout(timer) }
  }
  const handle = requestAnimationFrame(run)
  return { cancel: () => cancelAnimationFrame(handle) }
}
