/**
 * The y-websocket protocol (varuint type, then payload) and our own additions to it. A stock client logs unknown
 * types and goes on, so it can take part without knowing them.
 */
export const FRAME = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  /** server → client: `varuint count`, cumulative sync frames (step 2 and updates) of this connection now on disk */
  acknowledged: 100,
  /** server → client: `varstring reason` (a `RefusalReason`), `varuint count`, the frame refused */
  refused: 101,
  /** server → client, first frame: `varstring generation`, `varstring access` */
  welcome: 102,
} as const

export const SYNC = { step1: 0, step2: 1, update: 2 } as const

/** Why a board update was not taken; the client puts the text in its author's drawer and starts with a fresh document. */
export const REFUSAL_REASONS = ['closed', 'too_large', 'malformed', 'too_fast'] as const
export type RefusalReason = (typeof REFUSAL_REASONS)[number]

/** Close codes; 4400 to 4499 make y-websocket stop, all others make it retry. */
export const CLOSE = {
  malformed: 4400,
  unauthorised: 4401,
  forbidden: 4403,
  unknown: 4404,
  /** the same person opened more connections than anybody needs; this is the oldest */
  replaced: 4409,
  tooLarge: 4413,
  tooFast: 4529,
  restarting: 1012,
  later: 4503,
} as const

export type BoardAccess = 'write' | 'read' | 'none'
