import * as Y from 'yjs'
import { isId } from '../ids.ts'
import {
  byOrder,
  contentCard,
  contentCluster,
  contentLinks,
  placeIn,
  type BoardContent,
  type ContentCard,
  type ContentCluster,
} from './board-content.ts'
import type { BoardDoc, Place } from './board-doc.ts'
import { isPlain, plainLines, summaryBlocks } from './summary-blocks.ts'

/**
 * Reads a document defensively: values of the wrong type are left out, so a damaged board still opens. Clusters come
 * by order; cards by order, whichever cluster they lie in, so that the cards of one cluster are in order too.
 */
export function readBoard({ cards, clusters, links, summary }: BoardDoc): BoardContent {
  const content = {
    clusters: mapsIn(clusters).map(([id, cluster]) => readCluster(id, cluster)),
    cards: mapsIn(cards).map(([id, card]) => readCard(id, card, clusters)),
  }
  const blocks = summaryBlocks(summary)
  return {
    cards: content.cards.sort(byOrder),
    clusters: content.clusters.sort(byOrder),
    links: contentLinks(links.keys(), (id) => cards.has(id)),
    summary: plainLines(blocks).join('\n'),
    ...(isPlain(blocks) ? {} : { richSummary: blocks }),
  }
}

/** Where a card lies; a card whose cluster is gone, or whose place does not read, is loose. */
export function placeOf(card: Y.Map<unknown>, clusters: BoardDoc['clusters']): Place {
  return placeIn(card.get('place'), isIn(clusters))
}

export function readCard(id: string, card: Y.Map<unknown>, clusters: BoardDoc['clusters']): ContentCard {
  return contentCard(id, plainText(card.get('text')), (key) => card.get(key), isIn(clusters))
}

export function readCluster(id: string, cluster: Y.Map<unknown>): ContentCluster {
  return contentCluster(id, plainText(cluster.get('title')), (key) => cluster.get(key))
}

/** The text that people write in; `null` where there is none, or what is there is no text of the plain kind. */
export function sharedText(holder: Y.Map<unknown> | undefined, key: 'text' | 'title'): Y.Text | null {
  const value = holder?.get(key)
  return isPlainText(value) ? value : null
}

function isIn(clusters: BoardDoc['clusters']) {
  return (id: string) => clusters.get(id) instanceof Y.Map
}

function mapsIn(map: Y.Map<Y.Map<unknown>>): [string, Y.Map<unknown>][] {
  return [...map.entries()].filter(([id, value]) => isId(id) && value instanceof Y.Map)
}

function plainText(value: unknown): string {
  return isPlainText(value) ? value.toJSON() : ''
}

/** An XmlText would answer with tags. */
function isPlainText(value: unknown): value is Y.Text {
  return value instanceof Y.Text && !(value instanceof Y.XmlText)
}
