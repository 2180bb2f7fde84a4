import { isUtf8 } from 'node:buffer'
import type { Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../runtime.ts'
import { personOf, samePerson, type BoardConnection } from './board-connection.ts'
import { awarenessFrameOf, encodeAwarenessEntry, forEachAwareness } from './frames.ts'

/** A state: name, caret, and what Tiptap adds; bytes of JSON. */
const LARGEST_STATE = 2 * 1024
/** Clients repeat what they hear, several states in one frame; only their own is read. */
const LARGEST_PAYLOAD = 64 * 1024
/** JSON: who says it is not here any more */
const GONE = Buffer.from('null')
/**
 * Real time. What is said within this goes out together, or with the next edit: that saves most of the writes when people
 * move their carets fifteen times a second, and nobody sees a caret come that much later.
 */
const TOGETHER: Millis = 50

/** What one connection has said of itself. */
interface Voice {
  readonly clientId: number
  /** JSON, judged */
  state: Uint8Array
}

/**
 * Yjs's own awareness would believe anything and forget nothing, so it is relayed here without it. Whoever creates one
 * closes it.
 */
export class AwarenessRelay {
  readonly #runtime: Runtime
  readonly #listeners: () => Iterable<BoardConnection>
  readonly #voices = new Map<BoardConnection, Voice>()
  /** whose words have changed since the listeners last heard */
  #news = new Map<BoardConnection, Voice>()
  #cancelTelling: (() => void) | null = null
  #clock = 0

  constructor(runtime: Runtime, listeners: () => Iterable<BoardConnection>) {
    this.#runtime = runtime
    this.#listeners = listeners
  }

  close(): void {
    this.#cancelTelling?.()
    this.#cancelTelling = null
  }

  /** `false` when it does not read as awareness at all. */
  receive(connection: BoardConnection, payload: Uint8Array): boolean {
    if (payload.byteLength > LARGEST_PAYLOAD) return true
    return forEachAwareness(payload, (clientId, state) => this.#speak(connection, clientId, state))
  }

  /** Tells a newcomer who else is here. */
  greet(newcomer: BoardConnection): void {
    const entries: Uint8Array[] = []
    for (const [other, voice] of this.#voices)
      if (other !== newcomer && voice.state !== GONE) entries.push(this.#entryOf(voice))
    if (entries.length > 0) newcomer.send(awarenessFrameOf(entries))
  }

  leave(connection: BoardConnection): void {
    const voice = this.#voices.get(connection)
    this.#voices.delete(connection)
    if (voice && voice.state !== GONE) this.#say(connection, voice, GONE)
  }

  /** Tells the listeners what has been said since they last heard. To be called when they are sent something anyway. */
  tell(): void {
    const news = this.#news
    if (news.size === 0) return
    this.#cancelTelling?.()
    this.#cancelTelling = null
    this.#news = new Map()
    const speakers = [...news.keys()]
    const entries = [...news.values()].map((voice) => this.#entryOf(voice))
    let all: Uint8Array | null = null
    for (const listener of this.#listeners()) {
      const own = speakers.indexOf(listener)
      // Nobody hears their own words: Yjs would take them for news, and forget what has been said since.
      if (own === -1) listener.send((all ??= awarenessFrameOf(entries)))
      else if (entries.length > 1) listener.send(awarenessFrameOf(entries.toSpliced(own, 1)))
    }
  }

  #speak(connection: BoardConnection, clientId: number, state: Uint8Array): void {
    const voice = this.#voices.get(connection) ?? this.#claim(connection, clientId)
    if (voice?.clientId !== clientId) return
    if (isSame(state, GONE)) {
      if (voice.state !== GONE) this.#say(connection, voice, GONE)
    } else if (isSame(state, voice.state)) {
      // Said again so that the others do not take it for outdated.
      this.#say(connection, voice, voice.state)
    } else if (isOwn(state, connection)) this.#say(connection, voice, Buffer.from(state))
  }

  /**
   * A connection speaks for one client id, the first it uses. An id in use belongs to its connection, unless the same
   * person comes back with it before the dead connection was noticed; the old one then leaves without a word.
   */
  #claim(connection: BoardConnection, clientId: number): Voice | null {
    const holder = [...this.#voices].find(([, voice]) => voice.clientId === clientId)?.[0]
    if (holder && !samePerson(holder.viewer, connection.viewer)) return null
    if (holder) this.#voices.delete(holder)
    const voice = { clientId, state: GONE }
    this.#voices.set(connection, voice)
    return voice
  }

  #say(connection: BoardConnection, voice: Voice, state: Uint8Array): void {
    voice.state = state
    this.#news.set(connection, voice)
    const { clock, timers } = this.#runtime
    this.#cancelTelling ??= timers.after(realTime(clock, TOGETHER), () => this.tell())
  }

  #entryOf({ clientId, state }: Voice): Uint8Array {
    return encodeAwarenessEntry(clientId, this.#tick(), state)
  }

  /**
   * The server counts: a client believes only a clock higher than the last it saw, and after a reconnect the sender's
   * own clock is not. Time makes it higher than before a restart, too.
   */
  #tick(): number {
    this.#clock = Math.max(this.#clock + 1, Math.floor(this.#runtime.clock.now()))
    return this.#clock
  }
}

/** Small enough, an object, and not in another person's name. The very bytes go on, so they have to be what they read as. */
function isOwn(state: Uint8Array, { viewer }: BoardConnection): boolean {
  if (state.byteLength > LARGEST_STATE || !isUtf8(state)) return false
  try {
    const said: unknown = JSON.parse(Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString())
    if (typeof said !== 'object' || said === null || Array.isArray(said)) return false
    const { person } = said as { readonly person?: unknown }
    if (typeof person !== 'object' || person === null) return true
    const { id } = person as { readonly id?: unknown }
    // Without a name of theirs it shows nobody (`parseAwarenessState`).
    return typeof id !== 'string' || id === personOf(viewer)
  } catch {
    return false
  }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && Buffer.compare(one, other) === 0
}
