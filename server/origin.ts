/**
 * Whether a request may come from the page it says it comes from. Browsers name the page's origin on every upgrade and on
 * every POST, so a foreign one is somebody else's page using this browser's cookies. Programs send none.
 */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl: string | null,
): boolean {
  if (origin === undefined) return true
  const from = hostOf(origin)
  if (from === null) return false
  return from === host?.toLowerCase() || (publicUrl !== null && from === hostOf(publicUrl))
}

/** Host and port as a `Host` header writes them; `null` for `null` and anything that is not a web origin. */
function hostOf(origin: string): string | null {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return null
  return new URL(origin).host
}
