import * as Y from 'yjs'
import { isId } from '../ids.ts'
import { graphemeCount, LIMITS } from '../text.ts'
import type { BoardDoc } from './board-doc.ts'
import { isEstimate, isLevel } from './estimates.ts'
import { isLinkAddress } from './link-address.ts'
import { REPLY_PART } from './board-content.ts'

/** Where in a board's document a type stands; what may lie in it follows from that alone. */
type Spot =
  | 'cards'
  | 'card'
  | 'cardText'
  | 'clusters'
  | 'cluster'
  | 'clusterTitle'
  | 'links'
  | 'summary'
  | List
  | Item
  | 'block'
  | 'inline'
  | 'leaf'

/** Lists of the summary nest this deep and no deeper; three levels are all that a phone has room for. */
type List = 'list1' | 'list2' | 'list3'
type Item = 'item1' | 'item2' | 'item3'

/** `malformed`: no program that keeps to the contract writes this. */
export type ShapeFault = 'malformed' | 'too_large'

type AnyType = Y.AbstractType<unknown>

/** Two people may fill one text at once; the editors keep each of them to the limit itself. */
const SLACK = 2
/** UTF-16 units of the longest thing worth counting as one grapheme; family emoji have eleven. */
const UNITS_PER_GRAPHEME = 16
/** Marks the summary's editor sets; y-prosemirror adds `--` and a hash where two of a kind overlap. */
const MARK = /^(?:bold|italic|strike)(?:--[\w+/=]{1,24})?$/
/** The summary's blocks, what its lists are made of, and what may lie in a paragraph beside text. */
const BLOCK = 'paragraph'
const LISTS = ['bulletList', 'orderedList'] as const
const ITEM = 'listItem'
const LEAF = 'hardBreak'
/** Which lists may lie in it, and what lies in those. */
const LIST_IN = { summary: 'list1', item1: 'list2', item2: 'list3', item3: null } as const
const ITEM_OF = { list1: 'item1', list2: 'item2', list3: 'item3' } as const
/** For the editor: how many lists may lie within each other. */
export const LIST_DEPTH = Object.keys(ITEM_OF).length
/** UTF-16 units of a part's name */
const LONGEST_PART = 40

/**
 * What somebody's transaction did to the document that the contract (ARCHITECTURE.md, section 4) does not allow; `null`
 * when nothing. Looks at the structs it brought and the deletes it made, so it costs as much as the transaction did.
 * Cards are the server's: nobody else takes one off, writes over one, or takes its text away. Nor does anybody touch the
 * words of a reply, which are its author's alone, or make a reply of a card, which would lock it.
 */
export function shapeFault(transaction: Y.Transaction, board: BoardDoc): ShapeFault | null {
  const grown = new Set<Y.Text>()
  for (const item of broughtItems(transaction)) {
    const parent = item.parent as AnyType
    const spot = spotOf(parent, board)
    if (spot === null || !fits(item, spot) || locks(item, spot, transaction)) return 'malformed'
    if (spot === 'cardText' && isSettledReply(parent, transaction)) return 'malformed'
    if (parent instanceof Y.Text) grown.add(parent)
  }
  if (![...deletedItems(transaction)].every((item) => mayGo(item, transaction, board))) return 'malformed'
  return [...grown].every((text) => isShortEnough(text, board)) ? null : 'too_large'
}

function* broughtItems({ doc, beforeState, afterState }: Y.Transaction): Iterable<Y.Item> {
  for (const [client, end] of afterState) {
    const start = beforeState.get(client) ?? 0
    const structs = end > start ? doc.store.clients.get(client) : undefined
    if (!structs) continue
    for (let index = Y.findIndexSS(structs, start); index < structs.length; index++) {
      const struct = structs[index]
      if (struct instanceof Y.Item) yield struct
    }
  }
}

function* deletedItems({ doc, deleteSet }: Y.Transaction): Iterable<Y.Item> {
  for (const [client, ranges] of deleteSet.clients) {
    const structs = doc.store.clients.get(client) ?? []
    for (const { clock, len } of ranges) {
      for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
        const struct = structs[index]
        if (!struct || struct.id.clock >= clock + len) break
        if (struct instanceof Y.Item) yield struct
      }
    }
  }
}

function spotOf(type: AnyType, board: BoardDoc): Spot | null {
  const item = type._item
  if (item === null) return rootSpot(type, board)
  const parent = item.parent as AnyType
  const above = spotOf(parent, board)
  switch (above) {
    case 'cards':
      return 'card'
    case 'card':
      return item.parentSub === 'text' ? 'cardText' : null
    case 'clusters':
      return 'cluster'
    case 'cluster':
      return item.parentSub === 'title' ? 'clusterTitle' : null
    case 'summary':
    case 'item1':
    case 'item2':
    case 'item3':
      if (!(type instanceof Y.XmlElement)) return null
      return type.nodeName === BLOCK ? 'block' : isListName(type.nodeName) ? LIST_IN[above] : null
    case 'list1':
    case 'list2':
    case 'list3':
      return ITEM_OF[above]
    case 'block':
      return type instanceof Y.XmlText ? 'inline' : 'leaf'
    // Nothing lies deeper. A hostile document may: it is climbed once, and then refused.
    default:
      return null
  }
}

function rootSpot(type: AnyType, board: BoardDoc): Spot | null {
  if (type === (board.cards as unknown)) return 'cards'
  if (type === (board.clusters as unknown)) return 'clusters'
  if (type === (board.links as unknown)) return 'links'
  return type === (board.summary as unknown) ? 'summary' : null
}

function fits({ content, parentSub: key, left }: Y.Item, spot: Spot): boolean {
  // What was written and taken back before anybody saw it arrives empty; it still must not push out what is there.
  const gone = content instanceof Y.ContentDeleted
  switch (spot) {
    case 'cards':
      return key !== null && isId(key) && left === null && (gone || holds(content, Y.Map))
    case 'card':
      if (key === 'text') return left === null && (gone || holds(content, Y.Text))
      return gone || holdsOnly(content, (value) => isCardField(key, value))
    case 'clusters':
      return key !== null && isId(key) && (gone || holds(content, Y.Map))
    case 'cluster':
      if (key === 'title') return left === null && (gone || holds(content, Y.Text))
      return gone || (key === 'order' && holdsOnly(content, isOrder))
    case 'links':
      return key !== null && isLinkKey(key) && (gone || holdsOnly(content, (value) => value === true))
    case 'cardText':
    case 'clusterTitle':
      return key === null && (gone || content instanceof Y.ContentString)
    case 'summary':
    case 'item1':
    case 'item2':
    case 'item3':
      if (key !== null) return false
      return gone || isElement(content, BLOCK) || (LIST_IN[spot] !== null && isElement(content, ...LISTS))
    case 'list1':
    case 'list2':
    case 'list3':
      return key === null && (gone || isElement(content, ITEM))
    case 'block':
      return key === null && (gone || holds(content, Y.XmlText) || isElement(content, LEAF))
    case 'inline':
      return key === null && (gone || content instanceof Y.ContentString || isMark(content))
    case 'leaf':
      return false
  }
}

type Content = Y.Item['content']

/** Exactly this type: an XmlText is also a Text, and a hook is also a Map. */
function holds(content: Content, type: new (...args: never[]) => unknown): boolean {
  return content instanceof Y.ContentType && content.type.constructor === type
}

function isElement(content: Content, ...names: readonly string[]): boolean {
  return (
    holds(content, Y.XmlElement) && names.includes(((content as Y.ContentType).type as Y.XmlElement).nodeName)
  )
}

function isListName(name: string): boolean {
  return LISTS.some((list) => list === name)
}

/**
 * Plain values only, as maps hold them, and each of them fit. What was set several times before it was sent, in a document
 * that keeps what is gone for undoing, arrives as one item of several values; the last counts.
 */
function holdsOnly(content: Content, isFit: (value: unknown) => boolean): boolean {
  return content instanceof Y.ContentAny && content.arr.every(isFit)
}

function isCardField(key: string | null, value: unknown): boolean {
  if (key === 'place') return isPlace(value)
  if (key === 'part') return typeof value === 'string' && value.length <= LONGEST_PART
  if (isEstimate(key)) return isLevel(value)
  return key === 'parked' && typeof value === 'boolean'
}

function isPlace(value: unknown): boolean {
  // A key `__proto__` on the wire becomes the object's prototype here.
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return false
  }
  const { cluster, order, ...others } = value as Partial<Record<string, unknown>>
  const known = cluster === null || (typeof cluster === 'string' && isId(cluster))
  return known && isOrder(order) && Object.keys(others).length === 0
}

function isOrder(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value)
}

function isLinkKey(key: string): boolean {
  const ends = key.split('>')
  return ends.length === 2 && ends.every(isId)
}

function isMark(content: Content): boolean {
  if (!(content instanceof Y.ContentFormat)) return false
  const value: unknown = content.value
  if (content.key === 'link') return value === null || isLink(value)
  if (!MARK.test(content.key)) return false
  if (value === null || typeof value === 'boolean') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** An address and nothing else: how a link looks and opens is for the page that shows it. */
function isLink(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return false
  const { href, ...others } = value as Partial<Record<string, unknown>>
  return isLinkAddress(href) && Object.keys(others).length === 0
}

/** Whether this may be deleted by somebody; what never reached anybody else may always go. */
function mayGo(item: Y.Item, transaction: Y.Transaction, board: BoardDoc): boolean {
  if (isNew(item, transaction)) return true
  const parent = item.parent as AnyType
  if (parent === (board.cards as unknown)) return false
  if (spotOf(parent, board) === 'cardText' && isSettledReply(parent, transaction)) return false
  if (item.parentSub === 'part' && says(item.content, REPLY_PART)) return spotOf(parent, board) !== 'card'
  if (item.parentSub === 'text') return spotOf(parent, board) !== 'card'
  if (item.parentSub === 'title') return spotOf(parent, board) !== 'cluster' || parent._item?.deleted === true
  return true
}

function isNew({ id }: Y.Item, { beforeState }: Y.Transaction): boolean {
  return id.clock >= (beforeState.get(id.client) ?? 0)
}

/** Whether this is the text of a reply that was there before: who brings back what the server lost brings it whole. */
function isSettledReply(text: AnyType, transaction: Y.Transaction): boolean {
  const card = text._item?.parent
  if (!(card instanceof Y.Map) || card._item === null || isNew(card._item, transaction)) return false
  return card.get('part') === REPLY_PART
}

/** Whether it makes a reply of a card that was there before. */
function locks({ parent, parentSub, content }: Y.Item, spot: Spot, transaction: Y.Transaction): boolean {
  if (spot !== 'card' || parentSub !== 'part' || !says(content, REPLY_PART)) return false
  const card = (parent as AnyType)._item
  return card === null || !isNew(card, transaction)
}

function says(content: Content, value: unknown): boolean {
  return content instanceof Y.ContentAny && content.arr.includes(value)
}

function isShortEnough(text: Y.Text, board: BoardDoc): boolean {
  const limit = SLACK * limitOf(text, board)
  if (text.length <= limit) return true
  return text.length <= limit * UNITS_PER_GRAPHEME && graphemeCount(text.toJSON()) <= limit
}

/**
 * UTF-16 units of plain text that may be added to `text` without anybody looking: it is a card's or a title's, and stays
 * below its limit whatever they are. 0 or less when it has to be looked at.
 */
export function roomIn(text: Y.Text, board: BoardDoc): number {
  const spot = spotOf(text as AnyType, board)
  if (spot === 'cardText' && (text.parent as Y.Map<unknown>).get('part') === REPLY_PART) return 0
  return spot === 'cardText' || spot === 'clusterTitle' ? SLACK * limitOf(text, board) - text.length : 0
}

function limitOf(text: Y.Text, board: BoardDoc): number {
  switch (spotOf(text as AnyType, board)) {
    case 'inline':
      return LIMITS.summary
    case 'clusterTitle':
      return LIMITS.clusterTitle
    default:
      return LIMITS.card
  }
}
