import type { ParticipantId } from '#shared/ids.ts'
import type { AnsweredKnocks, AnswerKnocksBody, WaitingKnock } from '#shared/protocol/knocks.ts'
import { postJson } from '../connection/api.ts'
import { knockText } from '../i18n/knock.ts'
import { pick } from '../i18n/language.svelte.ts'
import type { ToastList } from '../ui/toasts.svelte.ts'
import type { LiveWorkshop } from '../workshop/live-workshop.svelte.ts'

/** So many names are said; of more, the number. */
const NAMES_SAID = 3

/** Who waits at the door, and a facilitator's answers to them. */
export class KnockDesk {
  readonly #workshop: LiveWorkshop
  readonly #toasts: ToastList
  #busy = $state.raw<ReadonlySet<ParticipantId>>(new Set())
  #said = $state('')
  #seen: ReadonlySet<ParticipantId> = new Set()

  constructor(workshop: LiveWorkshop, toasts: ToastList) {
    this.#workshop = workshop
    this.#toasts = toasts
  }

  get waiting(): readonly WaitingKnock[] {
    return this.#workshop.knocks
  }

  /** What screen readers are told: who has come, or what has become of them. */
  get said(): string {
    return this.#said
  }

  isBusy(id: ParticipantId): boolean {
    return this.#busy.has(id)
  }

  /** Notices who has come since the last look. */
  look(): void {
    const { waiting } = this
    const come = waiting.filter(({ id }) => !this.#seen.has(id)).map(({ name }) => name)
    this.#seen = new Set(waiting.map(({ id }) => id))
    const t = pick(knockText).list
    if (come.length > NAMES_SAID) this.#said = t.cameMany(come.length, waiting.length)
    else if (come.length > 0) this.#said = t.came(come, waiting.length)
  }

  /** Answers these; a refusal is told in a toast. */
  async answer(answer: AnswerKnocksBody['answer'], ids: readonly ParticipantId[]): Promise<void> {
    const { id: workshopId, as } = this.#workshop
    this.#busy = new Set([...this.#busy, ...ids])
    const body: AnswerKnocksBody = { answer, ids }
    const reply = await postJson<AnsweredKnocks>(`/api/workshops/${workshopId}/knocks/answer`, body, { as })
    this.#busy = new Set([...this.#busy].filter((id) => !ids.includes(id)))
    const t = pick(knockText).list
    if (!reply.ok) return void this.#toasts.show({ text: reply.error.message, tone: 'warn' })
    const { answered } = reply.value
    if (answered > 0) this.#said = answer === 'admit' ? t.admitted(answered) : t.declined(answered)
  }
}
