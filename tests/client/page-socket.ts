import { vi } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { AT } from '../support/board-server.ts'

interface Watch {
  readonly onOpening?: (socket: NodeWebSocket) => void
  /** the kind of a sync frame that goes out */
  readonly onSync?: (kind: number) => void
}

/** Sockets made from now on are this person's: a browser's sends its cookies, Node's has to be told. */
export function speakAs(name: string, { onOpening, onSync }: Watch = {}): void {
  vi.stubGlobal(
    'WebSocket',
    class extends NodeWebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { cookie: `ys_${AT.workshopId}=secret-${name}` } })
        onOpening?.(this)
      }
      override send(data: unknown): void {
        const frame = data as Uint8Array
        if (frame[0] === 0) onSync?.(frame[1] ?? -1)
        super.send(frame)
      }
    },
  )
}
