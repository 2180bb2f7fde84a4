import type * as Y from 'yjs'

/**
 * The one place that knows the shape of a board's document (ARCHITECTURE.md, section 4):
 * `cards: Y.Map<cardId, Y.Map>` with `text: Y.Text`, `place: {cluster, order}`, `part?`, `parked?`, and of a solution
 * `cost?`, `effort?`, `effect?` (`low`, `middle`, `high`);
 * `clusters: Y.Map<clusterId, Y.Map>` with `title: Y.Text`, `order`; `links: Y.Map<"from>to", true>`;
 * `summary: Y.XmlFragment`.
 */
export interface BoardDoc {
  readonly doc: Y.Doc
  readonly cards: Y.Map<Y.Map<unknown>>
  readonly clusters: Y.Map<Y.Map<unknown>>
  readonly links: Y.Map<true>
  readonly summary: Y.XmlFragment
}

export const ROOT_NAMES = ['cards', 'clusters', 'links', 'summary'] as const

/** The typed roots of `doc`; asking also defines them, so a clashing type sent later throws at once. */
export function boardDoc(doc: Y.Doc): BoardDoc {
  return {
    doc,
    cards: doc.getMap('cards'),
    clusters: doc.getMap('clusters'),
    links: doc.getMap('links'),
    summary: doc.getXmlFragment('summary'),
  }
}

/** Where a card lies: in a cluster or loose (`null`), and its rank among its neighbours. One value, one key per move. */
export interface Place {
  readonly cluster: string | null
  readonly order: number
}
