import * as decoding from 'lib0/decoding'
import { WebSocket, type ClientOptions } from 'ws'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { FRAME, SYNC } from '#shared/protocol/board-frames.ts'
import { answerFrame, askFrame, updateFrame, type AwarenessEntry } from '../../server/boards/frames.ts'
import { AT, until } from './board-server.ts'

/** One frame from the server, read. */
export type Heard =
  | { readonly type: 'welcome'; readonly generation: string; readonly access: string }
  | { readonly type: 'acknowledged'; readonly count: number }
  | { readonly type: 'refused'; readonly reason: string; readonly count: number }
  | { readonly type: 'ask'; readonly bytes: Uint8Array }
  | { readonly type: 'answer'; readonly bytes: Uint8Array }
  | { readonly type: 'update'; readonly bytes: Uint8Array }
  | { readonly type: 'awareness'; readonly entries: readonly AwarenessEntry[] }

/** A client that says exactly what it is told, and remembers everything it hears. */
export class RawClient {
  readonly heard: Heard[] = []
  /** what an honest client would hold by now */
  readonly board: BoardDoc = boardDoc(new Y.Doc())
  readonly socket: WebSocket
  closed: { readonly code: number; readonly reason: string } | null = null

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url, options)
    this.socket.on('message', (data) => this.#hear(new Uint8Array(data as Buffer)))
    this.socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }))
    this.socket.on('error', () => undefined)
  }

  static async join(url: string, name: string): Promise<RawClient> {
    const client = new RawClient(boardUrl(url, `secret-${name}`))
    await until(() => client.of('ask').length > 0 || client.closed !== null, 'the welcome')
    return client
  }

  of<Type extends Heard['type']>(type: Type): Extract<Heard, { type: Type }>[] {
    return this.heard.filter((frame): frame is Extract<Heard, { type: Type }> => frame.type === type)
  }

  send(frame: Uint8Array): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame)
  }

  /** Edits the own document and sends what that made. */
  edit(change: (board: BoardDoc) => void): Uint8Array[] {
    const updates: Uint8Array[] = []
    const note = (update: Uint8Array) => void updates.push(update)
    this.board.doc.on('update', note)
    change(this.board)
    this.board.doc.off('update', note)
    for (const update of updates) this.send(updateFrame(update))
    return updates
  }

  ask(): void {
    this.send(askFrame(Y.encodeStateVector(this.board.doc)))
  }

  /** Sends everything beyond what the server said it has. */
  answer(): void {
    const asked = this.of('ask').at(-1)
    this.send(answerFrame(Y.encodeStateAsUpdate(this.board.doc, asked?.bytes)))
  }

  get acknowledged(): number {
    return this.of('acknowledged').at(-1)?.count ?? 0
  }

  async close(): Promise<void> {
    this.socket.close()
    await until(() => this.closed !== null, 'the goodbye')
  }

  #hear(bytes: Uint8Array): void {
    const frame = readServerFrame(bytes)
    this.heard.push(frame)
    if (frame.type === 'answer' || frame.type === 'update')
      Y.applyUpdate(this.board.doc, frame.bytes, 'server')
  }
}

export function boardUrl(
  url: string,
  token: string | null,
  path = `${AT.workshopId}/${AT.teamId}/${AT.board}`,
): string {
  return `${url}/boards/${path}?w=${AT.workshopId}${token === null ? '' : `&token=${token}`}`
}

function readServerFrame(bytes: Uint8Array): Heard {
  const decoder = decoding.createDecoder(bytes)
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case FRAME.welcome:
      return {
        type: 'welcome',
        generation: decoding.readVarString(decoder),
        access: decoding.readVarString(decoder),
      }
    case FRAME.acknowledged:
      return { type: 'acknowledged', count: decoding.readVarUint(decoder) }
    case FRAME.refused:
      return {
        type: 'refused',
        reason: decoding.readVarString(decoder),
        count: decoding.readVarUint(decoder),
      }
    case FRAME.awareness:
      return { type: 'awareness', entries: readAwareness(decoding.readVarUint8Array(decoder)) }
    case FRAME.sync: {
      const kind = decoding.readVarUint(decoder)
      const sync = kind === SYNC.step1 ? 'ask' : kind === SYNC.step2 ? 'answer' : 'update'
      return { type: sync, bytes: decoding.readVarUint8Array(decoder) }
    }
    default:
      throw new Error(`The server sent a frame of type ${type}`)
  }
}

/** Throws when it does not read. */
function readAwareness(payload: Uint8Array): AwarenessEntry[] {
  const decoder = decoding.createDecoder(payload)
  const entries: AwarenessEntry[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    entries.push({
      clientId: decoding.readVarUint(decoder),
      clock: decoding.readVarUint(decoder),
      state: decoding.readVarString(decoder),
    })
  }
  return entries
}
