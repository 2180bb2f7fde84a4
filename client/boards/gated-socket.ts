import { FRAME, SYNC } from '#shared/protocol/board-frames.ts'
import { ASK_ALL, type EarlyBoard, type Opened } from './early-board.ts'

interface Gate {
  /** a frame from the server, whatever it says */
  heard(): void
  /** an edit the provider would send at once; true: somebody else sends it */
  takes(frame: Uint8Array): boolean
}

/** A browser's WebSocket whose outgoing edits pass a gate. `pass` is the way around it. */
export interface GatedSocket extends WebSocket {
  pass(frame: Uint8Array): void
}

/**
 * y-websocket sends every keystroke by itself and knows no limits, so its edits are taken off its hands here. Its first socket may
 * be one that was dialled `early`: what that has been told already is told to the provider.
 */
export function gatedSocket(gate: Gate, early: EarlyBoard | null): typeof WebSocket {
  function Gated(url: string, protocols?: string | string[]): GatedSocket {
    const opened = early?.take() ?? null
    const socket = gated(opened?.socket ?? new WebSocket(url, protocols), gate)
    if (opened) catchUp(opened, socket, gate)
    return socket
  }
  // called by `new`, which answers the object that a function returns
  return Gated as unknown as typeof WebSocket
}

function gated(socket: WebSocket, gate: Gate): GatedSocket {
  const pass = socket.send.bind(socket)
  socket.addEventListener('message', () => gate.heard())
  return Object.assign(socket, {
    pass,
    send(frame: Parameters<WebSocket['send']>[0]): void {
      if (frame instanceof Uint8Array && carriesEdits(frame) && gate.takes(frame)) return
      pass(frame)
    },
  }) as GatedSocket
}

/** Tells the provider what it would have heard, when it has begun to listen; its own first question is answered in it. */
function catchUp({ asked, said }: Opened, socket: GatedSocket, gate: Gate): void {
  if (!asked) return
  const send = socket.send.bind(socket)
  socket.send = (frame) => {
    socket.send = send
    if (!(frame instanceof Uint8Array && isSame(frame, ASK_ALL))) send(frame)
  }
  queueMicrotask(() => {
    socket.onopen?.(new Event('open'))
    for (const event of said) {
      gate.heard()
      socket.onmessage?.(event)
    }
  })
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}

/** Step 2 and updates carry edits; step 1 only asks. */
function carriesEdits(frame: Uint8Array): boolean {
  return frame[0] === FRAME.sync && (frame[1] === SYNC.step2 || frame[1] === SYNC.update)
}
