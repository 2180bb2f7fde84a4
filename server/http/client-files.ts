import { join } from 'node:path'
import express, { Router } from 'express'
import { unknownPath } from './errors.ts'

/**
 * The built client. Files under `/assets` carry their hash in the name and never change; everything else is asked for
 * afresh. Every other page address is answered with the one page.
 */
export function clientFiles(dir: string): Router {
  const router = Router()
  const assets = express.static(join(dir, 'assets'), { immutable: true, maxAge: '1y', index: false })
  router.use('/assets', assets, unknownPath)
  router.use(express.static(dir, { index: false }))
  router.get('/{*path}', (_req, res) => {
    res.set('Cache-Control', 'no-cache').sendFile(join(dir, 'index.html'))
  })
  return router
}
