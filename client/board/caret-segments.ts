import type { Peer } from '../boards/peers.ts'

/** A text cut at the places where others' carets stand. */
export type CaretSegment =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'caret'; readonly peer: Peer }

/** Offsets come from other browsers and may be ahead of the text or behind it, so they are clamped. */
export function caretSegments(text: string, peers: readonly Peer[]): readonly CaretSegment[] {
  const carets = peers
    .flatMap((peer) => (peer.editing ? [{ peer, at: Math.min(peer.editing.head, text.length) }] : []))
    .sort((a, b) => a.at - b.at)
  const segments: CaretSegment[] = []
  let from = 0
  for (const { peer, at } of carets) {
    if (at > from) segments.push({ kind: 'text', text: text.slice(from, at) })
    segments.push({ kind: 'caret', peer })
    from = at
  }
  if (from < text.length) segments.push({ kind: 'text', text: text.slice(from) })
  return segments
}
