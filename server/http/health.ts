import { Router } from 'express'
import type { WorkshopId } from '#shared/ids.ts'
import type { Storage } from '../storage/ports.ts'

/** `/healthz`: the process answers. `/readyz`: the disk saves, and the server is not on its way out (`isUp`). */
export function healthRoutes(storage: Storage, isUp: () => boolean): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => {
    res.json({ ok: true })
  })
  router.get('/readyz', async (_req, res) => {
    const ready = isUp() && (await answers(storage))
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
