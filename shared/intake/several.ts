import { columnKey } from './columns.ts'

/** What stands between several answers in one cell. */
export const LINE_END = /(\n)/
export const SEMICOLON = /([;；])/
export const COMMA_SPACE = /(, +)/
export const COMMAS = /([,，、])/

/**
 * The answers in one cell. Only the first joiner that is there separates, so the others may stand within an answer; and
 * what `known` holds stays whole whatever is in it (「集客、告知」). Nothing goes on over a line end.
 */
export function severalIn(
  cell: string,
  joiners: readonly RegExp[],
  known: ReadonlySet<string> = new Set(),
): readonly string[] {
  const joiner = joiners.find((one) => one.test(cell))
  if (joiner === undefined) return named([cell])
  if (joiner === LINE_END) return named(cell.split('\n'))
  // the capturing group keeps the joiners: answers at 0, 2, 4 …
  const parts = cell.split(joiner)
  const answers: string[] = []
  for (let from = 0; from < parts.length;) {
    const to = longestKnown(parts, from, known)
    answers.push(parts.slice(from, to).join(''))
    from = to + 1
  }
  return named(answers)
}

/** Where the longest known answer that begins at `from` ends (exclusive); after one part where none is known. */
function longestKnown(parts: readonly string[], from: number, known: ReadonlySet<string>): number {
  const furthest = Math.min(parts.length, from + MOST_PARTS)
  for (let to = furthest; to > from + 1; to--) {
    if ((to - from) % 2 === 1 && known.has(columnKey(parts.slice(from, to).join('')))) return to
  }
  return from + 1
}

/** Parts and joiners that one answer may be cut into; a choice with five commas is a sentence. */
const MOST_PARTS = 11

function named(answers: readonly string[]): readonly string[] {
  return answers.map((answer) => answer.trim()).filter((answer) => answer !== '')
}

/**
 * Several answers as one cell that `severalIn` takes apart again, with the joiners of our own template: one a line. A
 * single one with a joiner in it has its line end, too.
 */
export function joinSeveral(answers: readonly string[]): string {
  const [only = ''] = answers
  if (answers.length > 1) return answers.join('\n')
  return SEMICOLON.test(only) || COMMAS.test(only) ? `${only}\n` : only
}
