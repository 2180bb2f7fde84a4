import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import { encodeStateVector, type Doc } from 'yjs'
import {
  FRAME,
  REFUSAL_REASONS,
  SYNC,
  type BoardAccess,
  type RefusalReason,
} from '#shared/protocol/board-frames.ts'
import { LIMITS } from '#shared/text.ts'
import type { Millis } from '#shared/time.ts'
import { Liveness } from '../connection/liveness.ts'
import { Redial, retryHint } from '../connection/redial.ts'
import { onWake } from '../connection/wake.ts'
import type { EarlyBoard } from './early-board.ts'
import { payloadOf, syncFrame } from './frames.ts'
import { gatedSocket, type GatedSocket } from './gated-socket.ts'
import { UnackedUpdates } from './unacked-updates.ts'

interface Listener {
  /** the first word of a connection, and again when rights change */
  welcomed(generation: string, access: BoardAccess): void
  refused(reason: RefusalReason): void
  /** anything that `saved`, `synced` or `unacked` depend on has changed */
  changed(): void
  /** the server will not have us back: a close code of 4400 to 4499 */
  shut(code: number): void
}

interface Options {
  readonly base: string
  /** `<workshopId>/<teamId>/<board>` */
  readonly path: string
  readonly params: Record<string, string>
  readonly doc: Doc
  readonly listener: Listener
  /** a connection that was dialled before there was a document: the first one here */
  readonly early: EarlyBoard | null
}

/** Somebody typing sends no more often than this (reliability.md, F-36); the first key goes at once. */
const SEND_EVERY: Millis = 40

/**
 * One document's connection: y-websocket's provider, plus our own frames, what the server has not got on disk yet, and
 * when to connect again. The count is by connection; each begins by offering everything the server lacks.
 */
export class BoardLink {
  readonly provider: WebsocketProvider
  readonly unacked = new UnackedUpdates()
  readonly #doc: Doc
  readonly #listener: Listener
  readonly #redial: Redial
  readonly #liveness: Liveness
  readonly #stopWaking: () => void
  #sent = 0
  #acknowledged = 0
  #offered = false
  #sentAt: Millis = 0
  #owedSince: Millis = 0
  #buffered = 0
  #next: ReturnType<typeof setTimeout> | undefined
  #hurried = false

  constructor({ base, path, params, doc, listener, early }: Options) {
    this.#doc = doc
    this.#listener = listener
    this.#redial = new Redial({
      dial: () => this.provider.connect(),
      hangUp: () => this.provider.disconnect(),
    })
    this.#liveness = new Liveness({
      ask: () => this.#pass(syncFrame(SYNC.step1, encodeStateVector(doc))),
      dead: () => this.#comeBack(),
      owedSince: () => this.#owed(),
    })
    this.provider = new WebsocketProvider(base, path, doc, {
      params,
      disableBc: true,
      connect: false,
      shouldReconnect: () => false,
      WebSocketPolyfill: gatedSocket(
        {
          heard: () => this.#liveness.heard(),
          takes: (frame) => {
            if (frame[1] === SYNC.step2) this.#offer(frame)
            return true
          },
        },
        early,
      ),
    })
    doc.on('update', this.#onUpdate)
    this.#listen()
    this.#stopWaking = onWake(() => {
      this.#liveness.probe()
      this.#redial.wake()
    })
    this.#redial.now()
  }

  get awareness(): Awareness {
    return this.provider.awareness
  }

  /** Connected, and the server's content is here. */
  get synced(): boolean {
    return this.provider.wsconnected && this.provider.synced
  }

  /** Everything typed here is on the server's disk. At least our first offer must have been counted. */
  get saved(): boolean {
    return this.synced && this.#offered && !this.unacked.any && this.#acknowledged >= this.#sent
  }

  /** What is typed goes out at once as long as the page may end at any moment. */
  hurry(hurried: boolean): void {
    this.#hurried = hurried
    if (hurried) this.#flush()
  }

  /** Leaves the server alone for a while. */
  pause(wait: Millis): void {
    this.provider.disconnect()
    this.#redial.lost(wait)
  }

  close(): void {
    clearTimeout(this.#next)
    this.#redial.stop()
    this.#liveness.closed()
    this.#stopWaking()
    this.#doc.off('update', this.#onUpdate)
    this.provider.destroy()
    this.provider.awareness.destroy()
  }

  #listen(): void {
    const { provider } = this
    const listener = this.#listener
    provider.on('status', ({ status }) => {
      if (status === 'connecting') this.#beginCount()
      if (status === 'connected') {
        this.#owedSince = Date.now()
        this.#redial.opened()
        this.#liveness.opened()
      }
      listener.changed()
    })
    provider.on('sync', () => listener.changed())
    provider.on('connection-close', () => this.#liveness.closed())
    provider.on('closed', ({ code, reason }) => {
      if (code < 4400 || code > 4499) return this.#redial.lost(retryHint(reason))
      this.#redial.stop()
      listener.shut(code)
    })
    const { messageHandlers } = provider
    const readSync = messageHandlers[FRAME.sync]
    messageHandlers[FRAME.sync] = (answer, frame, ...rest) => {
      // only the answer to a question proves that it was heard
      if (decoding.peekVarUint(frame) === SYNC.step2) this.#liveness.answered()
      readSync?.(answer, frame, ...rest)
    }
    messageHandlers[FRAME.acknowledged] = (_answer, frame) => {
      this.#acknowledged = decoding.readVarUint(frame)
      this.unacked.acknowledged(this.#acknowledged)
      this.#owedSince = Date.now()
      this.#liveness.progressed()
      listener.changed()
    }
    messageHandlers[FRAME.refused] = (_answer, frame) => {
      const reason = decoding.readVarString(frame)
      listener.refused(REFUSAL_REASONS.find((known) => known === reason) ?? 'malformed')
    }
    messageHandlers[FRAME.welcome] = (_answer, frame) => {
      const generation = decoding.readVarString(frame)
      const access = decoding.readVarString(frame)
      listener.welcomed(generation, access === 'write' || access === 'read' ? access : 'none')
    }
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this.provider) return
    // it would be refused in any case, and larger ones cost the connection
    if (update.byteLength > LIMITS.boardFrame) return this.#listener.refused('too_large')
    this.unacked.add(update)
    const wait = this.#sentAt + SEND_EVERY - Date.now()
    if (this.#hurried || wait <= 0 || wait > SEND_EVERY) this.#flush()
    else this.#next ??= setTimeout(() => this.#flush(), wait)
    this.#listener.changed()
  }

  #beginCount(): void {
    this.#sent = this.#acknowledged = 0
    this.#offered = false
    this.unacked.connectionLost()
  }

  /** Nothing may go before the offer: the server would find a gap in it. */
  #flush(): void {
    clearTimeout(this.#next)
    this.#next = undefined
    if (!this.#offered || !this.provider.wsconnected || !this.unacked.waiting) return
    for (const update of this.unacked.takeFrom(this.#sent + 1)) this.#edit(SYNC.update, update)
    this.#listener.changed()
  }

  /** The provider answers the server with all it has beyond it; where that is too much for a frame, in parts. */
  #offer(frame: Uint8Array): void {
    this.#offered = true
    if (frame.byteLength <= LIMITS.boardFrame || !this.unacked.any) {
      this.unacked.wentOut(this.#sent + 1)
      this.#edit(SYNC.step2, payloadOf(frame))
    } else {
      this.unacked.connectionLost()
      const parts = this.unacked.takeFrom(this.#sent + 1)
      for (const [index, part] of parts.entries()) this.#edit(index === 0 ? SYNC.step2 : SYNC.update, part)
    }
    this.#listener.changed()
  }

  #edit(kind: typeof SYNC.step2 | typeof SYNC.update, update: Uint8Array): void {
    if (this.#sent === this.#acknowledged) this.#owedSince = Date.now()
    this.#sent++
    this.#sentAt = Date.now()
    this.#pass(syncFrame(kind, update))
  }

  #pass(frame: Uint8Array): void {
    const socket = this.provider.ws as GatedSocket | null
    if (socket?.readyState === WebSocket.OPEN) socket.pass(frame)
  }

  /** What is still leaving this device is progress, too: a large backlog on a slow line takes its time. */
  #owed(): Millis | null {
    if (this.synced && this.#offered && this.#acknowledged >= this.#sent) return null
    const buffered = this.provider.ws?.bufferedAmount ?? 0
    if (buffered < this.#buffered) this.#owedSince = Date.now()
    this.#buffered = buffered
    return this.#owedSince
  }

  #comeBack(): void {
    this.provider.disconnect()
    this.#redial.lost()
  }
}
