/**
 * Stands in for `engine.io-client` where the client is built (light-parts.ts), which loads every way of transport to have them
 * at hand by name. The client names its own (client/connection/socket.ts).
 */
export { Socket } from '../../node_modules/engine.io-client/build/esm/socket.js'
export { parse } from '../../node_modules/engine.io-client/build/esm/contrib/parseuri.js'
export { nextTick } from '../../node_modules/engine.io-client/build/esm/globals.js'
export { XHR } from '../../node_modules/engine.io-client/build/esm/transports/polling-xhr.js'
export { WS as WebSocket } from '../../node_modules/engine.io-client/build/esm/transports/websocket.js'
export { installTimerFunctions } from '../../node_modules/engine.io-client/build/esm/util.js'

// what Socket.IO hands on and nobody here uses
export {
  XHR as Fetch,
  XHR as NodeXHR,
} from '../../node_modules/engine.io-client/build/esm/transports/polling-xhr.js'
export {
  WS as NodeWebSocket,
  WS as WebTransport,
} from '../../node_modules/engine.io-client/build/esm/transports/websocket.js'
