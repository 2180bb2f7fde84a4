import type { Team } from '#shared/domain/state.ts'
import type { TeamId } from '#shared/ids.ts'

/** What was pasted, by team, and the lines for which there is no team. */
export interface PastedLinks {
  readonly links: Readonly<Record<TeamId, string>>
  readonly left: readonly string[]
}

const ADDRESS = /https?:\/\/\S+/i
/** What stands between a team's name and its link in a list or a copied table. */
const BETWEEN = /[\s:：,、,|・-]+$/u

/**
 * Lines of links, shared out: a line that begins with a team's name goes to that team, any other by its place, the first
 * line to the first team. An empty line in between leaves its team as it is. A line without an address goes to its team as
 * it stands, where it can be mended; of a line with one, the address alone.
 */
export function pastedLinks(text: string, teams: readonly Pick<Team, 'id' | 'name'>[]): PastedLinks {
  const links: Record<TeamId, string> = {}
  const left: string[] = []
  text
    .trim()
    .split(/\r?\n/)
    .forEach((typed, place) => {
      const line = typed.trim()
      if (line === '') return
      const address = ADDRESS.exec(line)
      const before = line.slice(0, address?.index ?? 0).replace(BETWEEN, '')
      const team = teams.find(({ name }) => name === before) ?? teams[place]
      if (team === undefined) left.push(line)
      else links[team.id] = address?.[0] ?? line
    })
  return { links, left }
}
