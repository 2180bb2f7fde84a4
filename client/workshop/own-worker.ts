/** What of the browser's Trusted Types we use; not every browser has them. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string }
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

/**
 * A worker out of our own build (`import address from './x.ts?worker&url'`). The page's policy lets scripts come from
 * our own origin alone and asks for this one name (server/http/security.ts), under which nothing else is let through.
 */
export function ownWorker(address: string): Worker {
  const { origin } = location
  const url = new URL(address, origin)
  if (url.origin !== origin) throw new Error('a worker of another origin')
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }
  if (trustedTypes) policy ??= trustedTypes.createPolicy('yoriai-own-worker', { createScriptURL: sameOrigin })
  return new Worker(policy ? policy.createScriptURL(url.href) : url, { type: 'module' })
}

function sameOrigin(address: string): string {
  if (new URL(address).origin !== location.origin) throw new Error('a worker of another origin')
  return address
}
