import { FRAME, SYNC } from '#shared/protocol/board-frames.ts'

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

/** y-websocket sends every keystroke by itself and knows no limits, so its edits are taken off its hands here. */
export function gatedSocket(gate: Gate): typeof WebSocket {
  return class extends WebSocket implements GatedSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', () => gate.heard())
    }

    override send(frame: Parameters<WebSocket['send']>[0]): void {
      if (frame instanceof Uint8Array && carriesEdits(frame) && gate.takes(frame)) return
      super.send(frame)
    }

    pass(frame: Uint8Array): void {
      super.send(frame as Uint8Array<ArrayBuffer>)
    }
  }
}

/** Step 2 and updates carry edits; step 1 only asks. */
function carriesEdits(frame: Uint8Array): boolean {
  return frame[0] === FRAME.sync && (frame[1] === SYNC.step2 || frame[1] === SYNC.update)
}
