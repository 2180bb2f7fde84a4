import type { CardId } from '#shared/ids.ts'
import type { Lane } from './wall.ts'

/** of a screen's height; what stands above and below a wall leaves it less */
const WALL = 0.75
/** CSS pixels from one card to the one below it: a card of one line and a half, as most are longer, and the room between */
const CARD = 110
/** cards; one column of more loose ones would be far longer than the others */
const LOOSE_COLUMN = 6

/** Whether a lane of a wall with so many of them lies across it, its cards side by side. */
export function isWide({ place, cards }: Lane, lanes: number): boolean {
  return place.kind === 'loose' && (lanes === 1 || cards.length > LOOSE_COLUMN)
}

/** What may be seen of a wall before anybody scrolls. */
export interface FirstScreen {
  readonly cards: ReadonlySet<CardId>
  /** how many lanes, of the first */
  readonly lanes: number
}

/**
 * What is on the first screen, by its size in CSS pixels: told from numbers, before anything is laid out, and with some more
 * rather than with too little.
 */
export function onFirstScreen(
  lanes: readonly Lane[],
  screen: { readonly width: number; readonly height: number },
): FirstScreen {
  const cards = new Set<CardId>()
  let count = 0
  const columns = columnsOf(screen.width)
  const height = screen.height * WALL
  const across = (lane: Lane) => (isWide(lane, lanes.length) ? columns : 1)
  let top = 0
  for (const row of rowsOf(lanes, columns)) {
    if (top >= height) break
    const rows = Math.ceil((height - top) / CARD)
    for (const lane of row) for (const { id } of lane.cards.slice(0, rows * across(lane))) cards.add(id)
    count += row.length
    top += CARD * Math.max(1, ...row.map((lane) => lane.cards.length / across(lane)))
  }
  return { cards, lanes: count }
}

/** Lanes side by side on a screen so many CSS pixels wide, as in the styles of BoardView. */
function columnsOf(width: number): number {
  return width > 1240 ? 3 : width > 760 ? 2 : 1
}

/** Lanes as they lie side by side; a wide one has a row to itself. */
function rowsOf(lanes: readonly Lane[], columns: number): Lane[][] {
  const rows: Lane[][] = []
  let room = 0
  for (const lane of lanes) {
    const wide = isWide(lane, lanes.length)
    if (wide || room === 0) rows.push([lane])
    else rows.at(-1)?.push(lane)
    room = wide ? 0 : (room === 0 ? columns : room) - 1
  }
  return rows
}
