/** UTF-16 units; longer ones are trackers, and browsers cut them off anyway. */
const LONGEST = 2_000

/** What an address may hold: nothing invisible, no space, and nothing that could end it in HTML or Markdown. */
const PART = '[^\\p{C}\\p{Z}<>"`\\\\^{|}]'
/** No `@` before the path: what stands before it only looks like the place one goes to. */
const WEB = new RegExp(`^https?://(?:(?![@/?#])${PART})+(?:[/?#]${PART}*)?$`, 'iu')
const MAIL = new RegExp(`^mailto:(?:(?!@)${PART})+@${PART}+$`, 'iu')

/** Whether a summary may link to it: a whole web or mail address. Every other scheme could run something. */
export function isLinkAddress(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST && (WEB.test(value) || MAIL.test(value))
}

/**
 * What somebody meant by what they typed as an address: a whole one as it is, `name@place` as mail, `place.tld/…` as a
 * web address; `null` when it is none of these.
 */
export function linkAddressOf(typed: string): string | null {
  const text = typed.trim()
  const whole: unknown = text
  if (isLinkAddress(whole)) return whole
  // any other scheme is no place name
  if (/^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/:]+\.[^/:]+:\d/.test(text)) return null
  const guess = /^[^/?#]+@/.test(text) ? `mailto:${text}` : `https://${text}`
  return /\./.test(text) && isLinkAddress(guess) ? guess : null
}

/** Whether a link's words already say where it leads, so that its address need not stand beside them. */
export function saysAddress(words: string, address: string): boolean {
  const said = words.trim()
  return said === address || `mailto:${said}` === address
}
