import type { Rolldown } from 'vite'

type Group = Rolldown.CodeSplittingGroup
type Graph = Rolldown.ChunkingContext

/**
 * Chunks by where one enters: what the first of `entries` imports outright, whatever it is, is one file; what the second
 * imports besides is the next; and so on. Nothing comes with a page that is only of use to another. A module may be imported
 * and still nothing of it be used by then: whose id ends as one of `unused` goes where it is used.
 */
export function chunksByEntry(entries: Readonly<Record<string, string>>, unused: readonly string[]): Group {
  let found: ReadonlyMap<string, string> | undefined
  return {
    // `divide` has followed the imports, and knows what to leave out
    includeDependenciesRecursively: false,
    name: (id, graph) => {
      found ??= divide(entries, unused, graph)
      return found.get(id) ?? null
    },
  }
}

function divide(
  entries: Readonly<Record<string, string>>,
  unused: readonly string[],
  graph: Graph,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [name, entry] of Object.entries(entries)) {
    const waiting = [entry]
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (found.has(id) || unused.some((end) => id.endsWith(end))) continue
      const module = graph.getModuleInfo(id)
      if (module === null) {
        if (id === entry) throw new Error(`${entry} is not in the build`)
        continue
      }
      found.set(id, name)
      waiting.push(...module.importedIds)
    }
  }
  return found
}
