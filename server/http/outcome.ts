import { Router } from 'express'
import { boardAccess } from '#shared/domain/board-access.ts'
import { currentPhase, teamById } from '#shared/domain/lookup.ts'
import { withNames } from '#shared/domain/people.ts'
import { LOCALES, type Locale, type WorkshopState } from '#shared/domain/state.ts'
import { ALL_TEAMS, isBoardName, isId, type BoardName, type TeamId } from '#shared/ids.ts'
import { boardSnapshot } from '#shared/outcome/board-snapshot.ts'
import { buildOutcome, type BoardReading } from '#shared/outcome/build-outcome.ts'
import { isExportFormat } from '#shared/outcome/exporters/exporter.ts'
import { exporters } from '#shared/outcome/exporters/registry.ts'
import { OUTCOME_BOARDS } from '#shared/outcome/outcome.ts'
import type { Room } from '../rooms/room.ts'
import { fromViewer, type FromViewer, type HttpDeps } from './context.ts'
import { refuse } from './errors.ts'

/** What was written: one board as it reads now, and the whole outcome in each format. */
export function outcomeRoutes(deps: HttpDeps): Router {
  const router = Router({ mergeParams: true })

  router.get('/boards/:teamId/:board', async (req, res) => {
    const from = await fromViewer(deps, req, res)
    if (!from) return
    const { room, viewer } = from
    const { teamId: team, board } = req.params
    if (!isId(team) || !isBoardName(board)) return refuse(req, res, { code: 'not_found' })
    const teamId = team as TeamId
    if (boardAccess(room.state, viewer, teamId, board) === 'none') {
      // Who may see one team's board learns nothing about the others', not even whether there is one (S-09).
      const unknown = viewer.role === 'facilitator' && teamById(room.state, teamId) === null
      return refuse(req, res, { code: unknown ? 'team_unknown' : 'forbidden' })
    }
    await room.settled()
    const content = await deps.boards.read({ workshopId: room.workshopId, teamId, board })
    res.json(boardSnapshot(room.view(viewer), teamId, board, content))
  })

  router.get('/outcome.:format', async (req, res) => {
    const from = await fromViewer(deps, req, res)
    if (!from) return
    const { format } = req.params
    if (!isExportFormat(format)) return refuse(req, res, { code: 'not_found' })
    if (!mayTakeHome(from)) return refuse(req, res, { code: 'forbidden', detail: 'not before the close' })
    const { room } = from
    await room.settled()
    const state = withNames(room.state, room.people)
    const outcome = buildOutcome(state, await readBoards(deps, room))
    const exporter = exporters[format]
    res
      .attachment(`yoriai-${from.record.code}.${exporter.extension}`)
      .type(exporter.mediaType)
      .send(exporter.export(outcome, localeOf(req.query.locale, state)))
  })

  return router
}

/** Facilitators at any time; everybody with a seat once there is something to look back on. */
function mayTakeHome({ viewer, room: { state } }: FromViewer): boolean {
  if (viewer.role === 'facilitator' || state.status === 'ended') return true
  const kind = currentPhase(state)?.kind
  return kind === 'share' || kind === 'next-topics' || kind === 'close'
}

async function readBoards(deps: HttpDeps, room: Room): Promise<readonly BoardReading[]> {
  const { workshopId, state } = room
  const wanted: { readonly teamId: TeamId; readonly board: BoardName }[] = [
    ...state.teams.flatMap(({ id }) => OUTCOME_BOARDS.map((board) => ({ teamId: id, board }))),
    { teamId: ALL_TEAMS, board: 'topics' },
  ]
  return Promise.all(
    wanted.map(async (at) => ({ ...at, content: await deps.boards.read({ workshopId, ...at }) })),
  )
}

function localeOf(asked: unknown, state: WorkshopState): Locale {
  return LOCALES.find((locale) => locale === asked) ?? state.locale
}
