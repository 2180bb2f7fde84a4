import type { WorkshopId } from '#shared/ids.ts'
import type { KnockBody, KnockReply } from '#shared/protocol/knocks.ts'
import type { Millis } from '#shared/time.ts'
import { postJson } from '../connection/api.ts'
import { keepKnock } from '../connection/kept-knock.ts'
import { onWake } from '../connection/wake.ts'

/** How somebody's asking stands. `queued`: too many wait, so that nobody has been told of them yet. */
export type Standing =
  | { readonly kind: 'asking' }
  | { readonly kind: 'waiting'; readonly since: Millis }
  | { readonly kind: 'queued' }
  | { readonly kind: 'declined' }
  /** the door or the workshop has closed, or there is no place: a sentence that says so */
  | { readonly kind: 'refused'; readonly message: string }

interface Options {
  readonly workshopId: WorkshopId
  readonly body: KnockBody
  /** there is a seat, and this browser holds it */
  readonly onin: () => void
}

/** Soon enough that the page opens while one still looks at it; a full list is asked less often. */
const AGAIN: Millis = 3_000
const AGAIN_QUEUED: Millis = 10_000

/** Asks to come in, and asks on until there is an answer. Close it when its page goes. */
export class Knocking {
  readonly #options: Options
  readonly #stopWaking: () => void
  #standing = $state.raw<Standing>({ kind: 'asking' })
  #cut = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = false
  #closed = false

  constructor(options: Options) {
    this.#options = options
    keepKnock(options.workshopId, options.body)
    this.#stopWaking = onWake(() => {
      if (!this.#isOver) void this.ask()
    })
    void this.ask()
  }

  get standing(): Standing {
    return this.#standing
  }

  /** The server was not reached the last time. */
  get cut(): boolean {
    return this.#cut
  }

  get name(): string {
    return this.#options.body.name
  }

  /** Asks now. Never rejects; after an answer that may change it is asked again by itself. */
  async ask(): Promise<void> {
    if (this.#asking || this.#closed) return
    this.#asking = true
    clearTimeout(this.#timer)
    const { workshopId, body, onin } = this.#options
    const answer = await postJson<KnockReply>(`/api/workshops/${workshopId}/knocks`, body)
    this.#asking = false
    if (this.#closed) return
    this.#cut = !answer.ok && answer.error.code === 'unavailable'
    if (answer.ok) {
      const reply = answer.value
      if (reply.standing === 'in') {
        keepKnock(workshopId, null)
        this.close()
        return onin()
      }
      this.#standing =
        reply.standing === 'declined' ? { kind: 'declined' } : { kind: 'waiting', since: reply.since }
    } else if (answer.error.code === 'knocks_full') this.#standing = { kind: 'queued' }
    else if (!this.#cut) this.#standing = { kind: 'refused', message: answer.error.message }
    if (this.#isOver) keepKnock(workshopId, null)
    else
      this.#timer = setTimeout(() => void this.ask(), this.#standing.kind === 'queued' ? AGAIN_QUEUED : AGAIN)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#stopWaking()
  }

  get #isOver(): boolean {
    const { kind } = this.#standing
    return kind === 'declined' || kind === 'refused'
  }
}
