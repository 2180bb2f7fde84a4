import { googleCalendarUrl } from '#shared/calendar-link.ts'
import type { Locale, WorkshopState } from '#shared/domain/state.ts'
import { applyText } from '#shared/protocol/apply-text.ts'
import { page } from './frame.ts'
import { html, type Html, type Part } from './html.ts'
import type { CalendarEvent } from './calendar.ts'

/** Where somebody's application stands: a seat, or a place on the waiting list (1 is next). */
export type Standing = { readonly kind: 'seated' } | { readonly kind: 'waiting'; readonly place: number }

/**
 * What a friend is sent: one's own link, by which facilitators learn who brought them, or the page as it is, because the
 * friend has come or there is no such link.
 */
export interface FriendLink {
  readonly kind: 'own' | 'came' | 'anybody'
  readonly link: string
}

export interface PlacePage {
  readonly state: WorkshopState
  readonly locale: Locale
  /** `/a/<code>` */
  readonly path: string
  readonly base: string
  readonly standing: Standing
  readonly name: string | null
  /** holds the secret: never anywhere but on this page */
  readonly ownLink: string
  /** the same as a picture, a data address */
  readonly qr: string
  /** `null` while no time is set */
  readonly event: CalendarEvent | null
  readonly friend: FriendLink
}

/** For the script: the secret of a personal link stands in the part of the address that no server sees. */
export function openForm(path: string, locale: Locale): Html {
  return html`<form method="post" action="${path}/place?lang=${locale}" id="open" hidden>
    <input type="hidden" name="token" />
  </form>`
}

/** What can be asked on one's own page besides looking. */
export type Wish = 'withdraw' | 'forget'

/** One's own page: how it stands, the way in, and the way out. */
export function placePage(given: PlacePage): string {
  const { state, locale, path, standing, name } = given
  const t = applyText[locale]
  const title = standing.kind === 'seated' ? t.placeTitle : t.waitTitle
  return page(
    { locale, title, path: `${path}/place`, share: null, data: { draft: null, done: path } },
    html`<div class="card place ${standing.kind}">
      <h1>${title}</h1>
      <p class="what">${name !== null && html`<b>${t.hello(name)}</b> `}<span>${state.title}</span></p>
      <p>${standing.kind === 'seated' ? t.seated : t.place(standing.place)}</p>
      ${ownLink(given)} ${calendar(given)} ${friend(given)} ${leaving(given)} ${openForm(path, locale)}
    </div>`,
  )
}

/** A text with a button that copies it, where there is a script; it is selected by a tap anyway. */
function copying(id: string, label: string, value: string, t: { readonly copy: string }): Html {
  return html`<div class="copying">
    <label for="${id}">${label}</label>
    <div class="row">
      <input class="input" id="${id}" value="${value}" readonly data-copy-from />
      <button class="button quiet" type="button" data-copies="${id}" aria-label="${t.copy}: ${label}" hidden>
        ${t.copy}
      </button>
    </div>
  </div>`
}

function ownLink({ locale, standing, ownLink: link, qr }: PlacePage): Html {
  const t = applyText[locale]
  const seated = standing.kind === 'seated'
  return html`<section>
    ${copying('own', seated ? t.seatLink : t.waitLink, link, t)}
    <p class="hint">${t.linkHint} ${t.keepLink}</p>
    ${seated && html`<p><a class="button" href="${link}">${t.enter}</a></p>`}
    <img class="qr" src="${qr}" alt="${t.qr}" width="176" height="176" />
  </section>`
}

function calendar({ locale, path, event }: PlacePage): Part {
  if (event === null) return null
  const t = applyText[locale]
  return html`<section>
    <h2>${t.calendar}</h2>
    <p class="links">
      <a class="button quiet" href="${path}/place/event.ics">${t.ics}</a>
      <a class="button quiet" href="${googleCalendarUrl(event)}" target="_blank" rel="noopener"
        >${t.google}</a
      >
    </p>
  </section>`
}

function friend({ state, locale, friend: { kind, link } }: PlacePage): Html {
  const t = applyText[locale]
  const text = t.invite(state.title)
  // opens the browser proper: the one inside LINE forgets seats
  const lineText = `${text} ${link}${link.includes('?') ? '&' : '?'}openExternalBrowser=1`
  const to = (address: string, query: Readonly<Record<string, string>>) =>
    `${address}?${new URLSearchParams(query).toString().replaceAll('+', '%20')}`
  return html`<section>
    <h2>${t.friend}</h2>
    <p class="hint">${t.friendHints[kind]}</p>
    ${copying('friend', t.friendLinks[kind], link, t)}
    <p class="links">
      <a class="button quiet" href="${to('https://line.me/R/share', { text: lineText })}" rel="noopener"
        >LINE</a
      >
      <a
        class="button quiet"
        href="${to('https://twitter.com/intent/tweet', { text, url: link })}"
        rel="noopener"
        >X</a
      >
      <a class="button quiet" href="${to('mailto:', { subject: text, body: `${text}\n${link}` })}"
        >${t.byMail}</a
      >
    </p>
  </section>`
}

function leaving({ state, locale, path }: PlacePage): Html {
  const t = applyText[locale]
  const ended = state.status === 'ended'
  const ask = (wish: Wish, label: string, hint: string) =>
    html`<form method="post" action="${path}/place?lang=${locale}">
      <input type="hidden" name="wish" value="${wish}" />
      <button class="button plain" type="submit">${label}</button>
      <p class="hint">${hint}</p>
    </form>`
  return html`<section class="leaving">
    <h2>${t.leave}</h2>
    ${!ended && ask('withdraw', t.withdraw, t.withdrawHint)}
    ${ask('forget', t.forget, ended ? t.forgetLater : t.forgetHint)}
  </section>`
}

/** Asks once more before something that cannot be undone. */
export function surePage(
  { state, locale, path }: Pick<PlacePage, 'state' | 'locale' | 'path'>,
  wish: Wish,
): string {
  const t = applyText[locale]
  const forget = wish === 'forget'
  const title = forget ? t.sureForget : t.sureWithdraw
  const hint = !forget ? t.withdrawHint : state.status === 'ended' ? t.forgetLater : t.forgetHint
  return page(
    { locale, title, path: `${path}/place`, share: null },
    html`<div class="card notice">
      <h1>${title}</h1>
      <p>${hint}</p>
      <form method="post" action="${path}/place?lang=${locale}">
        <input type="hidden" name="wish" value="${wish}" />
        <input type="hidden" name="sure" value="yes" />
        <p class="links">
          <button class="button danger" type="submit">${forget ? t.forget : t.withdraw}</button>
          <a class="button quiet" href="${path}/place?lang=${locale}">${t.keep}</a>
        </p>
      </form>
    </div>`,
  )
}
