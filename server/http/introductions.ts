import { Router } from 'express'
import { introductionsFor, type Introductions } from '#shared/domain/introductions.ts'
import { baseUrl, fromViewer, type HttpDeps } from './context.ts'
import { refuse } from './errors.ts'
import { calendarFile } from './pages/calendar.ts'

/** What people with a seat ask for before the start: who their team-mates are, and the date for their calendar. */
export function introductionRoutes(deps: HttpDeps): Router {
  const router = Router({ mergeParams: true })

  router.get('/introductions', async (req, res) => {
    const from = await fromViewer(deps, req, res)
    if (!from) return
    const { room, viewer } = from
    res.json(introductionsFor(room.state, viewer, room.intake) satisfies Introductions)
  })

  router.get('/event.ics', async (req, res) => {
    const from = await fromViewer(deps, req, res)
    if (!from) return
    const { title, goal, plan, agenda } = from.room.state
    if (plan.startsAt === null) return refuse(req, res, { code: 'not_found' })
    const url = `${baseUrl(deps.config, req)}/w/${from.record.id}`
    const file = calendarFile(
      {
        uid: `${from.record.id}@yoriai`,
        title,
        description: `${goal}\n${url}`,
        url,
        startsAt: plan.startsAt,
        minutes: agenda.phases.reduce((sum, { minutes }) => sum + minutes, 0),
      },
      deps.runtime.clock.now(),
    )
    res
      .type('text/calendar; charset=utf-8')
      .set('Content-Disposition', 'attachment; filename="yoriai.ics"')
      .send(file)
  })

  return router
}
