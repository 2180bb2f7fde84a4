import type { RequestHandler } from 'express'
import type { Audit } from '../audit.ts'
import type { Config } from '../config.ts'
import { isOwnOrigin } from '../origin.ts'
import { refuse } from './errors.ts'

/**
 * Plain forms carry no header of ours, so two locks remain (S-16): browsers name the page a form was sent from, and cookies
 * that are `SameSite=Lax` do not travel with another site's POST. `Referrer-Policy: same-origin` is needed for the first:
 * with `no-referrer` browsers name nobody.
 */
export function ownFormsOnly(config: Config, audit: Audit): RequestHandler {
  return (req, res, next) => {
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin' })
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    const own = isOwnOrigin(req.get('origin'), req.get('host'), config.publicUrl)
    if (own && (req.get('sec-fetch-site') ?? 'same-origin') === 'same-origin') return next()
    audit.note('request.refused', { code: 'foreign_page' })
    refuse(req, res, { code: 'forbidden', detail: 'foreign origin' })
  }
}
