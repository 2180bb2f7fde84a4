import { Router, type Request, type Response } from 'express'
import { toString as qrSvg } from 'qrcode'
import { hasBrought } from '#shared/domain/friends.ts'
import type { ParticipantId } from '#shared/ids.ts'
import { applyText } from '#shared/protocol/apply-text.ts'
import { errorText } from '#shared/protocol/error-text.ts'
import { secretIn } from '../secret-in.ts'
import type { Asked } from './apply.ts'
import type { HttpDeps } from './context.ts'
import { keepSecret } from './cookies.ts'
import { statusOf } from './errors.ts'
import { placeUrl, seatUrl } from './links.ts'
import { minutesOf } from './pages/apply-page.ts'
import { calendarFile, type CalendarEvent } from './pages/calendar.ts'
import { notice, page } from './pages/frame.ts'
import { html } from './pages/html.ts'
import {
  openForm,
  placePage,
  surePage,
  type FriendLink,
  type Standing,
  type Wish,
} from './pages/place-page.ts'
import { FRIEND, typedIn, typedOf } from './pages/typed.ts'

/** Somebody's own application, as this browser's cookie opens it. */
interface Place {
  readonly participantId: ParticipantId
  readonly secret: string
  readonly standing: Standing
}

/** Whose place a secret opens, seated or waiting; `null` when nobody's. */
async function placeBy(deps: HttpDeps, about: Asked, secret: string | null): Promise<Place | null> {
  const key = await deps.keyring.key(about.record.id, secret)
  if (key?.grant.role !== 'participant' || secret === null) return null
  const { participantId } = key.grant
  const { participants, waiting } = about.room.state
  if (participants.some(({ id }) => id === participantId))
    return { participantId, secret, standing: { kind: 'seated' } }
  const index = waiting.findIndex((one) => one.participantId === participantId)
  return index < 0 ? null : { participantId, secret, standing: { kind: 'waiting', place: index + 1 } }
}

/** The place this browser keeps. Not having one is no guess, so it is not counted. */
export function placeOf(deps: HttpDeps, about: Asked, req: Request): Promise<Place | null> {
  return placeBy(deps, about, secretIn({ cookie: req.headers.cookie, as: 'participant' }, about.record.id))
}

type Ask = (req: Request, res: Response) => Promise<Asked | null>

/** Looking after one's own application: how it stands, calendar, withdrawing, being forgotten. Mounted at `/a/:code/place`. */
export function placeRoutes(deps: HttpDeps, asked: Ask): Router {
  const router = Router({ mergeParams: true })

  router.get('/', async (req, res) => {
    const about = await asked(req, res)
    if (!about) return
    const place = await placeOf(deps, about, req)
    if (!place) return notHere(res, about)
    res.type('html').send(await ownPage(about, place))
  })

  router.get('/event.ics', async (req, res) => {
    const about = await asked(req, res)
    if (!about) return
    const place = await placeOf(deps, about, req)
    const event = place && eventOf(about)
    if (!place || !event) return notHere(res, about)
    const url = ownUrl(about, place)
    const file = calendarFile(
      { ...event, url, description: `${about.room.state.goal}\n${url}` },
      deps.runtime.clock.now(),
    )
    res
      .type('text/calendar; charset=utf-8')
      .set('Content-Disposition', 'attachment; filename="yoriai.ics"')
      .send(file)
  })

  router.post('/', async (req, res) => {
    const about = await asked(req, res)
    if (!about) return
    const typed = typedIn(req.body)
    const [token] = typedOf(typed, 'token')
    if (token !== undefined) return open(req, res, about, token)
    const place = await placeOf(deps, about, req)
    if (!place) return notHere(res, about)
    const wish = WISHES.find((one) => one === typedOf(typed, 'wish')[0])
    if (wish === undefined) return void res.type('html').send(await ownPage(about, place))
    if (typedOf(typed, 'sure')[0] !== 'yes') return void res.type('html').send(surePage(shownOf(about), wish))
    await grant(res, about, place, wish)
  })

  /** A link from another device: its secret becomes this browser's cookie. */
  async function open(req: Request, res: Response, about: Asked, token: string): Promise<void> {
    const place = await placeBy(deps, about, token)
    if (!place) {
      const guessing = !(await deps.misses.take(req.ip))
      if (guessing) deps.audit.note('limit.hit', { code: 'misses' })
      return notHere(res, about, guessing)
    }
    const { participantId } = place
    const workshopId = about.record.id
    keepSecret(deps.config, req, res, { role: 'participant', workshopId, participantId }, token)
    res.redirect(303, `${about.path}/place?lang=${about.locale}`)
  }

  async function grant(res: Response, about: Asked, { participantId }: Place, wish: Wish): Promise<void> {
    const { locale, path, room } = about
    const t = applyText[locale]
    // The server speaks for them: who waits has no seat to give a command from. The cookie says who they are.
    const given = await room.dispatch({
      command: { type: wish === 'forget' ? 'seat.forget' : 'seat.withdraw', participantId },
      actor: { role: 'system' },
      commandId: null,
    })
    const frame = { locale, path, title: wish === 'forget' ? t.forgotten : t.withdrawn }
    const go = { href: `${path}?lang=${locale}`, label: t.back }
    if (given.ok) return void res.type('html').send(notice(frame, t.goneAgain, go))
    const { code } = given.error
    res
      .status(statusOf(code))
      .type('html')
      .send(notice({ ...frame, title: t.sorryTitle }, errorText({ code }, locale), go))
  }

  async function ownPage(about: Asked, place: Place): Promise<string> {
    const link = ownUrl(about, place)
    const svg = await qrSvg(link, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
    return placePage({
      ...shownOf(about),
      base: about.base,
      standing: place.standing,
      name: about.room.people[place.participantId] ?? null,
      ownLink: link,
      qr: `data:image/svg+xml,${encodeURIComponent(svg)}`,
      event: eventOf(about),
      friend: friendOf(about, place),
    })
  }

  return router
}

const WISHES = ['withdraw', 'forget'] as const satisfies readonly Wish[]

const shownOf = ({ room, locale, path }: Asked) => ({ state: room.state, locale, path })

/** Seated: into the room. Waiting: back to the page that says how it stands. */
function ownUrl({ base, record }: Asked, { standing, secret }: Place): string {
  return standing.kind === 'seated' ? seatUrl(base, record.id, secret) : placeUrl(base, record.code, secret)
}

/** Who applied before there were such links has none, and shows the page as it is to everybody. */
function friendOf({ room: { state }, base, path }: Asked, { participantId }: Place): FriendLink {
  const reference = state.friendLinks[participantId]
  if (hasBrought(state, participantId)) return { kind: 'came', link: base + path }
  if (reference === undefined) return { kind: 'anybody', link: base + path }
  return { kind: 'own', link: `${base}${path}?${FRIEND}=${reference}` }
}

/** Without the secret, since a calendar may be somebody else's; `null` while no time is set. */
function eventOf({ room, record, base, path }: Asked): CalendarEvent | null {
  const { title, goal, plan } = room.state
  const url = `${base}${path}/place`
  if (plan.startsAt === null) return null
  return {
    uid: `${record.id}@yoriai`,
    title,
    description: `${goal}\n${url}`,
    url,
    startsAt: plan.startsAt,
    minutes: minutesOf(room.state),
  }
}

/** Nothing of theirs here; the script opens the personal link, whose secret stands in the part no server sees. */
function notHere(res: Response, { locale, path }: Asked, guessing = false): void {
  const t = applyText[locale]
  const text = guessing ? errorText({ code: 'too_fast' }, locale) : t.notHere
  res
    .status(guessing ? 429 : 404)
    .type('html')
    .send(
      page(
        {
          locale,
          title: t.heading,
          path: `${path}/place`,
          share: null,
        },
        html`<div class="card notice">
          <h1>${t.heading}</h1>
          <p>${text}</p>
          <p><a class="button" href="${path}?lang=${locale}">${t.back}</a></p>
          ${openForm(path, locale)}
        </div>`,
      ),
    )
}
