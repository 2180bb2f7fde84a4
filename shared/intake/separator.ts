export const SEPARATORS = ['\t', ',', ';'] as const
export type Separator = (typeof SEPARATORS)[number]

/** The separator that the heading has most of outside quotes; the first of them on ties, a comma where it has none. */
export function separatorOf(text: string): Separator {
  const counts = new Map<string, number>()
  let quoted = false
  for (const letter of text.trimStart()) {
    if (letter === '"') quoted = !quoted
    else if (letter === '\n' && !quoted) break
    else if (!quoted) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  }
  const found = SEPARATORS.map((separator) => ({ separator, count: counts.get(separator) ?? 0 }))
  const most = Math.max(...found.map(({ count }) => count))
  return (most > 0 ? found.find(({ count }) => count === most)?.separator : undefined) ?? ','
}

/**
 * How many rows a text has, the heading counted, blank lines not. A quote opens only where a cell begins, as the parser
 * sees it. One pass and nothing kept, so that a file far too long is told from one that is not.
 */
export function rowsIn(text: string, separator: Separator): number {
  let rows = 0
  let blank = true
  let quoted = false
  let begins = true
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (quoted) {
      if (letter !== '"') continue
      if (text[at + 1] === '"') at++
      else quoted = false
    } else if (letter === '\n') {
      if (!blank) rows++
      blank = true
      begins = true
    } else {
      quoted = letter === '"' && begins
      begins = letter === separator
      blank = false
    }
  }
  return blank ? rows : rows + 1
}
