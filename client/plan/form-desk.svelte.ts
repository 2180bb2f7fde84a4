import {
  CHOICE_KEYS,
  FORM_LIMITS,
  QUESTION_KEYS,
  type ApplicationForm,
  type ConsentItem,
  type QuestionKey,
} from '#shared/domain/application.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { CommandReply } from '#shared/protocol/socket.ts'
import { LIMITS } from '#shared/text.ts'
import { TYPING_PAUSE_MS } from '../ui/typing-pause.ts'

/** A question as it is being written: its choices are one text, a line each. */
export interface DraftQuestion {
  readonly key: QuestionKey
  readonly required: boolean
  readonly choices: string
}

interface Draft {
  readonly questions: readonly DraftQuestion[]
  readonly consents: readonly ConsentItem[]
  /** as typed; empty for none */
  readonly capacity: string
}

interface Options {
  readonly state: () => WorkshopState
  /** gives a command; the caller shows a refusal */
  readonly give: (command: CommandInput) => Promise<CommandReply>
}

/** The application form as one facilitator writes it; what is being typed stays until it is left, all else follows the workshop. */
export class FormDesk {
  readonly #options: Options
  #typed = $state.raw<Partial<Draft>>({})
  /** something was written that no command has carried yet */
  #unsent = $state(false)
  #sending = $state(0)
  #refused = $state(false)
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  get questions(): readonly DraftQuestion[] {
    return this.#typed.questions ?? draftOf(this.#form).questions
  }

  get consents(): readonly ConsentItem[] {
    return this.#typed.consents ?? this.#form.consents
  }

  get capacity(): string {
    return this.#typed.capacity ?? draftOf(this.#form).capacity
  }

  get saving(): boolean {
    return this.#sending > 0 || (this.#unsent && !this.#refused)
  }

  /** What was written last was refused, and stays here. */
  get refused(): boolean {
    return this.#refused
  }

  /** Whether another question may be chosen. */
  get full(): boolean {
    return this.questions.length >= FORM_LIMITS.questions
  }

  question(key: QuestionKey): DraftQuestion | null {
    return this.questions.find((question) => question.key === key) ?? null
  }

  /** Asks it or does not; questions stand in one order on every page. */
  ask(key: QuestionKey, asked: boolean): void {
    const others = this.questions.filter((question) => question.key !== key)
    if (asked && others.length >= FORM_LIMITS.questions) return
    const chosen = asked ? [...others, { key, required: false, choices: '' }] : others
    const order = (question: DraftQuestion) => QUESTION_KEYS.indexOf(question.key)
    this.#change({ questions: chosen.toSorted((one, other) => order(one) - order(other)) })
    void this.save()
  }

  require(key: QuestionKey, required: boolean): void {
    this.#edit(key, { required })
    void this.save()
  }

  writeChoices(key: QuestionKey, choices: string): void {
    this.#edit(key, { choices })
    this.#soon()
  }

  addConsent(): void {
    if (this.consents.length >= FORM_LIMITS.consents) return
    // an empty one is nothing to be saved
    this.#typed = { ...this.#typed, consents: [...this.consents, { text: '', required: false }] }
  }

  writeConsent(index: number, change: Partial<ConsentItem>): void {
    this.#change({
      consents: this.consents.map((item, at) => (at === index ? { ...item, ...change } : item)),
    })
    this.#soon()
  }

  removeConsent(index: number): void {
    this.#change({ consents: this.consents.filter((_, at) => at !== index) })
    void this.save()
  }

  /** Takes digits of any width; anything else is not typed. */
  writeCapacity(typed: string): void {
    this.#change({ capacity: typed.normalize('NFKC').replace(/\D/g, '').slice(0, 3) })
    this.#soon()
  }

  /** Saves now what was typed; whatever else changed meanwhile stays as it is. */
  async save(): Promise<void> {
    clearTimeout(this.#pause)
    if (!this.#unsent) return
    const { questions, consents, capacity } = this.#typed
    this.#unsent = false
    this.#sending++
    const reply = await this.#options.give({
      type: 'form.edit',
      ...(questions && { questions: questions.map(keptQuestion) }),
      ...(consents && { consents: consents.filter(({ text }) => text.trim() !== '') }),
      ...(capacity !== undefined && { capacity: capacityIn(capacity) }),
    })
    this.#sending--
    if (reply.ok) return
    // what was written meanwhile is sent of itself, with this
    this.#refused = !this.#unsent
    this.#unsent = true
  }

  /** Saves, and shows what was kept: the form was left. */
  async leave(): Promise<void> {
    const typed = this.#typed
    await this.save()
    // not what was typed since, and a consent that is still to be written
    if (this.#typed === typed && !this.#refused && this.consents.every(({ text }) => text.trim() !== ''))
      this.#typed = {}
  }

  close(): void {
    void this.save()
  }

  get #form(): ApplicationForm {
    return this.#options.state().form
  }

  #edit(key: QuestionKey, change: Partial<DraftQuestion>): void {
    this.#change({
      questions: this.questions.map((question) =>
        question.key === key ? { ...question, ...change } : question,
      ),
    })
  }

  #change(change: Partial<Draft>): void {
    this.#typed = { ...this.#typed, ...change }
    this.#unsent = true
    this.#refused = false
  }

  #soon(): void {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => void this.save(), TYPING_PAUSE_MS)
  }
}

/** Whether the facilitator writes this question's choices. */
export function hasChoices(key: QuestionKey): boolean {
  return (CHOICE_KEYS as readonly QuestionKey[]).includes(key)
}

function draftOf({ questions, consents, capacity }: ApplicationForm): Draft {
  return {
    questions: questions.map((question) => ({ ...question, choices: question.choices.join('\n') })),
    consents,
    capacity: capacity === null ? '' : String(capacity),
  }
}

function keptQuestion({ key, required, choices }: DraftQuestion) {
  const lines = choices.split('\n').filter((line) => line.trim() !== '')
  return { key, required, choices: hasChoices(key) ? lines : [] }
}

function capacityIn(typed: string): number | null {
  const count = Number(typed)
  return count === 0 ? null : Math.min(count, LIMITS.participants)
}
