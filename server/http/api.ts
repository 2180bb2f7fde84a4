import express, { Router, type RequestHandler } from 'express'
import { LIMITS } from '#shared/text.ts'
import { openingLimit } from '../address-limit.ts'
import { communityRoutes } from './communities.ts'
import type { HttpDeps } from './context.ts'
import { unknownPath } from './errors.ts'
import { historyRoutes } from './history.ts'
import { introductionRoutes } from './introductions.ts'
import { knockRoutes } from './knocks.ts'
import { knownRoutes } from './known.ts'
import { outcomeRoutes } from './outcome.ts'
import { peopleRoutes } from './people.ts'
import { roomRoutes } from './room.ts'
import { seatRoutes } from './seats.ts'
import { sameSiteOnly } from './security.ts'
import { workshopRoutes } from './workshops.ts'

const neverStored: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}

/** The public HTTP interface (ARCHITECTURE.md, section 4), mounted at `/api`. */
export function apiRouter(deps: HttpDeps): Router {
  const router = Router()
  const openings = openingLimit(deps.config.openingsPerHour)
  router.use(neverStored, sameSiteOnly(deps.config, deps.audit), express.json({ limit: LIMITS.message }))
  router.use(workshopRoutes(deps, openings))
  router.use('/communities', communityRoutes(deps, openings))
  router.use(
    '/workshops/:workshopId',
    seatRoutes(deps),
    knockRoutes(deps),
    peopleRoutes(deps),
    knownRoutes(deps),
    roomRoutes(deps),
    outcomeRoutes(deps),
    historyRoutes(deps),
    introductionRoutes(deps),
  )
  router.use(unknownPath)
  return router
}
