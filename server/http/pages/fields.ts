import { ANSWER_LIMITS } from '#shared/domain/answers.ts'
import {
  choicesOf,
  type ApplicationForm,
  type Question,
  type QuestionKey,
} from '#shared/domain/application.ts'
import type { Locale } from '#shared/domain/state.ts'
import { applyText } from '#shared/protocol/apply-text.ts'
import { questionText } from '#shared/protocol/question-text.ts'
import { html, type Html, type Part } from './html.ts'
import { typedOf, type Typed } from './typed.ts'

interface Asked {
  readonly form: ApplicationForm
  readonly question: Question
  readonly typed: Typed
  readonly locale: Locale
  /** what is wrong with the answer */
  readonly fault: string | null
}

/** One question with what was typed so far. */
export function questionField(asked: Asked): Html {
  const { form, locale, question } = asked
  const { key } = question
  const words = questionText[locale]
  const choices = choicesOf(form, key)
  switch (key) {
    case 'challenge':
    case 'industry':
    case 'job':
      if (choices.length > 0) return choosing(asked, 'radio', named(choices))
      return writing(asked, 'line')
    case 'alsoChallenges':
    case 'solved':
      if (choices.length > 0) return choosing(asked, 'checkbox', named(choices))
      return writing(asked, 'lines')
    case 'mentor':
    case 'firstTime':
    case 'onSite': {
      const { yes, no } = words.yesNo[key]
      return choosing(asked, 'radio', [
        { value: 'yes', label: yes },
        { value: 'no', label: no },
      ])
    }
    case 'size':
      return selecting(asked)
    case 'company':
    case 'wish':
      return writing(asked, 'line')
    case 'freeText':
      return writing(asked, 'text')
  }
}

interface Choice {
  readonly value: string
  readonly label: string
}

const named = (choices: readonly string[]) => choices.map((choice) => ({ value: choice, label: choice }))

function choosing(asked: Asked, type: 'radio' | 'checkbox', choices: readonly Choice[]): Html {
  const { question, typed } = asked
  const { key, required } = question
  const chosen = typedOf(typed, key)
  const boxes = choices.map(
    ({ value, label }, index) =>
      html`<label class="choice"
        ><input
          type="${type}"
          id="${index === 0 ? `q-${key}` : `q-${key}-${index}`}"
          name="${key}"
          value="${value}"
          ${chosen.includes(value) && html` checked`}${required && type === 'radio' && html` required`}
        /><span>${label}</span></label
      >`,
  )
  const { fault } = asked
  return html`<fieldset class="field" ${fault !== null && html` aria-describedby="q-${key}-fault"`}>
    <legend>${heading(asked)}</legend>
    ${hint(asked)}
    <div class="choices">${boxes}</div>
    ${faultLine(key, fault)}
  </fieldset>`
}

function writing(asked: Asked, kind: 'line' | 'lines' | 'text'): Html {
  const { question, typed, locale, fault } = asked
  const { key } = question
  const text = typedOf(typed, key).join('\n')
  const extra = kind === 'lines' ? applyText[locale].oneALine : null
  const rights = attributes(asked, hintOf(asked) !== '' || extra !== null)
  const field =
    kind === 'line'
      ? html`<input
          class="input"
          id="q-${key}"
          name="${key}"
          value="${text}"
          autocomplete="${key === 'company' ? 'organization' : 'off'}"
          ${rights}
        />`
      : html`<textarea class="input" id="q-${key}" name="${key}" rows="${kind === 'text' ? 3 : 2}" ${rights}>
${text}</textarea>`
  return html`<div class="field">
    <label for="q-${key}">${heading(asked)}</label>
    ${hint(asked, extra)}${field}${faultLine(key, fault)}
  </div>`
}

function selecting(asked: Asked): Html {
  const { question, typed, locale, fault } = asked
  const { key, required } = question
  const [chosen = ''] = typedOf(typed, key)
  const options = questionText[locale].sizes.map(
    (label, size) =>
      html`<option value="${size}" ${chosen === String(size) && html` selected`}>${label}</option>`,
  )
  return html`<div class="field">
    <label for="q-${key}">${heading(asked)}</label> ${hint(asked)}<select
      class="input"
      id="q-${key}"
      name="${key}"
      ${attributes(asked, hintOf(asked) !== '')}
    >
      <option value="">${required ? '—' : applyText[locale].noAnswer}</option>
      ${options}</select
    >${faultLine(key, fault)}
  </div>`
}

function attributes({ question: { key, required }, fault }: Asked, hinted: boolean): Html {
  const described = [...(hinted ? [`q-${key}-hint`] : []), ...(fault === null ? [] : [`q-${key}-fault`])]
  return html`${required && html` required`}${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}${
    fault !== null && html` aria-invalid="true"`
  }`
}

function heading({ question: { key, required }, locale }: Asked): Part {
  return [questionText[locale].questions[key].label, mark(required, locale)]
}

/** Whether something has to be answered, in words: a star alone says nothing to who does not know it. */
export function mark(required: boolean, locale: Locale): Html {
  const t = applyText[locale]
  return html` <span class="mark${required ? ' must' : ''}">${required ? t.required : t.optional}</span>`
}

const hintOf = ({ question: { key }, locale }: Asked): string => questionText[locale].questions[key].hint

function hint(asked: Asked, extra: string | null = null): Part {
  const text = [hintOf(asked), extra ?? ''].filter((one) => one !== '').join(' · ')
  return text !== '' && html`<p class="hint" id="q-${asked.question.key}-hint">${text}</p>`
}

/** What is wrong, beside what it is about. */
export function faultLine(key: string, fault: string | null): Part {
  return fault !== null && html`<p class="fault" id="q-${key}-fault">${fault}</p>`
}

/** Graphemes: the longest answer a question takes. */
export function limitOf(key: QuestionKey): number {
  return key === 'wish' || key === 'freeText' ? ANSWER_LIMITS[key] : ANSWER_LIMITS.line
}
