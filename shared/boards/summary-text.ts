import * as Y from 'yjs'

/** Deeper than any editor of ours goes; below it nothing is read, so that no document can exhaust the stack. */
const DEEPEST = 12

/** The summary as plain text, one line a paragraph, list item or hard break. Marks are dropped. */
export function summaryText(summary: Y.XmlFragment): string {
  return linesOf(summary.toArray(), 0).join('\n')
}

/** Replaces the summary by one paragraph a line, built as the editor builds them: an empty one holds no text. */
export function replaceSummary(summary: Y.XmlFragment, text: string): void {
  summary.delete(0, summary.length)
  summary.insert(0, text === '' ? [] : text.split('\n').map(paragraph))
}

function paragraph(line: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  if (line !== '') element.insert(0, [new Y.XmlText(line)])
  return element
}

function linesOf(nodes: readonly unknown[], depth: number): string[] {
  const lines: string[] = []
  /** whether the last line may still grow: inline content follows inline content */
  let open = false
  const grow = (text: string) => {
    if (!open) lines.push('')
    lines[lines.length - 1] += text
    open = true
  }
  for (const node of nodes) {
    if (node instanceof Y.XmlText) {
      grow(textOf(node))
    } else if (node instanceof Y.XmlElement && node.nodeName === 'hardBreak') {
      grow('\n')
    } else if (node instanceof Y.XmlElement && depth < DEEPEST) {
      const inner = linesOf(node.toArray(), depth + 1)
      lines.push(...(inner.length > 0 ? inner : ['']))
      open = false
    }
  }
  return lines
}

/** `toString` would write marks as tags. */
function textOf(text: Y.XmlText): string {
  const runs = text.toDelta() as { readonly insert?: unknown }[]
  return runs.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('')
}
