import { isId } from '../ids.ts'
import { byOrder, contentCard, contentCluster, contentLinks, type BoardContent } from './board-content.ts'
import { UpdateReader } from './update-reader.ts'

/**
 * What a board reads, by the updates a newcomer gets, before there is a document: as `readBoard` answers, but for the
 * summary, which is left empty. `null` when it takes a document to tell.
 */
export function boardPicture(updates: readonly Uint8Array[]): BoardContent | null {
  try {
    const reader = new UpdateReader(updates)
    const [cards, clusters, links] = [reader.root('cards'), reader.root('clusters'), reader.root('links')]
    const hasCluster = (id: string) => clusters.map(id) !== null
    return {
      cards: cards
        .maps()
        .filter(([id]) => isId(id))
        .map(([id, card]) => contentCard(id, card.text('text'), (key) => card.get(key), hasCluster))
        .sort(byOrder),
      clusters: clusters
        .maps()
        .filter(([id]) => isId(id))
        .map(([id, cluster]) => contentCluster(id, cluster.text('title'), (key) => cluster.get(key)))
        .sort(byOrder),
      links: contentLinks(links.keys(), (id) => cards.get(id) !== undefined),
      summary: '',
    }
  } catch {
    return null
  }
}
