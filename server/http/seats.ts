import { Router, type Request, type Response } from 'express'
import * as v from 'valibot'
import { parseCommand } from '#shared/domain/commands.ts'
import type { ParticipantId } from '#shared/ids.ts'
import type { Link, NewCode, Session, TakenSeat } from '#shared/protocol/http.ts'
import {
  aboutWorkshop,
  baseUrl,
  fromViewer,
  refuseSecret,
  type FromViewer,
  type HttpDeps,
} from './context.ts'
import { keepSecret } from './cookies.ts'
import { refuse } from './errors.ts'
import { facilitatorUrl, joinUrl, seatUrl } from './links.ts'
import { recognise, seatsHeld, seatsProven } from './recognise.ts'

const tokenBody = v.object({ token: v.pipe(v.string(), v.nonEmpty()) })
const linkBody = v.object({ as: v.picklist(['participant', 'facilitator']) })

/** Taking a seat, coming back to it, handing its link to one's own other device, and replacing links that went astray. Joining is never limited by address. */
export function seatRoutes(deps: HttpDeps): Router {
  const { config, keyring, runtime } = deps
  const router = Router({ mergeParams: true })

  router.post('/seats', async (req, res) => {
    const about = await aboutWorkshop(deps, req, res)
    if (!about) return
    const workshopId = about.record.id
    const participantId = runtime.ids.id() as ParticipantId
    const command = parseCommand({ ...(req.body as object), type: 'seat.take', participantId })
    if (!command.ok) return refuse(req, res, { code: 'malformed', detail: command.error })

    const earlier = await seatsProven(deps, about, req, res)
    if (earlier === null) return

    // The secret first: a seat without one could never be used, a secret without a seat opens nothing.
    const grant = { role: 'participant', workshopId, participantId } as const
    const seatToken = await keyring.mint(grant)
    const taken = await about.room.dispatch({
      command: command.value,
      actor: { role: 'system' },
      commandId: null,
    })
    if (!taken.ok) {
      await keyring.revokeSeat(grant)
      return refuse(req, res, taken.error)
    }
    await recognise(deps, about, participantId, earlier)
    keepSecret(config, req, res, grant, seatToken)
    res.status(201).json({
      participantId,
      seatToken,
      seatUrl: seatUrl(baseUrl(config, req), workshopId, seatToken),
    } satisfies TakenSeat)
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

async function fromFacilitator(deps: HttpDeps, req: Request, res: Response): Promise<FromViewer | null> {
  const from = await fromViewer(deps, req, res)
  if (from === null || from.viewer.role === 'facilitator') return from
  refuse(req, res, { code: 'forbidden' })
  return null
}

function sessionOf({ viewer, record }: FromViewer, base: string): Session {
  return { viewer, code: record.code, joinUrl: joinUrl(base, record.code) }
}
