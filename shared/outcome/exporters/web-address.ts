/**
 * ASCII only, because Japanese often follows an address without a space; no `;`, which could end an entity. The last
 * character is one that ends no sentence.
 */
const WEB_ADDRESS = /https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,=%]*[A-Za-z0-9\-_~/#=&%]/gi

export interface TextPiece {
  readonly kind: 'words' | 'address'
  readonly text: string
}

/** A text cut into words and http(s) addresses; joined again it is the same text. No other scheme is an address. */
export function cutAtAddresses(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  const add = (kind: TextPiece['kind'], piece: string) => {
    if (piece !== '') pieces.push({ kind, text: piece })
  }
  let from = 0
  for (const { 0: address, index } of text.matchAll(WEB_ADDRESS)) {
    add('words', text.slice(from, index))
    add('address', address)
    from = index + address.length
  }
  add('words', text.slice(from))
  return pieces
}
