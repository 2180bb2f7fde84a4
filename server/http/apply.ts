import express, { Router, type ErrorRequestHandler, type Request, type Response } from 'express'
import { parseCommand } from '#shared/domain/commands.ts'
import { bringerBy } from '#shared/domain/friends.ts'
import type { Locale } from '#shared/domain/state.ts'
import { normaliseCode, type ParticipantId } from '#shared/ids.ts'
import { applyText } from '#shared/protocol/apply-text.ts'
import { errorText } from '#shared/protocol/error-text.ts'
import { err, ok, type Result } from '#shared/result.ts'
import { hasAtMost, LIMITS, normaliseText } from '#shared/text.ts'
import { bugOrDisk, localeFrom, type Refusal } from '../rooms/refusal.ts'
import { secretIn } from '../secret-in.ts'
import { baseUrl, type AboutWorkshop, type HttpDeps } from './context.ts'
import { keepSecret } from './cookies.ts'
import { spokenWrongly, statusOf } from './errors.ts'
import { applyPath, communityPath } from './links.ts'
import { ownFormsOnly } from './own-form.ts'
import { applyPage, type Fault } from './pages/apply-page.ts'
import { limitOf } from './pages/fields.ts'
import { notice } from './pages/frame.ts'
import {
  applicationIn,
  chosenLocale,
  FRIEND,
  friendLinkIn,
  typedIn,
  typedOf,
  type Typed,
} from './pages/typed.ts'
import { placeOf, placeRoutes } from './place.ts'
import { recognise, seatsHeld } from './recognise.ts'
import { Submissions, type Applied } from './submissions.ts'

/** A public page that is asked for: which workshop, in which language. */
export interface Asked extends AboutWorkshop {
  readonly locale: Locale
  readonly path: string
  readonly base: string
}

/** The pages people apply on, mounted at `/a`: plain forms, so that they work without scripts. Applying is never limited by address. */
export function applyPages(deps: HttpDeps): Router {
  const { config, runtime, audit, keyring } = deps
  const submissions = new Submissions()
  const router = Router()
  router.use(ownFormsOnly(config, audit))
  router.use(express.urlencoded({ extended: false, limit: LIMITS.message, parameterLimit: 200 }))
  router.use('/:code/place', placeRoutes(deps, asked))

  router.get('/:code', async (req, res) => {
    const about = await asked(req, res)
    if (!about) return
    if (await placeOf(deps, about, req)) return alreadyHere(res, about)
    const preview = about.room.state.form.status !== 'published'
    if (preview && !(await facilitates(req, about))) return closed(res, about)
    await show(res, about, { [FRIEND]: [friendLinkIn(req.query[FRIEND])] }, null, preview)
  })

  router.post('/:code', async (req, res) => {
    const about = await asked(req, res)
    if (!about) return
    const typed = typedIn(req.body)
    if (await placeOf(deps, about, req)) return toPlace(res, about)
    const mark = `${about.record.id} ${(typedOf(typed, 'once')[0] ?? runtime.ids.id()).slice(0, 64)}`
    const applied = await submissions.once(mark, () => apply(about, typed, req.headers.cookie))
    if (!applied.ok) {
      if (applied.error.code === 'form_closed' || applied.error.code === 'ended') return closed(res, about)
      res.status(statusOf(applied.error.code))
      return show(res, about, typed, faultOf(applied.error, typed, about), false)
    }
    const { participantId, secret } = applied.value
    keepSecret(config, req, res, { role: 'participant', workshopId: about.record.id, participantId }, secret)
    toPlace(res, about)
  })

  router.use(sorry)
  return router

  async function asked(req: Request, res: Response): Promise<Asked | null> {
    const locale = localeOf(req)
    const typed = req.params.code
    const code = typeof typed === 'string' ? normaliseCode(typed) : null
    const record = code === null ? null : await deps.storage.workshops.byCode(code)
    const room = record && (await deps.registry.getRoom(record.id))
    if (record && room)
      return { record, room, locale, path: applyPath(record.code), base: baseUrl(config, req) }
    const guessing = !(await deps.misses.take(req.ip))
    if (guessing) audit.note('limit.hit', { code: 'misses' })
    const t = applyText[locale]
    const text = guessing ? errorText({ code: 'too_fast' }, locale) : t.unknown
    res
      .status(guessing ? 429 : 404)
      .type('html')
      .send(notice({ locale, title: t.unknownTitle, path: '/a/unknown' }, text))
    return null
  }

  async function apply(
    about: Asked,
    typed: Typed,
    cookie: string | undefined,
  ): Promise<Result<Applied, Refusal>> {
    const { room, record } = about
    const participantId = runtime.ids.id() as ParticipantId
    const command = parseCommand(applicationIn(typed, room.state.form, participantId))
    if (!command.ok) return err({ code: 'malformed', detail: command.error })
    // As for seats: the secret first, since a place without one could never be looked after.
    const grant = { role: 'participant', workshopId: record.id, participantId } as const
    const secret = await keyring.mint(grant)
    const given = await room.dispatch({ command: command.value, actor: { role: 'system' }, commandId: null })
    if (!given.ok) {
      await keyring.revokeSeat(grant)
      return given
    }
    await recognise(deps, about, participantId, await seatsHeld(deps, about, cookie))
    return ok({ participantId, secret })
  }

  async function facilitates(req: Request, { record, room }: Asked): Promise<boolean> {
    const secret = secretIn({ cookie: req.headers.cookie, as: 'facilitator' }, record.id)
    const key = await keyring.key(record.id, secret)
    return key !== null && room.viewer(key.grant)?.role === 'facilitator'
  }

  async function show(
    res: Response,
    about: Asked,
    typed: Typed,
    fault: Fault | null,
    preview: boolean,
  ): Promise<void> {
    const { locale, path, base, room, record } = about
    const whose = record.communityId ? await deps.storage.communities.get(record.communityId) : null
    const community = whose && { name: whose.charter.name, path: communityPath(whose.id) }
    const once = runtime.ids.id()
    const reference = friendLinkIn(typedOf(typed, FRIEND)[0])
    const friendLink = bringerBy(room.state, reference) === null ? '' : reference
    const { state } = room
    const given = { state, locale, path, base, typed, once, fault, friendLink, preview, community }
    res.type('html').send(applyPage(given))
  }
}

/** The language asked for in the address, else the browser's. */
export function localeOf(req: Request): Locale {
  return chosenLocale(req.query.lang) ?? localeFrom(req.get('accept-language'))
}

function toPlace(res: Response, { path, locale }: Asked): void {
  res.redirect(303, `${path}/place?lang=${locale}`)
}

function alreadyHere(res: Response, { path, locale, room }: Asked): void {
  const t = applyText[locale]
  const go = { href: `${path}/place?lang=${locale}`, label: t.toPlace }
  res.type('html').send(notice({ locale, title: room.state.title, path }, t.already, go))
}

function closed(res: Response, { path, locale, room }: Asked): void {
  const t = applyText[locale]
  const text = room.state.status === 'ended' ? t.endedNow : t.closed
  // a draft says nothing of itself: not even its theme
  res
    .status(room.state.form.status === 'draft' ? 404 : 410)
    .type('html')
    .send(notice({ locale, title: t.closedTitle, path }, text))
}

/** What a refusal is about, so that it stands beside its field. */
function faultOf(refusal: Refusal, typed: Typed, { room, locale }: Asked): Fault {
  const message = errorText(refusal, locale)
  switch (refusal.code) {
    case 'name_invalid':
      return { field: 'name', message }
    case 'consent_missing':
      return { field: 'agreed', message }
    case 'answer_missing':
    case 'answer_invalid':
      return { field: refusal.question ?? null, message }
    case 'text_too_long': {
      const long = room.state.form.questions.find(({ key }) =>
        typedOf(typed, key).some((text) => !hasAtMost(normaliseText(text), limitOf(key))),
      )
      return { field: long?.key ?? null, message }
    }
    default:
      return { field: null, message }
  }
}

/** What goes wrong on the way is said on a page, too; bugs are logged where all others are. */
const sorry: ErrorRequestHandler = (error: unknown, req, res, next) => {
  const refusal = spokenWrongly(error)
  if (refusal === null || res.headersSent) {
    if (bugOrDisk(error).code === 'internal' || res.headersSent) return next(error)
  }
  const { code } = refusal ?? bugOrDisk(error)
  const locale = localeOf(req)
  const go = { href: req.baseUrl + req.path, label: applyText[locale].back }
  res
    .status(statusOf(code))
    .type('html')
    .send(
      notice(
        { locale, title: applyText[locale].sorryTitle, path: req.baseUrl + req.path },
        errorText({ code }, locale),
        go,
      ),
    )
}
