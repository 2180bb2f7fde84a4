import { Router } from 'express'
import * as v from 'valibot'
import { phasesToKeep } from '#shared/domain/begin-again.ts'
import { addTemplate, charterSchema, editCharter } from '#shared/domain/community.ts'
import { isId, type WorkshopId } from '#shared/ids.ts'
import type { Link } from '#shared/protocol/http.ts'
import { ok } from '#shared/result.ts'
import type { AddressLimit } from '../address-limit.ts'
import { factsOf, keepingOf } from './community-view.ts'
import { baseUrl, refuseSecret, type AboutWorkshop, type HttpDeps } from './context.ts'
import { keepSecret } from './cookies.ts'
import { refuse } from './errors.ts'
import { aboutCommunity, change, fromKeeper, KeeperMeter } from './keeper.ts'
import { facilitatorUrl } from './links.ts'
import { openFurther } from './open-further.ts'
import { keptBy, newCommunity, opened } from './opening.ts'

const tokenBody = v.object({ token: v.pipe(v.string(), v.nonEmpty()) })
const templateBody = v.object({ name: v.string(), workshopId: v.string() })

/** Communities: made, read by everybody, and kept by who holds their keepers' link. */
export function communityRoutes(deps: HttpDeps, openings: AddressLimit): Router {
  const { config, keyring, storage, registry, audit, runtime } = deps
  const meter = new KeeperMeter(deps)
  const router = Router()

  router.post('/', async (req, res) => {
    const community = newCommunity(runtime, req.body)
    if (!community.ok) return refuse(req, res, community.error)
    if (!(await openings.take(req.ip))) {
      audit.note('limit.hit', { code: 'openings' })
      return refuse(req, res, { code: 'too_fast' })
    }
    await storage.communities.create(community.value)
    res.status(201).json(await keptBy(deps, req, community.value.id))
  })

  router.get('/:communityId', async (req, res) => {
    const community = await aboutCommunity(deps, req, res)
    if (community) res.json(await factsOf(deps, community))
  })

  router.patch('/:communityId', async (req, res) => {
    const community = await fromKeeper(deps, req, res)
    if (!community || !meter.take('change', community, req, res)) return
    const typed = v.safeParse(charterSchema, req.body)
    if (!typed.success) return refuse(req, res, { code: 'malformed', detail: 'expected parts of a charter' })
    const changed = await change(deps, community.id, ({ charter, templates }) => {
      const edited = editCharter(charter, typed.output)
      return edited.ok ? ok({ charter: edited.value, templates }) : edited
    })
    if (!changed.ok) return refuse(req, res, changed.error)
    res.json(await keepingOf(deps, changed.value))
  })

  router.post('/:communityId/session', async (req, res) => {
    const community = await aboutCommunity(deps, req, res)
    if (!community) return
    const body = v.safeParse(tokenBody, req.body)
    if (!body.success) return refuse(req, res, { code: 'malformed', detail: 'expected {token}' })
    const { token } = body.output
    if (!(await keyring.isKeeper(community.id, token))) return refuseSecret(deps, req, res, token)
    keepSecret(config, req, res, { role: 'keeper', communityId: community.id }, token)
    res.json(await keepingOf(deps, community))
  })

  router.get('/:communityId/keeping', async (req, res) => {
    const community = await fromKeeper(deps, req, res)
    if (community) res.json(await keepingOf(deps, community))
  })

  router.post('/:communityId/links', async (req, res) => {
    const community = await fromKeeper(deps, req, res)
    if (!community || !meter.take('change', community, req, res)) return
    res.json({ url: (await keptBy(deps, req, community.id)).keeperUrl } satisfies Link)
  })

  router.post('/:communityId/keepers', async (req, res) => {
    const community = await fromKeeper(deps, req, res)
    if (!community || !meter.take('change', community, req, res)) return
    const body = v.safeParse(tokenBody, req.body)
    if (!body.success) return refuse(req, res, { code: 'malformed', detail: 'expected {token}' })
    const { token } = body.output
    if (!(await keyring.renewKeeping(community.id, token))) return refuseSecret(deps, req, res, token)
    audit.note('keeping.renewed')
    keepSecret(config, req, res, { role: 'keeper', communityId: community.id }, token)
    res.json(await keepingOf(deps, community))
  })

  router.post('/:communityId/workshops', async (req, res) => {
    const community = await fromKeeper(deps, req, res)
    if (!community || !meter.take('opening', community, req, res)) return
    const created = await openFurther(community, req.body, registry, (id) => own(community.id, id))
    if (!created.ok) return refuse(req, res, created.error)
    res.status(201).json(await opened(deps, req, created.value))
  })

  router.post('/:communityId/workshops/:workshopId/links', async (req, res) => {
    const community = await fromKeeper(deps, req, res)
    if (!community || !meter.take('change', community, req, res)) return
    const about = await own(community.id, req.params.workshopId)
    if (about === null) return refuse(req, res, { code: 'workshop_unknown' })
    const workshopId = about.record.id
    const token = await keyring.mint({ role: 'facilitator', workshopId })
    audit.note('keeper.facilitates', { workshopId })
    res.json({ url: facilitatorUrl(baseUrl(config, req), workshopId, token) } satisfies Link)
  })

  router.post('/:communityId/templates', async (req, res) => {
    const community = await fromKeeper(deps, req, res)
    if (!community || !meter.take('change', community, req, res)) return
    const body = v.safeParse(templateBody, req.body)
    if (!body.success) return refuse(req, res, { code: 'malformed', detail: 'expected {name, workshopId}' })
    const { name, workshopId } = body.output
    const about = await own(community.id, workshopId)
    if (about === null) return refuse(req, res, { code: 'workshop_unknown' })
    const template = { id: runtime.ids.id(), name, phases: phasesToKeep(about.room.state.agenda.phases) }
    const changed = await change(deps, community.id, ({ charter, templates }) => {
      const added = addTemplate(templates, template)
      return added.ok ? ok({ charter, templates: added.value }) : added
    })
    if (!changed.ok) return refuse(req, res, changed.error)
    res.status(201).json(await keepingOf(deps, changed.value))
  })

  router.post('/:communityId/templates/:templateId/removal', async (req, res) => {
    const community = await fromKeeper(deps, req, res)
    if (!community || !meter.take('change', community, req, res)) return
    const changed = await change(deps, community.id, ({ charter, templates }) => {
      const left = templates.filter(({ id }) => id !== req.params.templateId)
      return ok({ charter, templates: left.length === templates.length ? templates : left })
    })
    if (!changed.ok) return refuse(req, res, changed.error)
    res.json(await keepingOf(deps, changed.value))
  })

  /** A workshop of this community; `null` for every other, as if it were not there. */
  async function own(communityId: string, id: unknown): Promise<AboutWorkshop | null> {
    const record = typeof id === 'string' && isId(id) ? await storage.workshops.get(id as WorkshopId) : null
    if (record?.communityId !== communityId) return null
    const room = await registry.getRoom(record.id)
    return room && { record, room }
  }

  return router
}
