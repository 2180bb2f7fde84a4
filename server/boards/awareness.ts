import { parseAwarenessState } from '#shared/boards/awareness-state.ts'
import type { Millis } from '#shared/time.ts'
import { realTime, type Runtime } from '../runtime.ts'
import { personOf, samePerson, type BoardConnection } from './board-connection.ts'
import { awarenessFrame, readAwareness, type AwarenessEntry } from './frames.ts'
import { TokenBucket, type Allowance } from '../token-bucket.ts'

/** A state: name, caret, and what Tiptap adds; bytes of JSON. */
const LARGEST_STATE = 2 * 1024
/** Clients repeat what they hear, several states in one frame; only their own is read. */
const LARGEST_PAYLOAD = 64 * 1024
/** Faster than anybody types; what is beyond is dropped, the next one tells it anyway. */
const SPEAKING: Allowance = { burst: 20, perSecond: 20 }
const GONE = 'null'
/**
 * Real time. The first word goes out at once; what follows within this goes out together. Six carets at 15 Hz are then
 * 20 frames a second for each of the six, not 75.
 */
const TOGETHER: Millis = 50

/** What one connection has said of itself. */
interface Voice {
  readonly clientId: number
  readonly allowance: TokenBucket
  state: string
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
    let entries: readonly AwarenessEntry[]
    try {
      entries = readAwareness(payload)
    } catch {
      return false
    }
    for (const entry of entries) this.#speak(connection, entry)
    return true
  }

  /** Tells a newcomer who else is here. */
  greet(newcomer: BoardConnection): void {
    const others = [...this.#voices].filter(([other, { state }]) => other !== newcomer && state !== GONE)
    if (others.length > 0) newcomer.send(awarenessFrame(others.map(([, voice]) => this.#entryOf(voice))))
  }

  leave(connection: BoardConnection): void {
    const voice = this.#voices.get(connection)
    this.#voices.delete(connection)
    if (voice && voice.state !== GONE) this.#say(connection, voice, GONE)
  }

  #speak(connection: BoardConnection, { clientId, state }: AwarenessEntry): void {
    const voice = this.#voices.get(connection) ?? this.#claim(connection, clientId)
    if (voice?.clientId !== clientId || !isOwn(state, connection)) return
    // Leaving is never dropped: a ghost would stay.
    const heard = state === GONE ? voice.state !== GONE : voice.allowance.take()
    if (heard) this.#say(connection, voice, state)
  }

  /**
   * A connection speaks for one client id, the first it uses. An id in use belongs to its connection, unless the same
   * person comes back with it before the dead connection was noticed; the old one then leaves without a word.
   */
  #claim(connection: BoardConnection, clientId: number): Voice | null {
    const holder = [...this.#voices].find(([, voice]) => voice.clientId === clientId)?.[0]
    if (holder && !samePerson(holder.viewer, connection.viewer)) return null
    if (holder) this.#voices.delete(holder)
    const voice = { clientId, allowance: new TokenBucket(SPEAKING, this.#runtime), state: GONE }
    this.#voices.set(connection, voice)
    return voice
  }

  #say(connection: BoardConnection, voice: Voice, state: string): void {
    voice.state = state
    this.#news.set(connection, voice)
    if (this.#cancelTelling === null) this.#tell()
  }

  #tell(): void {
    const { clock, timers } = this.#runtime
    const news = this.#news
    this.#news = new Map()
    if (news.size === 0) {
      this.#cancelTelling = null
      return
    }
    this.#cancelTelling = timers.after(realTime(clock, TOGETHER), () => this.#tell())
    const entries = [...news].map(([from, voice]) => ({ from, entry: this.#entryOf(voice) }))
    const all = awarenessFrame(entries.map(({ entry }) => entry))
    for (const listener of this.#listeners()) {
      if (!news.has(listener)) listener.send(all)
      // Nobody hears their own words: an echo is older than what they say by now.
      else if (news.size > 1) {
        listener.send(
          awarenessFrame(entries.flatMap(({ from, entry }) => (from === listener ? [] : [entry]))),
        )
      }
    }
  }

  #entryOf({ clientId, state }: Voice): AwarenessEntry {
    return { clientId, clock: this.#tick(), state }
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

/** Small enough, an object or `null`, and not in another person's name. */
function isOwn(state: string, { viewer }: BoardConnection): boolean {
  if (Buffer.byteLength(state) > LARGEST_STATE) return false
  if (state === GONE) return true
  try {
    const parsed = parseAwarenessState(JSON.parse(state))
    return parsed !== null && (parsed.person === null || parsed.person.id === personOf(viewer))
  } catch {
    return false
  }
}
