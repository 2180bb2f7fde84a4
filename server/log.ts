import { createHash } from 'node:crypto'
import { pino, type DestinationStream, type Logger } from 'pino'

/**
 * The server's log. Whatever is logged under `workshopId` comes out as a short hash: who reads logs can follow one room
 * through them, and open none.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, serializers: { workshopId: roomMark } }
  return destination ? pino(options, destination) : pino(options)
}

/** How a workshop is called in logs: 12 hexadecimal digits of SHA-256 over its id. */
export function roomMark(workshopId: unknown): string {
  return createHash('sha256').update(String(workshopId)).digest('hex').slice(0, 12)
}
