/**
 * A reader of exactly the Markdown we write, so that tests can ask what a document says: which card stands where, and
 * whether any card forged something. It knows CommonMark's backslashes and `<https://…>`; everything else is literal.
 */
export interface ReadDocument {
  readonly title: string
  readonly overview: readonly string[]
  readonly sections: readonly ReadSection[]
  readonly licence: string
}

export interface ReadSection {
  /** a team's name, or the heading of the topics */
  readonly title: string
  readonly members: string | null
  readonly boards: readonly ReadBoard[]
  /** cards that stand under no board: the topics */
  readonly cards: readonly ReadCard[]
}

export interface ReadBoard {
  readonly title: string
  readonly summary: readonly string[]
  readonly clusters: readonly { readonly title: string | null; readonly cards: readonly ReadCard[] }[]
  /** plain lines below the heading: the chains' leftovers, or that there are no cards */
  readonly remarks: readonly string[]
  /** list items that are no cards: the chains */
  readonly points: readonly string[]
}

export interface ReadCard {
  readonly number: string
  readonly text: string
  readonly facts: readonly string[]
}

type Writable<T> = {
  -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Writable<Item>[] : T[Key]
}

/** Takes the escapes off: what a person sees. */
export function unescapeMarkdown(line: string): string {
  return line.replace(
    /\\([!-/:-@[-`{-~])|<(https?:\/\/[^<>\s]*)>/gi,
    (_, mark?: string, address?: string) => mark ?? address ?? '',
  )
}

const CARD = /^- \*\*([^*]+)\*\* (.*)$/
const FACT = /^ {2}- (.*)$/

export function readMarkdown(markdown: string): ReadDocument {
  const lines = markdown.split('\n')
  const document: Writable<ReadDocument> = { title: '', overview: [], sections: [], licence: '' }
  let section: Writable<ReadSection> | null = null
  let board: Writable<ReadBoard> | null = null
  let cards: Writable<ReadCard>[] | null = null
  let card: Writable<ReadCard> | null = null
  let ruled = false

  const cluster = (title: string | null) => {
    const added = { title, cards: [] }
    board?.clusters.push(added)
    cards = added.cards
  }

  for (const [index, raw] of lines.entries()) {
    const line = raw.replace(/ {2}$/, '')
    const heading = /^(#{1,6}) (.*)$/.exec(line)
    const item = CARD.exec(line)
    const fact = FACT.exec(line)
    if (heading) {
      card = null
      const title = unescapeMarkdown(heading[2] ?? '')
      const level = heading[1]?.length
      if (level === 1 && index === 0) document.title = title
      else if (level === 2) {
        section = { title, members: null, boards: [], cards: [] }
        document.sections.push(section)
        board = null
        cards = section.cards
      } else if (level === 3 && section) {
        board = { title, summary: [], clusters: [], remarks: [], points: [] }
        section.boards.push(board)
        cards = null
      } else if (level === 4 && board) cluster(title)
      else throw new Error(`line ${index + 1}: a heading out of place: ${line}`)
    } else if (line === '---') {
      if (ruled) throw new Error(`line ${index + 1}: a second rule`)
      ruled = true
      card = null
    } else if (ruled) document.licence += line
    else if (section === null) {
      if (line.startsWith('- ')) document.overview.push(unescapeMarkdown(line.slice(2)))
      else if (line !== '') throw new Error(`line ${index + 1}: not expected before the teams: ${line}`)
    } else if (item && (board === null || board.points.length === 0)) {
      if (board && cards === null) cluster(null)
      card = { number: item[1] ?? '', text: unescapeMarkdown(item[2] ?? ''), facts: [] }
      cards?.push(card)
    } else if (fact && card) card.facts.push(unescapeMarkdown(fact[1] ?? ''))
    else if (line === '') {
      if (card) card.text += '\n'
    } else if (card && card.facts.length === 0 && /^ {2}[^ ]/.test(line)) {
      if (/^ {2}(?:[#>+=-]|\d+[.)]|[*_`~|<])/.test(line) && !/^ {2}<https?:/i.test(line)) {
        throw new Error(`line ${index + 1}: a card begins a block: ${line}`)
      }
      card.text += `\n${unescapeMarkdown(line.slice(2))}`
    } else if (board && line.startsWith('>')) {
      if (line !== '>') board.summary.push(unescapeMarkdown(line.slice(2)))
    } else if (board && line.startsWith('- ')) board.points.push(unescapeMarkdown(line.slice(2)))
    else if (board) board.remarks.push(unescapeMarkdown(line))
    else if (section.members === null) section.members = unescapeMarkdown(line)
    else throw new Error(`line ${index + 1}: not expected: ${line}`)
  }
  for (const each of document.sections) {
    for (const shown of [
      ...each.cards,
      ...each.boards.flatMap((one) => one.clusters.flatMap((shelf) => shelf.cards)),
    ]) {
      shown.text = shown.text.trimEnd()
    }
  }
  return document
}
