import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from './board-doc.ts'

/** The same board in a document of its own, without the traces of how it came to be: as small as it can be written. */
export function copyBoard({ cards, clusters, links, summary }: BoardDoc): BoardDoc {
  const copy = boardDoc(new Y.Doc())
  copy.doc.transact(() => {
    for (const [id, card] of cards) if (card instanceof Y.Map) copy.cards.set(id, card.clone())
    for (const [id, cluster] of clusters) if (cluster instanceof Y.Map) copy.clusters.set(id, cluster.clone())
    for (const key of links.keys()) copy.links.set(key, true)
    copy.summary.insert(0, clonesIn(summary))
  })
  return copy
}

/** Copies of what lies in a summary, to be put into another document. */
export function clonesIn(summary: Y.XmlFragment): (Y.XmlElement | Y.XmlText)[] {
  return summary.toArray().flatMap((node) => {
    if (node instanceof Y.XmlText || node instanceof Y.XmlElement) return [node.clone()]
    return []
  })
}
