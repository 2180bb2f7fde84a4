import * as Y from 'yjs'
import { isLinkAddress, saysAddress } from './link-address.ts'

/** A summary as plain data. Whatever an editor may write in time to come is read as paragraphs. */
export type SummaryBlock =
  | { readonly kind: 'paragraph'; readonly runs: readonly SummaryRun[] }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      /** each the blocks of one item, other lists among them */
      readonly items: readonly (readonly SummaryBlock[])[]
    }

/** Text that looks the same from its beginning to its end; `\n` is a line break inside a paragraph. */
export interface SummaryRun {
  readonly text: string
  readonly bold?: true
  readonly italic?: true
  readonly strike?: true
  /** always an address `isLinkAddress` lets through */
  readonly href?: string
}

/** Deeper than any editor of ours goes; below it nothing is read, so that no document can exhaust the stack. */
const DEEPEST = 12
const MARKS = ['bold', 'italic', 'strike'] as const
const PLAIN = JSON.stringify({ text: '' })

export function summaryBlocks(summary: Y.XmlFragment): readonly SummaryBlock[] {
  return blocksOf(summary.toArray(), 0)
}

/** Whether plain text says all there is in them. */
export function isPlain(blocks: readonly SummaryBlock[]): boolean {
  return blocks.every(
    (block) =>
      block.kind === 'paragraph' && block.runs.every((run) => JSON.stringify({ ...run, text: '' }) === PLAIN),
  )
}

/** One line a paragraph, list item or line break. A link's address follows its words; marks are dropped. */
export function plainLines(blocks: readonly SummaryBlock[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'paragraph') return [joinedLinks(block.runs).map(wordsOf).join('')]
    const lines = block.items.flatMap((item) => (item.length === 0 ? [''] : plainLines(item)))
    return lines.length === 0 ? [''] : lines
  })
}

/** Runs of one link as one, since its address is said once; without their marks. */
export function joinedLinks(runs: readonly SummaryRun[]): readonly SummaryRun[] {
  const joined: SummaryRun[] = []
  for (const { text, href } of runs) {
    const last = joined.at(-1)
    const words = last && last.href === href ? joined.pop()?.text : ''
    joined.push({ text: `${words}${text}`, ...(href === undefined ? {} : { href }) })
  }
  return joined
}

function wordsOf({ text, href }: SummaryRun): string {
  return href === undefined || saysAddress(text, href) ? text : `${text} (${href})`
}

function blocksOf(nodes: readonly unknown[], depth: number): readonly SummaryBlock[] {
  const blocks: SummaryBlock[] = []
  /** the paragraph that may still grow: inline content follows inline content */
  let open: SummaryRun[] | null = null
  for (const node of nodes) {
    const runs = inlineRuns(node)
    if (runs !== null) {
      if (open === null) blocks.push({ kind: 'paragraph', runs: (open = []) })
      open.push(...runs)
    } else if (isElement(node) && depth < DEEPEST) {
      blocks.push(...blocksIn(node, depth + 1))
      open = null
    }
  }
  return blocks
}

function blocksIn(element: Y.XmlElement, depth: number): readonly SummaryBlock[] {
  const { nodeName } = element
  if (nodeName === 'bulletList' || nodeName === 'orderedList') {
    const items = element
      .toArray()
      .map((item) => blocksOf(item instanceof Y.XmlElement ? item.toArray() : [], depth))
    return [{ kind: 'list', ordered: nodeName === 'orderedList', items }]
  }
  const inner = blocksOf(element.toArray(), depth)
  return inner.length > 0 ? inner : [{ kind: 'paragraph', runs: [] }]
}

function inlineRuns(node: unknown): readonly SummaryRun[] | null {
  if (node instanceof Y.XmlText) return (node.toDelta() as Delta[]).flatMap(runOf)
  return node instanceof Y.XmlElement && node.nodeName === 'hardBreak' ? [{ text: '\n' }] : null
}

interface Delta {
  readonly insert?: unknown
  readonly attributes?: Readonly<Record<string, unknown>>
}

/** `toString` would write marks as tags. */
function runOf({ insert, attributes = {} }: Delta): readonly SummaryRun[] {
  if (typeof insert !== 'string' || insert === '') return []
  // the editor's binding adds `--` and a hash to a mark's name where two of a kind overlap
  const names = new Set(Object.keys(attributes).map((key) => key.split('--', 1)[0]))
  const marks = Object.fromEntries(MARKS.flatMap((mark) => (names.has(mark) ? [[mark, true as const]] : [])))
  const href = hrefOf(attributes['link'])
  return [{ text: insert, ...marks, ...(href === null ? {} : { href }) }]
}

function hrefOf(link: unknown): string | null {
  const href: unknown = typeof link === 'object' && link !== null && 'href' in link ? link.href : null
  return isLinkAddress(href) ? href : null
}

function isElement(node: unknown): node is Y.XmlElement {
  return node instanceof Y.XmlElement
}
