import * as Y from 'yjs'
import type { WebsocketProvider } from 'y-websocket'
import type { Editing } from '#shared/boards/awareness-state.ts'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { EMPTY_BOARD, type BoardContent } from '#shared/boards/board-content.ts'
import { BoardReader } from '#shared/boards/board-reader.ts'
import { sharedText } from '#shared/boards/read-board.ts'
import { CLOSE, type BoardAccess, type RefusalReason } from '#shared/protocol/board-frames.ts'
import type { Millis } from '#shared/time.ts'
import { guardLeaving, onLeave } from '../connection/wake.ts'
import { AdoptedEdits } from './adopted-edits.ts'
import { BoardKeeper } from './board-keeper.ts'
import { BoardLink } from './board-link.ts'
import { boardAddress, type BoardOptions, type BoardStatus, type PutAway } from './board-options.ts'
import { Company } from './company.svelte.ts'
import { getDrawer } from './drawer.svelte.ts'
import type { Ahead, EarlyBoard } from './early-board.ts'
import { OTHERS_BEAT, Pace } from './pace.ts'
import type { Peer } from './peers.ts'
import { UnsavedText } from './unsaved-text.ts'

/** A document with everything that lives and dies with it. */
interface Life {
  readonly board: BoardDoc
  readonly reader: BoardReader
  readonly link: BoardLink
  readonly unsaved: UnsavedText
  readonly keeper: BoardKeeper
  readonly adopted: AdoptedEdits
}

/** How long a closed client goes on saving what was just typed before it goes to the drawer. */
const LINGER: Millis = 5_000
/** Too fast: the server forgets within this; the text stays in the document and is offered again. */
const COOL_DOWN: Millis = 2_000
/** reliability.md, 5.4: what is not saved by then is said to be. */
const OVERDUE: Millis = 12_000

/** One live board: its document, who else is there, and whether what was typed is safe. */
export class BoardClient {
  readonly #options: BoardOptions
  readonly #early: EarlyBoard | null
  readonly #company: Company
  #life: Life
  #generation: string | null = null
  readonly #reading = new Pace(() => (this.#content = this.#life.reader.read()), OTHERS_BEAT)
  #linger: ReturnType<typeof setTimeout> | undefined
  #lateness: ReturnType<typeof setTimeout> | undefined
  #overdue = false
  #leaving = false
  #closing = false
  #ended = false
  readonly #stopWatching: readonly (() => void)[]

  #board = $state.raw() as BoardDoc
  #provider = $state.raw() as WebsocketProvider
  #content = $state.raw<BoardContent>(EMPTY_BOARD)
  /** the document has once come whole */
  #whole = $state(false)
  #pictured = $state(false)
  #access = $state<BoardAccess>('none')
  #status = $state<BoardStatus>('connecting')
  #shutBy = $state<number | null>(null)
  #refused = $state<RefusalReason | null>(null)

  /** `ahead`: goes on from there, and shows that picture until the document is here. */
  constructor(options: BoardOptions, ahead: Ahead | null = null) {
    this.#options = options
    this.#early = ahead?.early ?? null
    this.#pictured = (ahead?.picture ?? null) !== null
    this.#content = ahead?.picture ?? EMPTY_BOARD
    this.#company = new Company(options.person)
    this.#life = this.#begin()
    this.#stopWatching = [
      onLeave(
        () => this.#onLeave(true),
        () => this.#onLeave(false),
      ),
      guardLeaving(() => {
        this.#life.keeper.now()
        return this.#life.link.unacked.any && !this.#life.keeper.safe
      }),
    ]
  }

  /** The document now. After a refusal it is another one, so read it where you use it. */
  get board(): BoardDoc {
    return this.#board
  }

  /** The connection of the document now, for editors that need it (Tiptap's carets). */
  get provider(): WebsocketProvider {
    return this.#provider
  }

  /** What the board reads: one's own changes as of the last animation frame, others' as often as `Pace` draws them. */
  get content(): BoardContent {
    return this.#content
  }

  /** Whether the document is here: it has come whole since it was made. */
  get whole(): boolean {
    return this.#whole
  }

  /** Whether `content` is what the board reads. */
  get shown(): boolean {
    return this.#whole || this.#pictured
  }

  /** The words of a card for a field of one's own; `null` where there are none to write in. */
  cardText(cardId: string): Y.Text | null {
    return sharedText(this.#board.cards.get(cardId), 'text')
  }

  /** The same of a cluster's name. */
  clusterTitle(clusterId: string): Y.Text | null {
    return sharedText(this.#board.clusters.get(clusterId), 'title')
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

  /** Another page of the same person has taken this one's place. */
  get replaced(): boolean {
    return this.#shutBy === CLOSE.replaced
  }

  /** What the server is not known to have of this person's texts, as they stand here now. */
  unsavedTexts(): string[] {
    const { unsaved, adopted } = this.#life
    return [...new Set([...unsaved.texts(), ...adopted.texts])]
  }

  get peers(): readonly Peer[] {
    return this.#company.peers
  }

  /** Tells the others where one's caret is; `null` when nowhere. */
  setEditing(editing: Editing | null): void {
    this.#company.setEditing(editing)
  }

  /** Tells the others which cards are in one's hand; nobody else takes them until it is empty again. */
  setHolding(cardIds: readonly string[]): void {
    this.#company.setHolding(cardIds)
  }

  /** Stops showing at once; text that is not on disk yet gets a few seconds to be saved, then goes to the drawer. */
  close(): void {
    if (this.#closing) return
    this.#closing = true
    this.#reading.stop()
    if (!this.#life.link.unacked.any) return this.#end()
    if (this.#shutBy !== null) return this.#putAway('closed')
    this.#life.link.awareness.setLocalState(null)
    this.#linger = setTimeout(() => this.#putAway('closed'), LINGER)
  }

  #begin(): Life {
    const { workshopId, teamId, board: name } = this.#options
    const board = boardDoc(new Y.Doc())
    const [reader, unsaved] = [new BoardReader(board), new UnsavedText(board)]
    const place = { workshopId, teamId, board: name, seat: this.#options.person?.id ?? 'facilitator' }
    const adopted = new AdoptedEdits(place, () => this.#settle())
    const keeper = new BoardKeeper({
      place,
      atRisk: () => {
        const update = link.unacked.all()
        const generation = this.#generation
        return update && generation !== null ? { update, generation, texts: this.unsavedTexts() } : null
      },
    })
    const link = new BoardLink({
      ...boardAddress(this.#options),
      doc: board.doc,
      early: this.#early,
      listener: {
        welcomed: (generation, access) => this.#welcomed(generation, access),
        refused: (reason) => this.#onRefused(reason),
        changed: () => this.#settle(),
        shut: (code) => this.#shut(code),
      },
    })
    // what has come of it before all is here is not what the board reads
    board.doc.on('update', (_update, _origin, _doc, { local }: Y.Transaction) => {
      if (this.#whole) this.#readSoon(local)
    })
    this.#board = board
    this.#provider = link.provider
    this.#company.join(link.awareness)
    return { board, reader, link, unsaved, keeper, adopted }
  }

  #endLife(): void {
    const { keeper, link, reader, board } = this.#life
    for (const one of [keeper, link, reader]) one.close()
    board.doc.destroy()
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#linger)
    clearTimeout(this.#lateness)
    for (const stop of this.#stopWatching) stop()
    this.#company.close()
    this.#endLife()
  }

  /** Another document from scratch; what this one held and the server did not take is in the drawer. */
  #startOver(why: PutAway): void {
    if (this.#ended) return
    if (this.#closing) return this.#putAway(why)
    this.#putTextAway(why)
    this.#whole = this.#pictured = false
    this.#endLife()
    this.#life = this.#begin()
    this.#settle()
    this.#readSoon(true)
  }

  #welcomed(generation: string, access: BoardAccess): void {
    this.#access = access
    // another generation is another document: joining the old one to it would bring back what was taken off
    if (this.#generation !== null && this.#generation !== generation) {
      this.#generation = generation
      // not inside the provider's own message loop
      queueMicrotask(() => this.#startOver('restored'))
      return
    }
    this.#generation = generation
    this.#settle()
  }

  #onRefused(reason: RefusalReason): void {
    this.#refused = reason
    // the document stays, and is offered again
    if (reason === 'too_fast') return this.#life.link.pause(COOL_DOWN)
    queueMicrotask(() => this.#startOver(reason))
  }

  #shut(code: number): void {
    // a document without anything to send cannot be too large again, so this ends
    if (code === CLOSE.tooLarge && this.#life.link.unacked.any) return this.#onRefused('too_large')
    this.#access = 'none'
    this.#shutBy = code
    this.#settle()
    if (this.#closing) this.#putAway('closed')
  }

  /** The one place that says how things stand. */
  #settle(): void {
    const life = this.#life as Life | undefined
    if (!life || this.#ended) return
    const { link, unsaved, keeper, adopted } = life
    if (link.synced && !this.#whole) {
      this.#whole = true
      this.#reading.now() // who is told that all of it is here finds all of it
    }
    const standing = {
      synced: link.synced,
      generation: this.#generation,
      writable: this.#access === 'write',
      shut: this.#shutBy !== null,
    }
    if (adopted.take(life.board.doc, standing) > 0) this.#options.onPutAway?.('closed')
    this.#watchTheTime(link.unacked.any)
    if (link.unacked.any) {
      if (this.#leaving) keeper.now()
      else keeper.changed()
    }
    this.#status = this.#statusOf(life)
    if (!link.saved) return
    unsaved.clear()
    adopted.settle()
    keeper.clear()
    if (this.#closing) queueMicrotask(() => this.#end())
  }

  #statusOf({ link, keeper }: Life): BoardStatus {
    if (this.#shutBy !== null) return 'shut'
    if (!link.synced) {
      // without a copy on the device nobody is told that there is one
      if (this.#overdue && !keeper.safe) return 'unsaved'
      return this.#whole ? 'offline' : 'connecting'
    }
    // who only reads has nothing to be saved
    if (link.saved || this.#access !== 'write') return 'saved'
    return this.#overdue ? 'unsaved' : 'saving'
  }

  #watchTheTime(atRisk: boolean): void {
    if (!atRisk) {
      clearTimeout(this.#lateness)
      this.#lateness = undefined
      this.#overdue = false
    } else if (!this.#overdue) {
      this.#lateness ??= setTimeout(() => {
        this.#overdue = true
        this.#settle()
      }, OVERDUE)
    }
  }

  #putAway(why: PutAway): void {
    if (this.#ended) return
    this.#putTextAway(why)
    this.#end()
  }

  #putTextAway(why: PutAway): void {
    const drawer = getDrawer(this.#options.workshopId)
    const put = this.unsavedTexts().map((text) => drawer.add(text, this.#options.board))
    this.#life.adopted.settle()
    this.#life.keeper.clear()
    if (put.some((id) => id !== null)) this.#options.onPutAway?.(why)
  }

  /** A page on its way out may never come back: all that is typed goes out now, and lies on the device besides. */
  #onLeave(leaving: boolean): void {
    const { link, keeper } = this.#life
    link.hurry(leaving)
    this.#leaving = leaving
    if (leaving) keeper.now()
  }

  #readSoon(own: boolean): void {
    if (!this.#closing) this.#reading.changed(own)
  }
}
