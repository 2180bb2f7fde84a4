import type { WorkshopId } from '#shared/ids.ts'
import type { Outcome } from '#shared/outcome/outcome.ts'
import { getJson } from '../connection/api.ts'

export type OutcomeView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly outcome: Outcome }
  /** no seat and no facilitator's link in this browser */
  | { readonly kind: 'forbidden' }
  /** a participant, before there is something to take home */
  | { readonly kind: 'early' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'failed'; readonly message: string }

/** The outcome of one workshop, as this browser may see it. Asks the server when told to; `close()` drops the question. */
export class OutcomeSource {
  readonly workshopId: WorkshopId
  #view = $state.raw<OutcomeView>({ kind: 'loading' })
  #asking = new AbortController()

  constructor(workshopId: WorkshopId) {
    this.workshopId = workshopId
  }

  get view(): OutcomeView {
    return this.#view
  }

  /** Keeps what is shown until the answer is here; an answer that was overtaken changes nothing. */
  async load(): Promise<void> {
    this.#asking.abort()
    const asking = new AbortController()
    this.#asking = asking
    if (this.#view.kind !== 'ready') this.#view = { kind: 'loading' }
    const path = `/api/workshops/${this.workshopId}/outcome.json`
    const answer = await getJson<Outcome>(path, { signal: asking.signal })
    if (asking.signal.aborted) return
    this.#view = answer.ok
      ? { kind: 'ready', outcome: answer.value }
      : refused(answer.error.code, answer.error.message)
  }

  close(): void {
    this.#asking.abort()
  }
}

function refused(code: string, message: string): OutcomeView {
  switch (code) {
    case 'unauthorised':
      return { kind: 'forbidden' }
    case 'forbidden':
      return { kind: 'early' }
    case 'workshop_unknown':
    case 'not_found':
      return { kind: 'unknown' }
    default:
      return { kind: 'failed', message }
  }
}
