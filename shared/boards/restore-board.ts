import * as Y from 'yjs'
import type { BoardDoc, Place } from './board-doc.ts'
import { clonesIn } from './copy-board.ts'
import { byOrder, REPLY_PART } from './board-content.ts'
import { placeOf } from './read-board.ts'
import { sameValue, sameXml } from './same-content.ts'

type CardMap = Y.Map<unknown>

/**
 * Makes a board read again as it did `then`, by ordinary edits in one transaction: texts, places, parts, clusters, links
 * and the summary. Which cards there are it leaves alone: newer ones stay (loose where their cluster goes), and those
 * taken off since stay off, because that was their author's word or a facilitator's. What is the same is not written,
 * so doing it twice, or going back to now, changes nothing.
 */
export function restoreBoard(now: BoardDoc, then: BoardDoc): void {
  now.doc.transact(() => {
    restoreClusters(now, then)
    for (const [id, was] of then.cards) {
      const card = now.cards.get(id)
      if (!(card instanceof Y.Map) || !(was instanceof Y.Map)) continue
      // a reply is said once: there is nothing of it to bring back
      if (card.get('part') !== REPLY_PART) restoreCard(now, card, then, was)
    }
    dropNewerClusters(now, then)
    restoreLinks(now, then)
    if (!sameXml(now.summary, then.summary)) {
      now.summary.delete(0, now.summary.length)
      now.summary.insert(0, clonesIn(then.summary))
    }
  })
}

function restoreClusters(now: BoardDoc, then: BoardDoc): void {
  for (const [id, was] of then.clusters) {
    if (!(was instanceof Y.Map)) continue
    const cluster = now.clusters.get(id)
    if (cluster instanceof Y.Map) restoreFields(cluster, was)
    else now.clusters.set(id, was.clone())
  }
}

function restoreCard(now: BoardDoc, card: CardMap, then: BoardDoc, was: CardMap): void {
  restoreFields(card, was, 'place')
  const place = placeOf(was, then.clusters)
  if (!sameValue(placeOf(card, now.clusters), place)) card.set('place', place)
}

/** Texts and plain values. What is a document of its own inside (and not known here) is nobody's to throw away. */
function restoreFields(map: CardMap, was: CardMap, except?: string): void {
  for (const key of new Set([...was.keys(), ...map.keys()])) {
    if (key === except) continue
    const [is, before] = [map.get(key), was.get(key)]
    if (is instanceof Y.Text && before instanceof Y.Text) restoreText(is, before.toJSON())
    else if (is instanceof Y.AbstractType || before instanceof Y.AbstractType) continue
    else if (!was.has(key)) map.delete(key)
    else if (!sameValue(is, before)) map.set(key, before)
  }
}

/** Writes only what differs, so that carets beside it stay where they are. */
function restoreText(text: Y.Text, before: string): void {
  const is = text.toJSON()
  if (is === before) return
  const most = Math.min(is.length, before.length)
  let start = 0
  while (start < most && is[start] === before[start]) start++
  if (isHigh(is[start - 1])) start--
  let end = 0
  while (end < most - start && is[is.length - 1 - end] === before[before.length - 1 - end]) end++
  if (isLow(is[is.length - end])) end--
  text.delete(start, is.length - start - end)
  text.insert(start, before.slice(start, before.length - end))
}

/** A pair of surrogates is one character: cut in two, neither half could be stored. */
function isHigh(unit: string | undefined): boolean {
  return unit !== undefined && /[\uD800-\uDBFF]/.test(unit)
}
function isLow(unit: string | undefined): boolean {
  return unit !== undefined && /[\uDC00-\uDFFF]/.test(unit)
}

/** Cards in them that are newer too become loose, in their order, after those that are. */
function dropNewerClusters(now: BoardDoc, then: BoardDoc): void {
  const newer = [...now.clusters.keys()].filter((id) => !then.clusters.has(id))
  if (newer.length === 0) return
  const placed = [...now.cards.entries()]
    .flatMap(([id, card]) => (card instanceof Y.Map ? [{ id, card, ...placeOf(card, now.clusters) }] : []))
    .sort(byOrder)
  let last = placed.reduce((most, { cluster, order }) => (cluster === null ? Math.max(most, order) : most), 0)
  for (const { card, cluster } of placed) {
    if (cluster === null || !newer.includes(cluster)) continue
    card.set('place', { cluster: null, order: ++last } satisfies Place)
  }
  for (const id of newer) now.clusters.delete(id)
}

/** Links belong to the card they begin at; those of newer cards stay. */
function restoreLinks(now: BoardDoc, then: BoardDoc): void {
  for (const key of [...now.links.keys()]) {
    const [from = ''] = key.split('>')
    if (then.cards.has(from) && now.cards.has(from) && !then.links.has(key)) now.links.delete(key)
  }
  for (const key of then.links.keys()) {
    const [from = '', to = ''] = key.split('>')
    const ends = now.cards.has(from) && (now.cards.has(to) || !then.cards.has(to))
    if (ends && !now.links.has(key)) now.links.set(key, true)
  }
}
