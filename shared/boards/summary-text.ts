import * as Y from 'yjs'
import { plainLines, summaryBlocks } from './summary-blocks.ts'

/** The summary as plain text, one line a paragraph, list item or hard break. Marks are dropped, addresses kept. */
export function summaryText(summary: Y.XmlFragment): string {
  return plainLines(summaryBlocks(summary)).join('\n')
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
