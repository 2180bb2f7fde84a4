/** Teams of more than six lose ideas to waiting for one's turn; nobody works alone (facilitation.md 4.1). */
const LARGEST = 6
const SMALLEST = 2

/**
 * The sizes of the teams, largest first. They differ by one at most; nobody is alone unless only one is here; nobody
 * is in a team of more than six. Among what is left: all teams within one of the aim if possible, then closest to the
 * aim on average, then the smaller teams. With an aim of 5: 7 → 4+3, 11 → 6+5, 12 → 4+4+4, 13 → 5+4+4.
 */
export function teamSizes(people: number, aim: number): number[] {
  if (people === 0) return []
  if (people <= SMALLEST) return [people]
  let best: { readonly sizes: number[]; readonly cost: readonly [number, number] } | null = null
  for (let teams = Math.ceil(people / LARGEST); teams <= Math.floor(people / SMALLEST); teams++) {
    const sizes = evenSizes(people, teams)
    const cost = distance(sizes, aim)
    if (best === null || cost[0] < best.cost[0] || (cost[0] === best.cost[0] && cost[1] <= best.cost[1])) {
      best = { sizes, cost }
    }
  }
  return best?.sizes ?? []
}

function evenSizes(people: number, teams: number): number[] {
  return Array.from({ length: teams }, (_, index) => Math.floor((people + teams - 1 - index) / teams))
}

/** How far the worst team is beyond one from the aim; how far the teams are from the aim on average. */
function distance(sizes: readonly number[], aim: number): readonly [number, number] {
  const off = sizes.map((size) => Math.abs(size - aim))
  const beyond = Math.max(...off.map((one) => Math.max(0, one - 1)))
  return [beyond, off.reduce((sum, one) => sum + one, 0) / sizes.length]
}
