/**
 * Stands in for `lib0/broadcastchannel` where the client is built (light-parts.ts). No tab hears of another's edits but by the
 * server, which alone knows who may (client/boards/board-link.ts).
 */
export function subscribe() {}
export function unsubscribe() {}
export function publish() {}
