/** A card as far as its words go. */
export interface WordedCard {
  readonly id: string
  readonly text: string
  /** the cluster it lies in, or `null` */
  readonly clusterId: string | null
}

/** Loose cards whose words are alike: `clusterId` to join a cluster that is there, `null` to make a new one. */
export interface Suggestion {
  readonly clusterId: string | null
  readonly cardIds: readonly string[]
}

/** Mean likeness (cosine, 0 to 1) cards must have to be put together. By hand, on the fixture and lists of both languages. */
const ALIKE = 0.17
/** A cluster of more cards is rarely one thought. */
const MOST_CARDS = 8
/** More would have to be read through, one by one. */
const MOST_SUGGESTIONS = 10

/**
 * Which loose cards could lie together, the most alike first: by the character pairs they share, so it needs no dictionary
 * and nothing leaves the device. A pure function; 500 cards take some tens of milliseconds.
 */
export function suggestClusters(cards: readonly WordedCard[]): readonly Suggestion[] {
  const vectors = weighed(cards.map(({ text }) => features(text)))
  const piles = startingPiles(cards)
  const joined = mergePiles(piles, likeness(vectors), cards.length)
  return joined
    .map(({ clusterId, members, mean }) => ({
      clusterId,
      mean,
      cardIds: members.flatMap((index) => {
        const card = cards[index]
        return card && card.clusterId === null ? [card.id] : []
      }),
    }))
    .filter(({ clusterId, cardIds }) => cardIds.length >= (clusterId === null ? 2 : 1))
    .sort((a, b) => b.mean - a.mean)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ clusterId, cardIds }) => ({ clusterId, cardIds }))
}

/** Words that join sentences in English; in Japanese the weight of hiragana does that. */
const JOINING = new Set(
  'a an and are as at be by for from has have i if in is it its no not of on or our so that the their there they this to us was we when with you'.split(
    ' ',
  ),
)
const RUN =
  /[\p{Script=Latin}\p{N}']+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]+|[\p{L}\p{M}]+/gu
const LATIN = /^[\p{Script=Latin}\p{N}']/u
const HIRAGANA = /^\p{Script=Hiragana}+$/u
/** Endings and particles: said in every sentence, whatever it is about. */
const HIRAGANA_WEIGHT = 0.15
/** 来る, 付け: half of it is the ending. */
const MIXED_WEIGHT = 0.4

/** What a text is compared by, each with a weight: pairs of Japanese characters, threes of letters in words. */
export function features(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUN)) {
    if (LATIN.test(run)) addWord(found, run)
    else addPairs(found, run)
  }
  return found
}

function addWord(found: Map<string, number>, word: string): void {
  if (JOINING.has(word)) return
  const marked = `^${word}$`
  for (let at = 0; at + 3 <= marked.length; at++) found.set(marked.slice(at, at + 3), 0.6)
}

function addPairs(found: Map<string, number>, run: string): void {
  const signs = [...run]
  for (let at = 0; at + 2 <= signs.length; at++) {
    const pair = signs.slice(at, at + 2).join('')
    // サーバ and さーば are one word
    found.set(inHiragana(pair), pairWeight(pair))
  }
  const [only] = signs
  if (signs.length === 1 && only && !HIRAGANA.test(only)) found.set(inHiragana(only), 1)
}

function pairWeight(pair: string): number {
  if (HIRAGANA.test(pair)) return HIRAGANA_WEIGHT
  return /\p{Script=Hiragana}/u.test(pair) ? MIXED_WEIGHT : 1
}

const KANA_SHIFT = 0x60

function inHiragana(text: string): string {
  return text.replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - KANA_SHIFT))
}

/** What one card alone says speaks against a likeness, but not for as much: most of every short text is its own. */
const ALONE = 0.3

type Vector = ReadonlyMap<string, number>

/** Rare features count more; each vector then has length 1. What is in very many cards tells nothing, and is left out. */
function weighed(all: readonly ReadonlyMap<string, number>[]): readonly Vector[] {
  const spread = new Map<string, number>()
  for (const found of all)
    for (const feature of found.keys()) spread.set(feature, (spread.get(feature) ?? 0) + 1)
  const most = Math.max(6, all.length / 5)
  return all.map((found) => {
    const vector = new Map<string, number>()
    let square = 0
    for (const [feature, weight] of found) {
      const cards = spread.get(feature) ?? 1
      const value = weight * Math.log(1 + all.length / cards)
      square += value * value * (cards > 1 ? 1 : ALONE)
      if (cards > 1 && cards <= most) vector.set(feature, value)
    }
    const length = Math.sqrt(square) || 1
    for (const [feature, value] of vector) vector.set(feature, value / length)
    return vector
  })
}

/** Cosines of all pairs, row by row. */
function likeness(vectors: readonly Vector[]): Float64Array {
  const size = vectors.length
  const alike = new Float64Array(size * size)
  const holders = new Map<string, (readonly [number, number])[]>()
  for (const [index, vector] of vectors.entries()) {
    for (const [feature, value] of vector) {
      const earlier = holders.get(feature) ?? []
      for (const [other, theirs] of earlier) {
        alike[index * size + other] = (alike[index * size + other] ?? 0) + value * theirs
        alike[other * size + index] = (alike[other * size + index] ?? 0) + value * theirs
      }
      earlier.push([index, value])
      holders.set(feature, earlier)
    }
  }
  return alike
}

interface Pile {
  readonly clusterId: string | null
  readonly members: readonly number[]
}

/** Every loose card for itself, and every cluster as it is. */
function startingPiles(cards: readonly WordedCard[]): readonly Pile[] {
  const clusters = new Map<string, number[]>()
  const piles: Pile[] = []
  for (const [index, { clusterId }] of cards.entries()) {
    if (clusterId === null) piles.push({ clusterId, members: [index] })
    else clusters.set(clusterId, [...(clusters.get(clusterId) ?? []), index])
  }
  return [...piles, ...[...clusters].map(([clusterId, members]) => ({ clusterId, members }))]
}

interface Joined extends Pile {
  /** of the last joining */
  readonly mean: number
}

/** Joins the two piles most alike, over and over, as long as they are alike enough; two clusters never. */
function mergePiles(start: readonly Pile[], alike: Float64Array, cards: number): readonly Joined[] {
  const piles: (Joined | null)[] = start.map((pile) => ({ ...pile, mean: 0 }))
  const size = piles.length
  const mean = new Float64Array(size * size)
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) mean[a * size + b] = a === b ? 0 : meanOf(start[a], start[b], alike, cards)
  }
  const best = Array.from({ length: size }, (_, row) => bestOf(row, piles, mean, size))
  for (;;) {
    const a = best.reduce((top, { value }, row) => (value > (best[top]?.value ?? 0) ? row : top), 0)
    const { value = 0, at: b = 0 } = best[a] ?? {}
    const [first, second] = [piles[a], piles[b]]
    if (value < ALIKE || !first || !second) break
    const members = [...first.members, ...second.members]
    const share = first.members.length / members.length
    piles[a] = { clusterId: first.clusterId ?? second.clusterId, members, mean: value }
    piles[b] = null
    for (let c = 0; c < size; c++) {
      const joint = share * (mean[a * size + c] ?? 0) + (1 - share) * (mean[b * size + c] ?? 0)
      mean[a * size + c] = mean[c * size + a] = c === a ? 0 : joint
    }
    for (const [row, { at }] of best.entries()) {
      if (row === a || row === b || at === a || at === b) best[row] = bestOf(row, piles, mean, size)
    }
    // a pile that was not the best of any other may have become it
    for (const [row, found] of best.entries()) {
      const joint = mean[row * size + a] ?? 0
      if (row !== a && joint > found.value && mayJoin(piles[row], piles[a]))
        best[row] = { at: a, value: joint }
    }
  }
  return piles.filter((pile): pile is Joined => pile !== null && pile.mean > 0)
}

function meanOf(a: Pile | undefined, b: Pile | undefined, alike: Float64Array, cards: number): number {
  let sum = 0
  for (const x of a?.members ?? []) for (const y of b?.members ?? []) sum += alike[x * cards + y] ?? 0
  return sum / ((a?.members.length ?? 1) * (b?.members.length ?? 1))
}

function bestOf(row: number, piles: readonly (Joined | null)[], mean: Float64Array, size: number) {
  let at = -1
  let value = 0
  for (let other = 0; other < size; other++) {
    const found = mean[row * size + other] ?? 0
    if (found > value && other !== row && mayJoin(piles[row], piles[other])) [at, value] = [other, found]
  }
  return { at, value }
}

function mayJoin(a: Joined | null | undefined, b: Joined | null | undefined): boolean {
  if (!a || !b || (a.clusterId !== null && b.clusterId !== null)) return false
  // a cluster that is there may be as large as people made it
  return a.clusterId !== null || b.clusterId !== null || a.members.length + b.members.length <= MOST_CARDS
}
