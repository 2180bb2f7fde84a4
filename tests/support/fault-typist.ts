import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import type { Random } from '#shared/random.ts'
import { FRAME, SYNC } from '#shared/protocol/board-frames.ts'
import { answerFrame, askFrame, updateFrame } from '../../server/boards/frames.ts'
import { wordsIn, type FaultJournal, type Word } from './fault-journal.ts'
import { textsOf } from './fault-texts.ts'

interface Options {
  /** a letter and a number; stands in every word it types */
  readonly name: string
  /** `http://…` of the server or of what stands in front of it; asked at every connection */
  readonly base: () => string
  readonly path: string
  readonly token: string
  readonly cardIds: readonly string[]
  readonly random: Random
  readonly journal: FaultJournal
}

/** What settles when the server says that a frame is on disk. */
interface Change {
  saved(): void
  refused(reason: string): void
}

/** Words one person leaves standing on one card; texts stay far below their limit. */
const LIVE_WORDS = 5
/** reconnecting: full jitter, doubling; ms */
const FIRST_WAIT = 60
const LONGEST_WAIT = 1_000
/** A server that says nothing for so long is taken for dead; ms. */
const SILENCE = 25_000

/**
 * Somebody at a board: an honest client of the board protocol. Types words of its own on the cards, erases some, notes
 * in the journal what it was promised and what it sees of the others, and comes back by itself when the line drops.
 */
export class Typist {
  readonly #options: Options
  #board: BoardDoc = boardDoc(new Y.Doc())
  #socket: WebSocket | null = null
  #state: 'offline' | 'asked' | 'live' = 'offline'
  #synced = false
  #held = false
  #closed = false
  #tries = 0
  #timers = new Set<NodeJS.Timeout>()
  /** changes by edit frame of this connection, the first of them being frame `#settled + 1` */
  #frames: Change[][] = []
  #settled = 0
  /** changes that wait for a connection */
  #waiting: Change[] = []
  #current: Change[] = []
  #typed = 0
  #own = new Map<string, Word>()
  #seen = new Set<string>()
  #heardAt = 0
  /** why its connections ended, in order */
  readonly closeCodes: number[] = []
  /** ms without a word from the server before this client gave the connection up */
  readonly silences: number[] = []

  constructor(options: Options) {
    this.#options = options
    this.#begin(this.#board)
    this.#connect()
  }

  get name(): string {
    return this.#options.name
  }

  get token(): string {
    return this.#options.token
  }

  /** Connected, and up to date with the server. */
  get live(): boolean {
    return this.#state === 'live' && this.#synced
  }

  get offline(): boolean {
    return this.#socket === null
  }

  /** Everything typed is on the server's disk. */
  get saved(): boolean {
    return this.live && this.#waiting.length === 0 && this.#frames.every((changes) => changes.length === 0)
  }

  /** The texts on its screen, by card. */
  get texts(): Map<string, string> {
    return textsOf(this.#board)
  }

  /** Types a word on some card, or erases one of its own. */
  act(): void {
    const { cardIds, random } = this.#options
    const cardId = cardIds[Math.floor(random() * cardIds.length)] ?? ''
    const mine = [...this.#own.values()].filter((word) => word.cardId === cardId && word.erased === 'no')
    if (mine.length >= LIVE_WORDS || (mine.length > 0 && random() < 0.3)) {
      const word = mine[Math.floor(random() * mine.length)]
      if (word) return this.#erase(word)
    }
    this.write(cardId)
  }

  /** Types one word on a card; `null` when there is no such card here. */
  write(cardId: string): Word | null {
    const { journal, name, path, random } = this.#options
    const text = this.#textOf(cardId)
    if (!text) return null
    const word = journal.typed(`${name}.${(this.#typed++).toString(36)};`, path, cardId)
    this.#own.set(word.text, word)
    // Only between words: nobody's word is ever torn.
    const content = text.toJSON()
    const places = [...content].flatMap((letter, at) => (letter === ';' || letter === ':' ? [at + 1] : []))
    const place = places[Math.floor(random() * places.length)] ?? content.length
    const saved = () => (word.acknowledged = true)
    const refused = () => (word.refused = true)
    this.#change([{ saved, refused }], () => text.insert(place, word.text))
    return word
  }

  /** Replaces the summary's last paragraph by so many letters: much to send, little to keep. */
  fill(letters: number): void {
    const { summary, doc } = this.#board
    this.#change([], () =>
      doc.transact(() => {
        if (summary.length > 6) summary.delete(6, summary.length - 6)
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText('む'.repeat(letters))])
        summary.push([paragraph])
      }),
    )
  }

  /** Once its connection is gone, stays away until `release`. */
  hold(): void {
    this.#held = true
  }

  release(): void {
    this.#held = false
    this.#tries = 0
    if (this.#socket === null) this.#connect()
  }

  /** Takes nothing off the line any more, and says nothing; the connection stays. */
  stall(): void {
    this.#socket?.pause()
  }

  resume(): void {
    this.#socket?.resume()
  }

  /** The local port of its connection; `null` without one. */
  get localPort(): number | null {
    const { _socket: socket } = (this.#socket ?? {}) as { _socket?: { localPort?: number } }
    return socket?.localPort ?? null
  }

  /** edit frames sent on this connection */
  get framesSent(): number {
    return this.#settled + this.#frames.length
  }

  /** Notes what has gone from its screen that others had written. */
  survey(): void {
    const now = new Set([...this.texts.values()].flatMap(wordsIn))
    for (const word of this.#seen) if (!now.has(word)) this.#options.journal.sawGone(word)
  }

  /** What closing the tab and coming back does: the document is gone, and with it what was not yet sent. */
  reload(): void {
    this.#board.doc.destroy()
    this.#board = boardDoc(new Y.Doc())
    this.#begin(this.#board)
    this.#own.clear()
    this.#seen.clear()
    this.#frames = []
    this.#waiting = []
    this.#socket?.terminate()
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#timers) clearTimeout(timer)
    this.#socket?.terminate()
    this.#board.doc.destroy()
  }

  #begin({ doc, cards }: BoardDoc): void {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.#offer(update)
    })
    cards.observeDeep((events, { origin }) => {
      if (origin === 'server') this.#look(events)
    })
  }

  #erase(word: Word): void {
    const text = this.#textOf(word.cardId)
    const at = text?.toJSON().indexOf(word.text) ?? -1
    if (!text || at === -1) return
    word.erased = 'asked'
    this.#own.delete(word.text)
    const saved = () => (word.erased = 'acknowledged')
    this.#change([{ saved, refused: () => undefined }], () => text.delete(at, word.text.length))
  }

  #textOf(cardId: string): Y.Text | null {
    const text = this.#board.cards.get(cardId)?.get('text')
    return text instanceof Y.Text ? text : null
  }

  #change(changes: Change[], run: () => void): void {
    this.#current = changes
    run()
    this.#current = []
  }

  #offer(update: Uint8Array): void {
    if (this.#state === 'live') this.#sendEdit(updateFrame(update), this.#current)
    else this.#waiting.push(...this.#current)
  }

  #sendEdit(frame: Uint8Array, changes: Change[]): void {
    this.#frames.push(changes)
    this.#socket?.send(frame)
  }

  #connect(): void {
    if (this.#closed || this.#held) return
    const { base, path, token } = this.#options
    const address = `${base().replace(/^http/, 'ws')}/boards/${path}`
    const workshopId = path.split('/')[0] ?? ''
    const socket = new WebSocket(`${address}?w=${workshopId}&token=${token}`, { perMessageDeflate: false })
    this.#socket = socket
    this.#heardAt = performance.now()
    socket.on('message', (data) => {
      this.#heardAt = performance.now()
      if (this.#socket === socket) this.#hear(new Uint8Array(data as Buffer))
    })
    socket.on('error', () => undefined)
    socket.on('close', (code) => this.#gone(socket, code))
    const watch = setInterval(() => {
      const silence = performance.now() - this.#heardAt
      if (this.#socket !== socket) return this.#forget(watch)
      if (silence < SILENCE || socket.isPaused) return
      this.silences.push(silence)
      socket.terminate()
    }, 500)
    this.#timers.add(watch)
  }

  #gone(socket: WebSocket, code: number): void {
    if (this.#socket !== socket) return
    this.#socket = null
    this.#state = 'offline'
    this.#synced = false
    this.closeCodes.push(code)
    this.#waiting = [...this.#frames.flat(), ...this.#waiting]
    this.#frames = []
    this.#settled = 0
    if (this.#closed || this.#held) return
    const wait = this.#options.random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.#tries++)
    const timer = setTimeout(() => {
      this.#forget(timer)
      if (this.#socket === null) this.#connect()
    }, wait)
    this.#timers.add(timer)
  }

  #forget(timer: NodeJS.Timeout): void {
    clearTimeout(timer)
    this.#timers.delete(timer)
  }

  #hear(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    if (type === FRAME.sync) this.#sync(decoder)
    else if (type === FRAME.acknowledged) this.#acknowledged(decoding.readVarUint(decoder))
    else if (type === FRAME.refused) {
      const reason = decoding.readVarString(decoder)
      this.#refused(reason, decoding.readVarUint(decoder))
    }
  }

  #sync(decoder: decoding.Decoder): void {
    const kind = decoding.readVarUint(decoder)
    const payload = decoding.readVarUint8Array(decoder)
    const { doc } = this.#board
    if (kind !== SYNC.step1) {
      Y.applyUpdate(doc, payload, 'server')
      if (kind === SYNC.step2) this.#synced = true
      return
    }
    const first = this.#state === 'offline'
    if (first) this.#socket?.send(askFrame(Y.encodeStateVector(doc)))
    this.#state = 'live'
    this.#tries = 0
    // Everything the server lacks, deletions included, in one frame.
    const waiting = this.#waiting
    this.#waiting = []
    this.#sendEdit(answerFrame(Y.encodeStateAsUpdate(doc, payload)), waiting)
  }

  #acknowledged(count: number): void {
    for (; this.#settled < count; this.#settled++) {
      for (const change of this.#frames.shift() ?? []) change.saved()
    }
  }

  #refused(reason: string, count: number): void {
    const changes = this.#frames[count - this.#settled - 1]
    if (!changes) return
    const refused = changes.splice(0)
    // Too fast means later: the server closes, and what waits is offered again.
    if (reason === 'too_fast') return void this.#waiting.unshift(...refused)
    for (const change of refused) change.refused(reason)
    this.#options.journal.refusals.push(`${this.name} heard "${reason}" for frame ${count}`)
  }

  #look(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void {
    for (const event of events) {
      if (event.target instanceof Y.Text) {
        for (const { insert } of event.changes.delta) if (typeof insert === 'string') this.#note(insert)
      } else if (event.target === this.#board.cards) {
        for (const cardId of event.changes.keys.keys()) this.#note(this.#textOf(cardId)?.toJSON() ?? '')
      }
    }
  }

  #note(text: string): void {
    for (const word of wordsIn(text)) {
      if (word.startsWith(`${this.name}.`)) continue
      this.#seen.add(word)
      this.#options.journal.saw(word)
    }
  }
}
