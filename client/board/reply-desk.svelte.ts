import type { CommandInput } from '#shared/domain/commands.ts'
import { isSameSubject, type ReplyDepth, type Subject } from '#shared/domain/state.ts'
import type { CardId } from '#shared/ids.ts'

interface Options {
  readonly newId: () => string
  /** answers whether the command was accepted; shows a refusal */
  readonly give: (command: CommandInput) => Promise<boolean>
}

/** The one reply that is being written on a board here, and the ways to post and remove replies. */
export class ReplyDesk {
  readonly #options: Options
  #open = $state.raw<{ readonly under: Subject; readonly why: ReplyDepth } | null>(null)

  constructor(options: Options) {
    this.#options = options
  }

  /** What is being answered under `subject`; `null` while no field is open there. */
  openAt(subject: Subject): ReplyDepth | null {
    return this.#open !== null && isSameSubject(this.#open.under, subject) ? this.#open.why : null
  }

  open(under: Subject, why: ReplyDepth): void {
    this.#open = { under, why }
  }

  close(): void {
    this.#open = null
  }

  async add(under: Subject, why: ReplyDepth, text: string): Promise<boolean> {
    const { give, newId } = this.#options
    return give({ type: 'reply.add', replyId: newId() as CardId, under, why, text })
  }

  /** Takes one's own reply back, or, as a facilitator, somebody else's off. */
  remove(replyId: CardId, mine: boolean): void {
    void this.#options.give({ type: mine ? 'reply.withdraw' : 'reply.hide', replyId })
  }
}
