import { Router } from 'express'
import type { WorkshopId } from '#shared/ids.ts'
import type { Storage } from '../storage/ports.ts'

/** `/healthz`: the process answers. `/readyz`: the disk answers too, and the server is not on its way out. */
export function healthRoutes(storage: Storage, isClosing: () => boolean): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    res.json({ ok: true })
  })
  router.get('/readyz', async (_req, res) => {
    const ready = !isClosing() && (await answers(storage))
    res.status(ready ? 200 : 503).json({ ok: ready })
  })
  return router
}

async function answers(storage: Storage): Promise<boolean> {
  try {
    await storage.workshops.get('readyz' as WorkshopId)
    return true
  } catch {
    return false
  }
}
