/**
 * For tests with a real server beside the page: Node's own bytes (the page's are of another realm, and Node's buffers are none
 * of them), and the real `ws` (for pages the package is an empty stub). To be imported in `vi.hoisted`, before all else, and
 * once more in place of `ws`.
 */
import { createRequire } from 'node:module'
import type * as Sockets from 'ws'

globalThis.Uint8Array = Object.getPrototypeOf(Buffer) as Uint8ArrayConstructor

export const { WebSocket, WebSocketServer } = createRequire(import.meta.url)(
  '../../node_modules/ws/index.js',
) as typeof Sockets
