/**
 * What everybody did, was promised and saw. Writing is a word of its own each time (`a3.1f;`), so that a board's text
 * tells which edits are in it. The journal is the oracle: it knows nothing of servers.
 */
export interface Word {
  readonly text: string
  readonly board: string
  readonly cardId: string
  readonly typedAt: number
  acknowledged: boolean
  refused: boolean
  /** somebody else has had it on their screen */
  seen: boolean
  erased: 'no' | 'asked' | 'acknowledged'
  /** somebody else has seen it go */
  seenGone: boolean
}

/** A board as somebody reads it. */
export type BoardTexts = ReadonlyMap<string, string>

const WORDS = /[a-z]\d+\.[0-9a-z]+;/g

export function wordsIn(text: string): string[] {
  return text.match(WORDS) ?? []
}

export class FaultJournal {
  readonly #words = new Map<string, Word>()
  /** ms from typing to a peer's screen */
  readonly latencies: number[] = []
  /** what an honest person must never hear */
  readonly refusals: string[] = []

  get size(): number {
    return this.#words.size
  }

  get acknowledged(): number {
    return [...this.#words.values()].filter((word) => word.acknowledged).length
  }

  typed(text: string, board: string, cardId: string): Word {
    const word: Word = {
      text,
      board,
      cardId,
      typedAt: performance.now(),
      acknowledged: false,
      refused: false,
      seen: false,
      erased: 'no',
      seenGone: false,
    }
    this.#words.set(text, word)
    return word
  }

  /** Somebody else's screen shows it. */
  saw(text: string): void {
    const word = this.#words.get(text)
    if (!word || word.seen) return
    word.seen = true
    this.latencies.push(performance.now() - word.typedAt)
  }

  sawGone(text: string): void {
    const word = this.#words.get(text)
    if (word) word.seenGone = true
  }

  /** What is wrong with a board read afresh from the server's disk, a sentence each. */
  judge(board: string, texts: BoardTexts): string[] {
    const wrong: string[] = []
    const found = new Map<string, string>()
    for (const [cardId, text] of texts) {
      for (const word of wordsIn(text)) {
        if (found.has(word)) wrong.push(`${word} is there twice`)
        found.set(word, cardId)
        const known = this.#words.get(word)
        if (known?.board !== board || known.cardId !== cardId) wrong.push(`${word} was never written there`)
      }
    }
    for (const word of this.#words.values()) {
      if (word.board === board) wrong.push(...judgeWord(word, found.has(word.text)))
    }
    return wrong
  }
}

function judgeWord(word: Word, present: boolean): string[] {
  const { text, acknowledged, seen, erased, seenGone, refused } = word
  if (refused && present) return [`${text} was refused and is there`]
  if (!present && erased === 'no' && acknowledged) return [`${text} was acknowledged and is lost`]
  if (!present && erased === 'no' && seen) return [`${text} was a ghost: others saw it, and it is not there`]
  if (present && erased === 'acknowledged') return [`the erasure of ${text} was acknowledged and is lost`]
  if (present && seenGone) return [`the erasure of ${text} was a ghost: others saw it go, and it is there`]
  return []
}

/** The value below which `share` of them lie; `NaN` without any. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
