import { XHR } from 'socket.io-client'

/** The way of transport that every proxy lets through; fetched only where WebSocket has failed. */
export const longPolling = XHR
