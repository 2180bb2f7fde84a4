import * as Y from 'yjs'
import { ROOT_NAMES } from '#shared/boards/board-doc.ts'
import type { RefusalReason } from '#shared/protocol/board-frames.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { graphemeCount, LIMITS } from '#shared/text.ts'

type Verdict = Result<null, RefusalReason>
type Decoded = ReturnType<typeof Y.decodeUpdate>
type Struct = Decoded['structs'][number]
type Id = Pick<Y.ID, 'client' | 'clock'>

/** How far a document goes: the clock after the last struct it holds of `client`. */
export type ClockOf = (client: number) => number

/** A whole board's text and history; far beyond any real one (400 cards and their moves are some 200 KiB). */
const LARGEST_BOARD = 8 * 1024 * 1024
/** Two people may fill one text at once; the editors keep each of them to the limit itself. */
const SLACK = 2
/** UTF-16 units of the longest thing worth counting as one grapheme; family emoji have eleven. */
const UNITS_PER_GRAPHEME = 16

const refused = (reason: RefusalReason): Verdict => err(reason)
const admitted: Verdict = ok(null)

/**
 * Judges an update by its bytes, before a document has seen it. Updates are taken whole or refused whole. This cannot
 * be the only guard: what passes may still throw or wait for something when it is applied, which the host checks.
 * Only V1 is ever decoded, and lazily: V2, and anything that allocates what a header announces, can be made to hang.
 */
export function judgeUpdate(update: Uint8Array, clockOf: ClockOf, boardSize: number): Verdict {
  if (update.byteLength > LIMITS.boardFrame || boardSize > LARGEST_BOARD) return refused('too_large')
  const decoded = decode(update)
  if (decoded === null) return refused('malformed')
  const reach = reachOf(decoded.structs, clockOf)
  if (reach === null) return refused('malformed')
  const known = ({ client, clock }: Id) => clock < (reach.get(client) ?? clockOf(client))
  if (!decoded.structs.every((struct) => isSound(struct, known))) return refused('malformed')
  return deletesOnly(decoded.ds, known) ? admitted : refused('malformed')
}

/** Judges what an update did to the document; refusing here costs a rebuild, so it is for what bytes do not show. */
export function judgeChange(transaction: Y.Transaction): Verdict {
  return [...textsGrown(transaction)].every(isShortEnough) ? admitted : refused('too_large')
}

function decode(update: Uint8Array): Decoded | null {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

/** Clocks after the update by client; `null` when a struct would have to wait for one that is not here. */
function reachOf(structs: readonly Struct[], clockOf: ClockOf): Map<number, number> | null {
  const reach = new Map<number, number>()
  for (const struct of structs) {
    const { client, clock } = struct.id
    const sofar = reach.get(client) ?? clockOf(client)
    if (struct instanceof Y.Skip || clock > sofar) return null
    reach.set(client, Math.max(sofar, clock + struct.length))
  }
  return reach
}

function isSound(struct: Struct, known: (id: Id) => boolean): boolean {
  if (!(struct instanceof Y.Item)) return true
  const { origin, rightOrigin, parentSub } = struct
  const parent = struct.parent as Y.ID | string | null
  if ((origin && !known(origin)) || (rightOrigin && !known(rightOrigin))) return false
  if (parentSub !== null && RESERVED_KEYS.has(parentSub)) return false
  if (typeof parent === 'string') return (ROOT_NAMES as readonly string[]).includes(parent)
  return parent === null || known(parent)
}

/** They would reach an object's prototype wherever a map becomes an object. */
const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function deletesOnly(ds: Decoded['ds'], known: (id: Id) => boolean): boolean {
  for (const [client, ranges] of ds.clients) {
    if (!ranges.every(({ clock, len }) => len > 0 && known({ client, clock: clock + len - 1 }))) return false
  }
  return true
}

function textsGrown({ doc, beforeState, afterState }: Y.Transaction): Set<Y.Text> {
  const texts = new Set<Y.Text>()
  for (const [client, end] of afterState) {
    const start = beforeState.get(client) ?? 0
    const structs = end > start ? doc.store.clients.get(client) : undefined
    if (!structs) continue
    for (let index = Y.findIndexSS(structs, start); index < structs.length; index++) {
      const struct = structs[index]
      if (struct instanceof Y.Item && struct.parent instanceof Y.Text) texts.add(struct.parent)
    }
  }
  return texts
}

function isShortEnough(text: Y.Text): boolean {
  const limit = SLACK * limitOf(text)
  if (text.length <= limit) return true
  return text.length <= limit * UNITS_PER_GRAPHEME && graphemeCount(text.toJSON()) <= limit
}

function limitOf(text: Y.Text): number {
  if (text instanceof Y.XmlText) return LIMITS.summary
  return text._item?.parentSub === 'title' ? LIMITS.clusterTitle : LIMITS.card
}
