import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { OWN_PAGE_HEADER } from '#shared/protocol/http.ts'
import type { Audit } from '../audit.ts'
import type { Config } from '../config.ts'
import { isOwnOrigin } from '../origin.ts'
import { refuse } from './errors.ts'

/** Half a year; long enough for the next workshop, short enough to come back from (real seconds). */
const HTTPS_FOR = 180 * 24 * 60 * 60

interface Options {
  readonly publicUrl: string | null
  /** pages straight from their sources: the development server puts styles into `<style>` elements */
  readonly development: boolean
}

/**
 * Security headers. Own origin only; no inline scripts, no inline styles; text becomes markup through the first two
 * policies named here alone (Svelte's own templates, and what the editor reads from the clipboard into an inert document);
 * the others make workers out of our own build.
 * HTTPS is forced only where people come by it, since a community may run this on plain http in its own network
 * (STACK.md, section 11).
 */
export function securityHeaders({ publicUrl, development }: Options): RequestHandler {
  const https = publicUrl?.startsWith('https:') === true
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: development ? ["'self'", "'unsafe-inline'"] : ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        connectSrc: ["'self'", socketsOfThisHost],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        ...(development ? {} : { requireTrustedTypesFor: ["'script'"], trustedTypes: TRUSTED_TYPES }),
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: https ? { maxAge: HTTPS_FOR, includeSubDomains: false } : false,
    // Both do nothing but warn on plain-http origins other than localhost.
    crossOriginOpenerPolicy: https ? { policy: 'same-origin' } : false,
    originAgentCluster: https,
  })
}

const TRUSTED_TYPES = ['svelte-trusted-html', 'ProseMirrorClipboard', 'yoriai-worker', 'yoriai-own-worker']

/** Not every browser takes `'self'` for WebSockets of the same host. */
function socketsOfThisHost({ headers: { host } }: IncomingMessage): string {
  const plain = host !== undefined && /^[A-Za-z0-9.-]+(:\d{1,5})?$/.test(host)
  return plain ? `ws://${host} wss://${host}` : "'self'"
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * What changes something must be JSON, and must not come from another site's page (S-16). Three locks, each enough: browsers
 * name the page's origin; they ask before another site's page sends JSON; and they never let it set our own header. The
 * header is asked of browsers, which send an origin or a cookie; programs with a bearer token need none.
 */
export function sameSiteOnly(config: Config, audit: Audit): RequestHandler {
  return (req, res, next) => {
    const foreign = (detail: string) => {
      audit.note('request.refused', { code: 'foreign_page' })
      refuse(req, res, { code: 'forbidden', detail })
    }
    if (READING.has(req.method)) return next()
    const origin = req.get('origin')
    if (!isOwnOrigin(origin, req.get('host'), config.publicUrl)) return foreign('foreign origin')
    if (req.get('sec-fetch-site') === 'cross-site') return foreign('cross-site request')
    const browser = origin !== undefined || req.headers.cookie !== undefined
    if (browser && req.headers.authorization === undefined && req.get(OWN_PAGE_HEADER) === undefined)
      return foreign(`browsers must send the header ${OWN_PAGE_HEADER}`)
    if (!req.is('application/json'))
      return refuse(req, res, { code: 'malformed', detail: 'content-type must be application/json' })
    next()
  }
}
