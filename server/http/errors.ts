import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { ErrorBody } from '#shared/protocol/http.ts'
import type { ErrorCode } from '#shared/protocol/errors.ts'
import type { Log } from '../runtime.ts'
import { bugOrDisk, inWords, localeFrom, type Refusal } from '../rooms/refusal.ts'

/** What is not listed is a rule of the domain that stands against the command as things are: 409. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  malformed: 400,
  unauthorised: 401,
  forbidden: 403,
  not_allowed: 403,
  not_author: 403,
  workshop_unknown: 404,
  code_unknown: 404,
  community_unknown: 404,
  earlier_unknown: 404,
  not_found: 404,
  participant_unknown: 404,
  team_unknown: 404,
  phase_unknown: 404,
  card_unknown: 404,
  too_large: 413,
  name_invalid: 422,
  title_missing: 422,
  title_too_long: 422,
  goal_missing: 422,
  text_empty: 422,
  text_too_long: 422,
  reason_missing: 422,
  agenda_invalid: 422,
  call_link_invalid: 422,
  plan_incomplete: 422,
  form_invalid: 422,
  answer_missing: 422,
  answer_invalid: 422,
  consent_missing: 422,
  rules_too_many: 422,
  too_fast: 429,
  knocks_full: 429,
  internal: 500,
  unavailable: 503,
  damaged: 503,
  disk_full: 503,
}

/** The one map from an error to an HTTP status. */
export function statusOf(code: ErrorCode): number {
  return STATUS[code] ?? 409
}

/** Answers with a refusal, in the language the request asks for. */
export function refuse(req: Request, res: Response, refusal: Refusal): void {
  res.locals.refusal = refusal.code
  const body: ErrorBody = { error: inWords(refusal, localeFrom(req.get('accept-language'))) }
  if (refusal.code === 'unavailable' || refusal.code === 'too_fast') res.set('Retry-After', '1')
  res.status(statusOf(refusal.code)).json(body)
}

/** For paths nobody serves. */
export const unknownPath: RequestHandler = (req, res) => refuse(req, res, { code: 'not_found' })

/** The last stop of everything thrown. Bugs are logged with their stack and answered without it. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    const refusal = spokenWrongly(error) ?? bugOrDisk(error)
    if (refusal.code === 'internal' || refusal.code === 'unavailable')
      log.error({ err: error, method: req.method, path: req.path }, 'a request failed')
    refuse(req, res, refusal)
  }
}

/** Errors of Express' own parsers: a body or a path that does not read. */
export function spokenWrongly(error: unknown): Refusal | null {
  const { type, status } = (error ?? {}) as { readonly type?: unknown; readonly status?: unknown }
  if (type === 'entity.too.large') return { code: 'too_large' }
  if (typeof status === 'number' && status >= 400 && status < 500) return { code: 'malformed' }
  return null
}
