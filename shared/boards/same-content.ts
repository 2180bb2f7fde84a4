import * as Y from 'yjs'

/** Whether two plain values say the same, whatever the order of their keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && sameValue(value, right.get(key)))
  )
}

/** Whether two summaries read the same: words, blocks and marks. */
export function sameXml(a: Y.XmlFragment, b: Y.XmlFragment): boolean {
  return sameValue(plain(a, 0), plain(b, 0))
}

/** Deeper than any editor of ours goes; what lies below counts as the same. */
const DEEPEST = 12

function plain(node: unknown, depth: number): unknown {
  if (node instanceof Y.XmlText) return runsOf(node)
  if (!(node instanceof Y.XmlFragment) || depth > DEEPEST) return null
  const children = node.toArray().map((child) => plain(child, depth + 1))
  if (!(node instanceof Y.XmlElement)) return children
  return { name: node.nodeName, attributes: node.getAttributes(), children }
}

interface Run {
  readonly insert: unknown
  readonly attributes: object
}

/** Text with its marks; neighbours with the same marks are one run, however they were typed. */
function runsOf(text: Y.XmlText): readonly Run[] {
  const runs: Run[] = []
  for (const { insert, attributes = {} } of text.toDelta() as { insert: unknown; attributes?: object }[]) {
    const last = runs.at(-1)
    if (
      typeof insert === 'string' &&
      typeof last?.insert === 'string' &&
      sameValue(last.attributes, attributes)
    )
      runs[runs.length - 1] = { insert: last.insert + insert, attributes }
    else runs.push({ insert, attributes })
  }
  return runs
}
