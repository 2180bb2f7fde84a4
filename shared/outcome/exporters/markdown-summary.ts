import { saysAddress } from '../../boards/link-address.ts'
import type { SummaryBlock, SummaryRun } from '../../boards/summary-blocks.ts'
import { escapeLines, escapeRun, startSafe } from './markdown-escape.ts'

/**
 * A summary as the lines of Markdown: lists stay lists, a link is its words and its address, bold stays where every reader
 * of CommonMark sees it as such (beside Japanese punctuation many do not). The plain text of older summaries reads as it was typed.
 */
export function summaryLines(
  summary: string,
  blocks: readonly SummaryBlock[] | undefined,
): readonly string[] {
  if (blocks !== undefined) return blockLines(blocks)
  return escapeLines(summary)
    .filter((line) => line !== '')
    .flatMap((line, index) => (index === 0 ? [line] : ['', line]))
}

function blockLines(blocks: readonly SummaryBlock[]): readonly string[] {
  const shown = blocks.filter((block) => !isEmpty(block))
  return shown.flatMap((block, index) => {
    // two lists that follow each other would be one
    const turn = listsJustBefore(shown, index) % 2 === 1
    const lines = block.kind === 'paragraph' ? paragraphLines(block.runs) : listLines(block, turn)
    return index === 0 ? lines : ['', ...lines]
  })
}

function isEmpty(block: SummaryBlock): boolean {
  if (block.kind === 'list') return block.items.every((item) => item.every(isEmpty))
  return block.runs.every(({ text }) => text.trim() === '')
}

function listsJustBefore(blocks: readonly SummaryBlock[], index: number): number {
  let count = 0
  while (index > count && blocks[index - count - 1]?.kind === 'list') count++
  return count
}

type List = Extract<SummaryBlock, { kind: 'list' }>

function listLines({ ordered, items }: List, turn: boolean): readonly string[] {
  const shown = items.filter((item) => !item.every(isEmpty))
  return shown.flatMap((item, index) => {
    const marker = ordered ? `${index + 1}${turn ? ')' : '.'} ` : turn ? '+ ' : '- '
    return itemLines(item).map((line, at) => {
      if (line === '') return ''
      return `${at === 0 ? marker : ' '.repeat(marker.length)}${line}`
    })
  })
}

/** A list follows its item's words without a gap, so that the whole stays tight. */
function itemLines(item: readonly SummaryBlock[]): readonly string[] {
  const lines = blockLines(item)
  const [first, second] = item.filter((block) => !isEmpty(block))
  if (first?.kind !== 'paragraph' || second?.kind !== 'list') return lines
  const gap = lines.indexOf('')
  return lines.filter((_line, index) => index !== gap)
}

/** A line break inside it is two spaces and the next line. */
function paragraphLines(runs: readonly SummaryRun[]): readonly string[] {
  const lines = linesOf(runs)
    .map((line) => startSafe(lineText(line)))
    .filter((line) => line !== '')
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}  ` : line))
}

const SPACE = /\s/u
const SPACE_LAST = /\s$/u

/** Runs that differ in nothing Markdown shows are one, and so are spaces where one ends and the next begins. */
function linesOf(runs: readonly SummaryRun[]): readonly (readonly SummaryRun[])[] {
  const lines: SummaryRun[][] = [[]]
  for (const { text: whole, bold, href } of runs) {
    for (const [index, typed] of whole.split('\n').entries()) {
      if (index > 0) lines.push([])
      const line = lines.at(-1) ?? []
      const last = line.at(-1)
      const text = last !== undefined && SPACE_LAST.test(last.text) ? typed.trimStart() : typed
      const joins = last !== undefined && last.bold === bold && last.href === href
      if (joins) line.pop()
      const words = joins ? last.text + text : text
      if (words !== '') line.push({ text: words, ...(bold && { bold }), ...(href !== undefined && { href }) })
    }
  }
  return lines
}

function lineText(runs: readonly SummaryRun[]): string {
  const pieces = runs.map(({ text, bold, href }, index) => {
    const last = href !== undefined && runs[index + 1]?.href !== href
    return { text: escapeRun(text, href !== undefined), bold, address: last ? href : undefined }
  })
  return pieces
    .map(({ text, bold, address }, index) => {
      const [before, after] = [pieces[index - 1], pieces[index + 1]]
      // beside other bold words nobody could tell which marks belong together
      const lone = bold && !before?.bold && !after?.bold
      const words = lone ? emphasised(text, before?.text ?? '', after?.text ?? '') : text
      if (address === undefined) return words
      return saysAddress(wordsOfLink(runs, index), address) ? `<${address}>` : `${words} (<${address}>)`
    })
    .join('')
    .trim()
}

/** All the words of the link that ends with this run, as long as they are one run; else they say more than an address. */
function wordsOfLink(runs: readonly SummaryRun[], index: number): string {
  const run = runs[index]
  return run === undefined || runs[index - 1]?.href === run.href ? '' : run.text
}

const MARK = /[\p{P}\p{S}]/u

/** CommonMark's rule for `**`: beside a punctuation mark inside there must be a space or a mark outside. */
function emphasised(text: string, before: string, after: string): string {
  const opens = flanks([...text].at(0), [...before].at(-1))
  const closes = flanks([...text].at(-1), [...after].at(0))
  return opens && closes ? `**${text}**` : text
}

function flanks(inside: string | undefined, outside: string | undefined): boolean {
  if (inside === undefined || SPACE.test(inside)) return false
  return !MARK.test(inside) || outside === undefined || SPACE.test(outside) || MARK.test(outside)
}
