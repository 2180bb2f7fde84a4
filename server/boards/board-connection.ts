import type { Viewer } from '#shared/domain/slice.ts'
import type { RefusalReason } from '#shared/protocol/board-frames.ts'

/** The other end of a board, as far as boards need to know it. */
export interface BoardConnection {
  readonly viewer: Viewer
  /** Never throws; a connection that is gone or too slow takes nothing. */
  send(frame: Uint8Array): void
  /**
   * Says that all edits up to the `count`th are on disk. It may take 50 ms and leave out lower counts, but comes before any
   * frame that is sent after it, and never before one that was sent earlier.
   */
  acknowledge(count: number): void
  close(code: number, reason: string): void
}

/** An edit as it arrived: the `count`th of its connection. `answer`: everything the client had beyond us. */
export interface Edit {
  readonly update: Uint8Array
  readonly answer: boolean
  readonly count: number
}

/** Same person, as far as the server can tell: whoever shares a facilitator link is one of them. */
export function samePerson(one: Viewer, other: Viewer): boolean {
  return one.role === other.role && personOf(one) === personOf(other)
}

export function personOf(viewer: Viewer): string | null {
  return viewer.role === 'visitor' ? null : viewer.participantId
}

/** Why an edit was not taken. */
export interface Refused {
  readonly reason: RefusalReason
  /** it was found out only in the document, which then had to be built anew: that costs everybody on the board */
  readonly costly: boolean
}
