import type { ParticipantId } from '#shared/ids.ts'
import type { Result } from '#shared/result.ts'
import type { Refusal } from '../rooms/refusal.ts'

/** A seat or a place on the waiting list, with its secret. */
export interface Applied {
  readonly participantId: ParticipantId
  readonly secret: string
}

/** Forms remembered at a time: some hours of a busy evening; a form older than that was answered long ago. */
const KEPT = 2_000

/**
 * A form that is sent twice, by an impatient finger or a browser that tries again, is one application. Each copy of a form has
 * an unguessable mark of its own, which is never shown to anybody else.
 */
export class Submissions {
  readonly #answers = new Map<string, Promise<Result<Applied, Refusal>>>()

  /** The answer to the form with this mark; `apply` runs once. A refused form may be sent again. */
  async once(
    mark: string,
    apply: () => Promise<Result<Applied, Refusal>>,
  ): Promise<Result<Applied, Refusal>> {
    const before = this.#answers.get(mark)
    if (before !== undefined) return before
    const answer = apply()
    this.#answers.set(mark, answer)
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= KEPT) break
      this.#answers.delete(oldest)
    }
    try {
      const given = await answer
      if (!given.ok) this.#answers.delete(mark)
      return given
    } catch (error) {
      this.#answers.delete(mark)
      throw error
    }
  }
}
