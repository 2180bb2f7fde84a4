import { endOf } from '#shared/calendar-link.ts'
import { placesLeft, type QuestionKey } from '#shared/domain/application.ts'
import type { Locale, WorkshopState } from '#shared/domain/state.ts'
import { applyText } from '#shared/protocol/apply-text.ts'
import { LIMITS } from '#shared/text.ts'
import type { Millis } from '#shared/time.ts'
import { faultLine, mark, questionField } from './fields.ts'
import { page } from './frame.ts'
import { html, type Html, type Part } from './html.ts'
import { FRIEND, typedOf, type Typed } from './typed.ts'
import { whenText, ZONE } from './when.ts'

/** Why an application did not go through: which field it is about, if any, and what to do. */
export interface Fault {
  readonly field: QuestionKey | 'name' | 'agreed' | null
  readonly message: string
}

export interface ApplyPage {
  readonly state: WorkshopState
  readonly locale: Locale
  /** `/a/<code>` */
  readonly path: string
  readonly base: string
  readonly typed: Typed
  /** marks this copy of the form, so that sending it twice is once */
  readonly once: string
  readonly fault: Fault | null
  /** what stood in a friend's link that still counts (APP-9); nothing where there is none */
  readonly friendLink: string
  /** as a facilitator sees a form that is not published */
  readonly preview: boolean
  /** whose workshop it is, with the address of what it stands for */
  readonly community: { readonly name: string; readonly path: string } | null
}

/** The page people apply on: what it is about, and the form with whatever was typed so far. */
export function applyPage(given: ApplyPage): string {
  const { state, locale, path, base, preview, fault, friendLink } = given
  const description = [state.goal, whenOf(state, locale)].join(' — ')
  return page(
    {
      locale,
      title: state.title,
      path,
      ...(friendLink !== '' && { query: { [FRIEND]: friendLink } }),
      share: preview ? null : { base, description },
      // what came back with a fault is newer than what the device kept
      data: { draft: preview || fault !== null ? null : path, done: null },
    },
    [preview && previewBar(locale), about(given), friendLink !== '' && broughtBar(given), form(given)],
  )
}

function whenOf(state: WorkshopState, locale: Locale): string {
  const { startsAt } = state.plan
  return startsAt === null ? applyText[locale].whenOpen : whenText(startsAt, minutesOf(state), locale)
}

/** In the workshop's zone; the script adds the reader's where it is another. */
function when(state: WorkshopState, locale: Locale): Html {
  const { startsAt } = state.plan
  const text = whenOf(state, locale)
  if (startsAt === null) return html`<span>${text}</span>`
  const iso = (at: Millis) => new Date(at).toISOString()
  return html`<time datetime="${iso(startsAt)}">${text}</time
    ><span
      data-from="${iso(startsAt)}"
      data-until="${iso(endOf(startsAt, minutesOf(state)))}"
      data-zone="${ZONE}"
      hidden
      >${applyText[locale].whenYours}</span
    >`
}

/** How long the agenda is. */
export function minutesOf({ agenda }: WorkshopState): number {
  return agenda.phases.reduce((sum, phase) => sum + phase.minutes, 0)
}

function previewBar(locale: Locale): Html {
  const t = applyText[locale]
  return html`<p class="bar" role="note"><b>${t.preview}</b> ${t.previewHint}</p>`
}

/** Says what the link does, and how to do without: whoever is brought has not been asked yet. */
function broughtBar({ locale, path }: ApplyPage): Html {
  const t = applyText[locale]
  return html`<p class="bar brought" role="note">
    <b>${t.brought}</b> ${t.broughtHint} <a href="${path}?lang=${locale}">${t.notBrought}</a>
  </p>`
}

function about({ state, locale, community }: ApplyPage): Html {
  const t = applyText[locale]
  const { lines } = state.plan
  const row = (label: string, text: string | undefined) =>
    text !== undefined &&
    html`<div>
      <dt>${label}</dt>
      <dd>${text}</dd>
    </div>`
  const { capacity } = state.form
  return html`<article class="about">
    ${community && html`<p class="by"><a href="${community.path}">${t.by(community.name)}</a></p>`}
    <h1>${state.title}</h1>
    <p class="goal"><span>${t.goal}</span> ${state.goal}</p>
    <p class="when">
      ${when(state, locale)}${capacity !== null && html`<span>${t.capacity(capacity)}</span>`}
    </p>
    <dl>
      ${row(t.brief.forWhom, lines.forWhom)}${row(t.brief.seeking, lines.seeking)}${row(t.brief.leaving, lines.leaving)}
      ${row(t.inScope, lines.inScope)}${row(t.outOfScope, lines.outOfScope)}
    </dl>
  </article>`
}

function form({ state, locale, path, typed, once, fault, preview, friendLink }: ApplyPage): Html {
  const t = applyText[locale]
  const { questions, consents } = state.form
  const waits = placesLeft(state) === 0 || state.waiting.length > 0
  const faultAt = (field: Fault['field']) => (fault !== null && fault.field === field ? fault.message : null)
  return html`<form class="card" method="post" action="${path}?lang=${locale}" id="apply">
    <h2>${t.heading}</h2>
    <p class="hint">
      <span data-with-script hidden>${t.minute}</span><span data-without-script>${t.minutePlain}</span>
    </p>
    ${waits && html`<p class="waits" role="note">${t.full} ${state.waiting.length > 0 && t.ahead(state.waiting.length)}</p>`}
    ${fault !== null && trouble(fault, locale)}
    <input type="hidden" name="once" value="${once}" />
    ${friendLink !== '' && html`<input type="hidden" name="${FRIEND}" value="${friendLink}" />`}
    ${nameField(typedOf(typed, 'name')[0] ?? '', faultAt('name'), locale)}
    ${questions.map((question) => questionField({ form: state.form, question, typed, locale, fault: faultAt(question.key) }))}
    ${questions.length > 0 && html`<p class="hint">${t.answersFor}</p>`}
    <fieldset class="field" ${faultAt('agreed') !== null && html` aria-describedby="q-agreed-fault"`}>
      <legend>${t.consents}</legend>
      <div class="choices">
        ${box('consent', 'yes', t.consentName, false)}${consents.map(({ text, required }, index) => box('agreed', text, text, required, index))}
      </div>
      ${faultLine('agreed', faultAt('agreed'))}
    </fieldset>
    <button class="button" type="submit" ${preview && html` disabled`}>
      ${waits ? t.submitWaiting : t.submit}
    </button>
  </form>`

  function box(name: string, value: string, label: string, required: boolean, index?: number): Html {
    const id = name === 'consent' ? 'q-consent' : index === 0 ? 'q-agreed' : `q-agreed-${index}`
    const ticked = typedOf(typed, name).includes(value)
    return html`<label class="choice"
      ><input
        type="checkbox"
        id="${id}"
        name="${name}"
        value="${value}"
        ${ticked && html` checked`}${required && html` required`}
      /><span>${label}${mark(required, locale)}</span></label
    >`
  }
}

function trouble({ field, message }: Fault, locale: Locale): Html {
  const t = applyText[locale]
  const told: Part = field === null ? message : html`<a href="#q-${field}">${message}</a>`
  return html`<div class="trouble" role="alert">
    <b>${t.wrong}</b>
    <p>${told}</p>
    <p>${t.keptTyped}</p>
  </div>`
}

function nameField(name: string, fault: string | null, locale: Locale): Html {
  const t = applyText[locale]
  const described = fault === null ? 'q-name-hint' : 'q-name-hint q-name-fault'
  return html`<div class="field">
    <label for="q-name">${t.name}${mark(true, locale)}</label>
    <p class="hint" id="q-name-hint">${t.nameHint}</p>
    <input
      class="input"
      id="q-name"
      name="name"
      value="${name}"
      autocomplete="nickname"
      required
      maxlength="${LIMITS.name * 4}"
      aria-describedby="${described}"
      ${fault !== null && html` aria-invalid="true"`}
    />${faultLine('name', fault)}
  </div>`
}
