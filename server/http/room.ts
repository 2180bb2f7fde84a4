import { Router } from 'express'
import type { CommandReply } from '#shared/protocol/socket.ts'
import type { StateBody } from '#shared/protocol/http.ts'
import { parseCommandMessage } from '../rooms/command-message.ts'
import { inWords, localeFrom, type Refusal } from '../rooms/refusal.ts'
import { fromViewer, type HttpDeps } from './context.ts'
import { statusOf } from './errors.ts'

/** The room for programs: the same commands and the same state as over the socket. */
export function roomRoutes(deps: HttpDeps): Router {
  const router = Router({ mergeParams: true })

  router.post('/commands', async (req, res) => {
    const from = await fromViewer(deps, req, res)
    if (!from) return
    const reply = (refusal: Refusal) => {
      const error = inWords(refusal, localeFrom(req.get('accept-language')))
      res.status(statusOf(refusal.code)).json({ ok: false, error } satisfies CommandReply)
    }
    const { audit, meter } = deps
    const who = { workshopId: from.room.workshopId, participantId: from.viewer.participantId }
    if (!meter.take(from.room, from.key)) {
      audit.note('limit.hit', { ...who, code: 'commands' })
      return reply({ code: 'too_fast' })
    }
    const parsed = parseCommandMessage(req.body)
    if (!parsed.ok) return reply(parsed.error)
    const answer = await from.room.dispatch({ ...parsed.value, actor: from.viewer })
    if (!answer.ok) {
      audit.note('command.refused', { ...who, command: parsed.value.command.type, code: answer.error.code })
      return reply(answer.error)
    }
    res.json({ ok: true, seq: answer.value.seq } satisfies CommandReply)
  })

  router.get('/state', async (req, res) => {
    const from = await fromViewer(deps, req, res)
    if (!from) return
    const { room, viewer } = from
    res.json({ generation: room.generation, seq: room.seq, state: room.view(viewer) } satisfies StateBody)
  })

  return router
}
