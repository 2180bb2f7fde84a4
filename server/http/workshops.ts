import { Router, type Request } from 'express'
import { toString as qrSvg } from 'qrcode'
import { parseCommand } from '#shared/domain/commands.ts'
import { normaliseCode } from '#shared/ids.ts'
import type { PublicFacts } from '#shared/protocol/http.ts'
import { LIMITS } from '#shared/text.ts'
import { keptBy, newCommunity, opened, rulesOf } from './opening.ts'
import { aboutWorkshop, baseUrl, type AboutWorkshop, type HttpDeps } from './context.ts'
import { refuse } from './errors.ts'
import type { AddressLimit } from '../address-limit.ts'
import { joinUrl } from './links.ts'

/** Opening a workshop, and what anyone with its link or code may know. */
export function workshopRoutes(deps: HttpDeps, openings: AddressLimit): Router {
  const { config, registry, storage, misses, audit } = deps
  const router = Router()

  router.post('/workshops', async (req, res) => {
    const command = parseCommand({ ...(req.body as object), type: 'setup.create' })
    if (!command.ok || command.value.type !== 'setup.create')
      return refuse(req, res, { code: 'malformed', ...(command.ok ? {} : { detail: command.error }) })
    const { community: typed } = (req.body ?? {}) as { readonly community?: unknown }
    const community = typed === undefined ? null : newCommunity(deps.runtime, typed)
    if (community?.ok === false) return refuse(req, res, community.error)
    if (!(await openings.take(req.ip))) {
      audit.note('limit.hit', { code: 'openings' })
      return refuse(req, res, { code: 'too_fast' })
    }
    const beginning = community?.value
    const created = await registry.create(
      command.value,
      beginning ? { community: { beginning }, then: rulesOf(beginning) } : {},
    )
    if (!created.ok) return refuse(req, res, created.error)
    const answer = await opened(deps, req, created.value)
    res.status(201).json(beginning ? { ...answer, ...(await keptBy(deps, req, beginning.id)) } : answer)
  })

  router.get('/workshops/by-code/:code', async (req, res) => {
    const code = normaliseCode(req.params.code)
    const record = code === null ? null : await storage.workshops.byCode(code)
    const room = record && (await registry.getRoom(record.id))
    if (!record || !room) {
      const guessing = !(await misses.take(req.ip))
      if (guessing) audit.note('limit.hit', { code: 'misses' })
      return refuse(req, res, { code: guessing ? 'too_fast' : 'code_unknown' })
    }
    res.json(await factsOf({ record, room }, req))
  })

  router.get('/workshops/:workshopId', async (req, res) => {
    const about = await aboutWorkshop(deps, req, res)
    if (about) res.json(await factsOf(about, req))
  })

  router.get('/workshops/:workshopId/qr.svg', async (req, res) => {
    const about = await aboutWorkshop(deps, req, res)
    if (!about) return
    const url = joinUrl(baseUrl(config, req), about.record.code)
    res.type('image/svg+xml').send(await qrSvg(url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }))
  })

  async function factsOf({ record, room }: AboutWorkshop, req: Request): Promise<PublicFacts> {
    const { state } = room
    const community = record.communityId ? await storage.communities.get(record.communityId) : null
    return {
      workshopId: record.id,
      code: record.code,
      title: state.title,
      goal: state.goal,
      locale: state.locale,
      status: state.status,
      minutes: state.agenda.phases.reduce((sum, phase) => sum + phase.minutes, 0),
      createdAt: record.createdAt,
      joinUrl: joinUrl(baseUrl(config, req), record.code),
      full: state.participants.length >= LIMITS.participants,
      closed: state.door === 'closed',
      guarded: state.door === 'guarded',
      ...(community && { community: { id: community.id, name: community.charter.name } }),
    }
  }

  return router
}
