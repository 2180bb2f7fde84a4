/** The heat line is drawn in a box of these units, stretched to the tile's width. */
export const HEAT_BOX = { width: 100, height: 34 } as const

/** Buckets shown; the server may send fewer in a workshop's first minutes. */
const BUCKETS = 14
/** The line keeps this distance from the box's edges, so that its stroke is never cut. */
const EDGE = 2
/** Fewer contributions than this in the fullest bucket are not stretched to full height: one card is no rush. */
const CALM_PEAK = 4

export interface HeatPath {
  /** to be stroked */
  readonly line: string
  /** to be filled: the line, closed along the floor */
  readonly area: string
}

/** The fullest bucket of all teams: one scale for every tile, so that tiles can be compared. */
export function heatPeak(teams: Readonly<Record<string, readonly number[]>>): number {
  return Math.max(CALM_PEAK, ...Object.values(teams).flat())
}

/** SVG paths of a team's contributions, oldest bucket first. Missing buckets count as silence before the start. */
export function heatPath(buckets: readonly number[], peak: number): HeatPath {
  const { width, height } = HEAT_BOX
  const recent = buckets.slice(-BUCKETS)
  const filled = [...Array<number>(BUCKETS - recent.length).fill(0), ...recent]
  const room = height - 2 * EDGE
  const points = filled.map((count, index) => {
    const x = (index * width) / (BUCKETS - 1)
    const y = height - EDGE - (room * Math.min(Math.max(count, 0), peak)) / Math.max(peak, 1)
    return `${round(x)} ${round(y)}`
  })
  const line = `M${points.join('L')}`
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` }
}

/** Whether the newest buckets spanning `quietMs` are all empty. No buckets is no knowledge, so not resting. */
export function handsRest(
  buckets: readonly number[] | undefined,
  bucketMs: number,
  quietMs: number,
): boolean {
  if (buckets === undefined || bucketMs <= 0) return false
  const needed = Math.ceil(quietMs / bucketMs)
  if (buckets.length < needed) return false
  return buckets.slice(-needed).every((count) => count === 0)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
