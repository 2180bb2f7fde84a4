import type { RequestHandler } from 'express'
import helmet from 'helmet'
import type { Config } from '../config.ts'
import { isOwnOrigin } from '../rooms/origin.ts'
import { refuse } from './errors.ts'

/**
 * Security headers. Own origin only, no scripts but ours. `style-src 'unsafe-inline'` is needed: the editor draws
 * carets in people's colours by `style` attributes and brings its base styles in a `<style>` element.
 * HTTPS is not forced, since a community may run this on plain http in its own network (STACK.md, section 11).
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", 'ws:', 'wss:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
    // Both do nothing but warn on plain-http origins other than localhost.
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  })
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** What changes something must be JSON, and must not come from another site's page (reliability.md S-16). */
export function sameSiteOnly(config: Config): RequestHandler {
  return (req, res, next) => {
    if (READING.has(req.method)) next()
    else if (!isOwnOrigin(req.get('origin'), req.get('host'), config.publicUrl))
      refuse(req, res, { code: 'forbidden', detail: 'foreign origin' })
    else if (!req.is('application/json'))
      refuse(req, res, { code: 'malformed', detail: 'content-type must be application/json' })
    else next()
  }
}
