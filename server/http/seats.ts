import { Router } from 'express'
import * as v from 'valibot'
import type { Link, NewCode, Session } from '#shared/protocol/http.ts'
import {
  aboutWorkshop,
  baseUrl,
  fromFacilitator,
  fromViewer,
  refuseSecret,
  type FromViewer,
  type HttpDeps,
} from './context.ts'
import { keepSecret } from './cookies.ts'
import { refuse } from './errors.ts'
import { facilitatorUrl, joinUrl, seatUrl } from './links.ts'
import { recognise, seatsHeld } from './recognise.ts'
import { takeSeat } from './take-seat.ts'

const tokenBody = v.object({ token: v.pipe(v.string(), v.nonEmpty()) })
const linkBody = v.object({ as: v.picklist(['participant', 'facilitator']) })

/** Taking a seat, coming back to it, handing its link to one's own other device, and replacing links that went astray. Joining is never limited by address. */
export function seatRoutes(deps: HttpDeps): Router {
  const { config, keyring } = deps
  const router = Router({ mergeParams: true })

  router.post('/seats', async (req, res) => {
    const about = await aboutWorkshop(deps, req, res)
    if (!about) return
    const taken = await takeSeat(deps, about, req, res)
    if (taken) res.status(201).json(taken)
  })

  router.post('/session', async (req, res) => {
    const about = await aboutWorkshop(deps, req, res)
    if (!about) return
    const body = v.safeParse(tokenBody, req.body)
    if (!body.success) return refuse(req, res, { code: 'malformed', detail: 'expected {token}' })
    const { token } = body.output
    const key = await keyring.key(about.record.id, token)
    const viewer = key && about.room.viewer(key.grant)
    if (!key || !viewer || viewer.role === 'visitor') return refuseSecret(deps, req, res, token)
    // whom a facilitator brought in is recognised by their own link
    if (key.grant.role === 'participant')
      await recognise(deps, about, key.grant.participantId, await seatsHeld(deps, about, req.headers.cookie))
    keepSecret(config, req, res, key.grant, token)
    res.json(sessionOf({ ...about, viewer, key }, baseUrl(config, req)))
  })

  router.get('/session', async (req, res) => {
    const from = await fromViewer(deps, req, res)
    if (from) res.json(sessionOf(from, baseUrl(config, req)))
  })

  router.post('/links', async (req, res) => {
    const from = await fromViewer(deps, req, res)
    if (!from) return
    const body = v.safeParse(linkBody, req.body)
    if (!body.success) return refuse(req, res, { code: 'malformed', detail: 'expected {as}' })
    const { viewer } = from
    const workshopId = from.record.id
    const base = baseUrl(config, req)
    if (body.output.as === 'facilitator') {
      if (viewer.role !== 'facilitator') return refuse(req, res, { code: 'forbidden' })
      const token = await keyring.mint({ role: 'facilitator', workshopId })
      res.json({ url: facilitatorUrl(base, workshopId, token) } satisfies Link)
    } else {
      const { participantId } = viewer
      if (participantId === null) return refuse(req, res, { code: 'forbidden', detail: 'no seat' })
      const token = await keyring.mint({ role: 'participant', workshopId, participantId })
      res.json({ url: seatUrl(base, workshopId, token) } satisfies Link)
    }
  })

  router.post('/facilitation', async (req, res) => {
    const from = await fromFacilitator(deps, req, res)
    if (!from) return
    const body = v.safeParse(tokenBody, req.body)
    if (!body.success) return refuse(req, res, { code: 'malformed', detail: 'expected {token}' })
    const workshopId = from.record.id
    const { token } = body.output
    if (!(await keyring.renewFacilitation(workshopId, token))) return refuseSecret(deps, req, res, token)
    const { participantId } = from.viewer
    deps.audit.note('facilitation.renewed', { workshopId, participantId })
    if (from.key.grant.role === 'facilitator') keepSecret(config, req, res, from.key.grant, token)
    res.json(sessionOf(from, baseUrl(config, req)))
  })

  router.post('/code', async (req, res) => {
    const from = await fromFacilitator(deps, req, res)
    if (!from) return
    const workshopId = from.record.id
    const code = await deps.registry.changeCode(workshopId)
    deps.audit.note('code.changed', { workshopId, participantId: from.viewer.participantId })
    res.json({ code, joinUrl: joinUrl(baseUrl(config, req), code) } satisfies NewCode)
  })

  return router
}

function sessionOf({ viewer, record }: FromViewer, base: string): Session {
  return { viewer, code: record.code, joinUrl: joinUrl(base, record.code) }
}
