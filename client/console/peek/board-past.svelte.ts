import type { HistoryBody, Moment, MomentBody } from '#shared/boards/moments.ts'
import type { BoardName, TeamId, WorkshopId } from '#shared/ids.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { Result } from '#shared/result.ts'
import { getJson } from '../../connection/api.ts'

type List =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'there'; readonly moments: readonly Moment[] }
type Chosen =
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' | 'failed'; readonly moment: Moment }
  | ({ readonly kind: 'there' } & MomentBody)

interface Options {
  readonly workshopId: WorkshopId
  readonly teamId: TeamId
  readonly board: BoardName
}

/** The moments of one board, and the one that is looked at. Asks the server when told to; `close` drops the questions. */
export class BoardPast {
  readonly #path: string
  readonly #asking = new AbortController()
  #list = $state.raw<List>({ kind: 'loading' })
  #chosen = $state.raw<Chosen>({ kind: 'none' })

  constructor({ workshopId, teamId, board }: Options) {
    this.#path = `/api/workshops/${workshopId}/boards/${teamId}/${board}/history`
  }

  get list(): List {
    return this.#list
  }

  get chosen(): Chosen {
    return this.#chosen
  }

  /** Keeps what is shown until the answer is here. */
  async load(): Promise<void> {
    if (this.#list.kind !== 'there') this.#list = { kind: 'loading' }
    const answer = await this.#ask<HistoryBody>('')
    if (this.#asking.signal.aborted) return
    if (answer.ok) this.#list = { kind: 'there', moments: answer.value.moments }
    else if (this.#list.kind !== 'there') this.#list = { kind: 'failed' }
  }

  /** Of several choices the last one stands. */
  async choose(moment: Moment): Promise<void> {
    const choice: Chosen = { kind: 'loading', moment }
    this.#chosen = choice
    const answer = await this.#ask<MomentBody>(`/${moment.number}`)
    if (this.#asking.signal.aborted || this.#chosen !== choice) return
    this.#chosen = answer.ok ? { kind: 'there', ...answer.value } : { kind: 'failed', moment }
  }

  letGo(): void {
    this.#chosen = { kind: 'none' }
  }

  close(): void {
    this.#asking.abort()
  }

  #ask<T>(end: string): Promise<Result<T, WireError>> {
    return getJson<T>(`${this.#path}${end}`, { as: 'facilitator', signal: this.#asking.signal })
  }
}
