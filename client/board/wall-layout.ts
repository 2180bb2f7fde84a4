import type { CardId } from '#shared/ids.ts'
import type { Lane } from './wall.ts'

/** lanes side by side, on the widest screens */
const COLUMNS = 3
/** CSS pixels from one card to the one below it: a card of one line and a half, as most are longer, and the room between */
const CARD = 110
/** cards; one column of more loose ones would be far longer than the others */
const LOOSE_COLUMN = 6

/** Whether a lane of a wall with so many of them lies across it, its cards side by side. */
export function isWide({ place, cards }: Lane, lanes: number): boolean {
  return place.kind === 'loose' && (lanes === 1 || cards.length > LOOSE_COLUMN)
}

/**
 * The cards that may be seen before anybody scrolls, on a screen so many CSS pixels high: told from their numbers, before
 * anything is laid out, and with some more rather than with too few. On a narrow screen, where lanes lie below one another,
 * they are more still.
 */
export function onFirstScreen(lanes: readonly Lane[], height: number): ReadonlySet<CardId> {
  const seen = new Set<CardId>()
  const across = (lane: Lane) => (isWide(lane, lanes.length) ? COLUMNS : 1)
  let top = 0
  for (const row of rowsOf(lanes)) {
    if (top >= height) break
    const rows = Math.ceil((height - top) / CARD)
    for (const lane of row) for (const { id } of lane.cards.slice(0, rows * across(lane))) seen.add(id)
    top += CARD * Math.max(1, ...row.map((lane) => lane.cards.length / across(lane)))
  }
  return seen
}

/** Lanes as they lie side by side; a wide one has a row to itself. */
function rowsOf(lanes: readonly Lane[]): Lane[][] {
  const rows: Lane[][] = []
  let room = 0
  for (const lane of lanes) {
    const wide = isWide(lane, lanes.length)
    if (wide || room === 0) rows.push([lane])
    else rows.at(-1)?.push(lane)
    room = wide ? 0 : (room === 0 ? COLUMNS : room) - 1
  }
  return rows
}
