import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import type { Doc } from 'yjs'
import {
  FRAME,
  REFUSAL_REASONS,
  SYNC,
  type BoardAccess,
  type RefusalReason,
} from '#shared/protocol/board-frames.ts'

interface Listener {
  /** the first word of a connection, and again when rights change */
  welcomed(generation: string, access: BoardAccess): void
  refused(reason: RefusalReason): void
  /** anything that `saved` or `connected` depend on has changed */
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
}

/**
 * One document's connection: y-websocket's provider, plus our own frames and the count of what the server has on
 * disk. The count is by connection; a fresh one begins by offering everything the server lacks, in one frame.
 */
export class BoardLink {
  readonly provider: WebsocketProvider
  #sent = 0
  #acknowledged = 0

  constructor({ base, path, params, doc, listener }: Options) {
    const onFrame = (frame: unknown) => {
      if (!carriesEdits(frame)) return
      this.#sent++
      listener.changed()
    }
    this.provider = new WebsocketProvider(base, path, doc, {
      params,
      disableBc: true,
      connect: false,
      WebSocketPolyfill: watchedSocket(onFrame),
    })
    this.provider.on('status', ({ status }) => {
      if (status === 'connecting') this.#sent = this.#acknowledged = 0
      listener.changed()
    })
    this.provider.on('sync', () => listener.changed())
    this.provider.on('closed', ({ code }) => listener.shut(code))
    const { messageHandlers } = this.provider
    messageHandlers[FRAME.acknowledged] = (_answer, frame) => {
      this.#acknowledged = decoding.readVarUint(frame)
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
    this.provider.connect()
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
    return this.synced && this.#sent > 0 && this.#acknowledged >= this.#sent
  }

  close(): void {
    this.provider.destroy()
    this.provider.awareness.destroy()
  }
}

/** Step 2 and updates carry edits; step 1 only asks. */
function carriesEdits(frame: unknown): boolean {
  return (
    frame instanceof Uint8Array &&
    frame[0] === FRAME.sync &&
    (frame[1] === SYNC.step2 || frame[1] === SYNC.update)
  )
}

function watchedSocket(onSend: (frame: unknown) => void): typeof WebSocket {
  return class extends WebSocket {
    override send(frame: Parameters<WebSocket['send']>[0]): void {
      super.send(frame)
      onSend(frame)
    }
  }
}
