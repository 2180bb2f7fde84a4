import { join } from 'node:path'
import express, { Router } from 'express'
import compressedFiles from 'express-static-gzip'
import { unknownPath } from './errors.ts'
import { roomAhead } from './room-ahead.ts'

/**
 * The built client. Files under `/assets` carry their hash in the name, never change and were compressed when they were built
 * (nothing secret is in them, as there would be in an answer compressed for one person); everything else is asked for
 * afresh. Every other page address is answered with the one page.
 */
export function clientFiles(dir: string): Router {
  const router = Router()
  const assets = compressedFiles(join(dir, 'assets'), {
    enableBrotli: true,
    orderPreference: ['br', 'gz'],
    index: false,
    serveStatic: { immutable: true, maxAge: '1y', index: false },
  })
  router.use('/assets', assets, unknownPath)
  router.use(express.static(dir, { index: false }))
  const ahead = roomAhead(dir)
  router.get('/w/:workshopId', (_req, res, next) => {
    if (ahead !== null) res.set('Link', ahead)
    next()
  })
  router.get('/{*path}', (_req, res) => {
    res.set('Cache-Control', 'no-cache').sendFile(join(dir, 'index.html'))
  })
  return router
}
