/** The colours people come in, the same in both themes: white reads on each at 4.5:1. */
const COLOURS = ['#b0563f', '#3a7263', '#7563a8', '#7a6920', '#44669a', '#99527c'] as const
type Hue = 0 | 1 | 2 | 3 | 4 | 5

/** The colour of a person everywhere: the same id is the same hue on every screen. */
export function hueOf(id: string): Hue {
  let hash = 0
  for (let at = 0; at < id.length; at++) hash = (Math.imul(hash, 31) + id.charCodeAt(at)) >>> 0
  return (hash % COLOURS.length) as Hue
}

/** `#rrggbb`. Anything that is not a hue, as may arrive from another client, gives the first one. */
export function hueColour(hue: number): string {
  return COLOURS[hue] ?? COLOURS[0]
}
