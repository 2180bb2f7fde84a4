/** Services whose addresses are known; `other` is any other https address. */
export const CALL_SERVICES = ['zoom', 'meet', 'teams', 'webex', 'whereby', 'jitsi', 'other'] as const
export type CallService = (typeof CALL_SERVICES)[number]

/** UTF-16 units; Teams' own addresses have about 300. */
const LONGEST = 1_000
/** No `@` before the path: what stands before it only looks like the place one goes to. */
const HTTPS = /^https:\/\/([\p{L}\p{N}][\p{L}\p{N}.-]*)(?::\d{1,5})?((?:[/?#][^\p{C}\p{Z}<>"`\\^{|}]*)?)$/iu

/** Places by host and path (formats.md 2.7, after Thunderbird's link parser). Never fetched. */
const PLACES: readonly (readonly [CallService, RegExp])[] = [
  ['zoom', /^([\w.-]+\.)?zoom\.us\/(j|s|my|wc\/join)\/|^events\.zoom\.us\/ejl\//],
  ['meet', /^meet\.google\.com\/[a-z0-9-]+/],
  ['teams', /^teams\.(microsoft|live)\.com\/(l\/meetup-join|meet)\//],
  ['webex', /^[\w.-]+\.webex\.com\//],
  ['whereby', /^([\w-]+\.)?whereby\.com\/[\w-]+/],
  ['jitsi', /^meet\.jit\.si\/[^/]+/],
]

/** An address to talk at, as it is kept: the https address as typed, trimmed; `null` when it is none. */
export function readCallLink(typed: string): string | null {
  const link = typed.trim()
  return link.length <= LONGEST && HTTPS.test(link) ? link : null
}

/** Whose room an address that `readCallLink` let through leads to. */
export function callService(link: string): CallService {
  const [, host = '', path = ''] = HTTPS.exec(link) ?? []
  const place = `${host.toLowerCase()}${path}`
  return PLACES.find(([, pattern]) => pattern.test(place))?.[0] ?? 'other'
}
