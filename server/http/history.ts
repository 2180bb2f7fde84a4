import { Router, type Request, type Response } from 'express'
import { worthShowing, type HistoryBody, type MomentBody } from '#shared/boards/moments.ts'
import { teamById } from '#shared/domain/lookup.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import { ALL_TEAMS, isBoardName, isId, type TeamId } from '#shared/ids.ts'
import type { BoardAddress } from '../rooms/ports.ts'
import { fromViewer, type HttpDeps } from './context.ts'
import { refuse } from './errors.ts'

/** Boards as they were, for facilitators. Bringing one back is a command, `board.restore`. */
export function historyRoutes(deps: HttpDeps): Router {
  const { history, runtime } = deps
  const router = Router({ mergeParams: true })

  router.get('/boards/:teamId/:board/history', async (req, res) => {
    const about = await fromFacilitator(deps, req, res)
    if (!about) return
    const moments = await history.list(about.at)
    const { clock } = runtime
    res.json({ moments: worthShowing(moments, clock.now(), clock.rate) } satisfies HistoryBody)
  })

  router.get('/boards/:teamId/:board/history/:number', async (req, res) => {
    const about = await fromFacilitator(deps, req, res)
    if (!about) return
    const kept = await history.look(about.at, Number(req.params.number))
    if (kept === null) return refuse(req, res, { code: 'not_found' })
    res.json({ ...kept, content: stillShown(kept.content, about) } satisfies MomentBody)
  })

  return router
}

interface About {
  readonly at: BoardAddress
  readonly state: WorkshopState
}

/** The board a facilitator asks about; `null` when it is not theirs to see, and then the request is answered. */
async function fromFacilitator(deps: HttpDeps, req: Request, res: Response): Promise<About | null> {
  const from = await fromViewer(deps, req, res)
  if (from === null) return null
  const { room, viewer, key } = from
  const { workshopId, state } = room
  const refused = (code: 'forbidden' | 'too_fast' | 'not_found' | 'team_unknown') => {
    refuse(req, res, { code })
    return null
  }
  if (viewer.role !== 'facilitator') {
    deps.audit.note('request.refused', { workshopId, participantId: viewer.participantId, code: 'forbidden' })
    return refused('forbidden')
  }
  // A history takes the disk longer to read than anything else one may ask for.
  if (!deps.meter.take(room, key)) return refused('too_fast')
  const { teamId, board } = req.params
  if (typeof teamId !== 'string' || !isId(teamId) || typeof board !== 'string' || !isBoardName(board))
    return refused('not_found')
  if (teamId !== ALL_TEAMS && teamById(state, teamId as TeamId) === null) return refused('team_unknown')
  await room.settled()
  return { at: { workshopId, teamId: teamId as TeamId, board }, state }
}

/**
 * What was on the board then and may be read now: a card or reply its author or a facilitator took off since is not. Drafts
 * never were on a board.
 */
function stillShown(content: MomentBody['content'], { at, state }: About): MomentBody['content'] {
  const cards = state.cards.filter((card) => card.revealed && !card.withheld)
  const shown = new Set<string>(
    [...cards, ...state.replies]
      .filter(({ teamId, board }) => teamId === at.teamId && board === at.board)
      .map(({ id }) => id),
  )
  return {
    ...content,
    cards: content.cards.filter(({ id }) => shown.has(id)),
    links: content.links.filter(({ from }) => shown.has(from)),
  }
}
