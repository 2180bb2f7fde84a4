import type { CommandInput } from '#shared/domain/commands.ts'
import { isSameSubject, type ReplyDepth, type Subject } from '#shared/domain/state.ts'
import type { CardId } from '#shared/ids.ts'
import type { DeskOptions } from './desk-options.ts'

interface Options {
  readonly workshop: Pick<DeskOptions['workshop'], 'state' | 'me' | 'newId'>
  /** answers whether the command was accepted; shows a refusal */
  readonly give: (command: CommandInput) => Promise<boolean>
}

/** The one reply that is being written on a board here, and the ways to post and remove replies. */
export class ReplyDesk {
  readonly #options: Options
  /** one's own, and whether everybody may know that */
  readonly #own = $derived.by(() => {
    const { state, me } = this.#options.workshop
    const own = state.replies.filter(({ authorId }) => authorId !== null && authorId === me?.id)
    return new Map(own.map(({ id, named }) => [id, named]))
  })
  #open = $state.raw<{ readonly under: Subject; readonly why: ReplyDepth } | null>(null)

  constructor(options: Options) {
    this.#options = options
  }

  isMine(replyId: CardId): boolean {
    return this.#own.has(replyId)
  }

  /** Whether a reply is one's own while nobody else may know. */
  isSecretlyMine(replyId: CardId): boolean {
    return this.#own.get(replyId) === false
  }

  /** What is being answered under `subject`; `null` while no field is open there. */
  openAt(subject: Subject): ReplyDepth | null {
    return this.#open !== null && isSameSubject(this.#open.under, subject) ? this.#open.why : null
  }

  /** The card under which a field is open. */
  get card(): CardId | null {
    return this.#open?.under.kind === 'card' ? this.#open.under.cardId : null
  }

  open(under: Subject, why: ReplyDepth): void {
    this.#open = { under, why }
  }

  close(): void {
    this.#open = null
  }

  async add(under: Subject, why: ReplyDepth, text: string): Promise<boolean> {
    const { give, workshop } = this.#options
    return give({ type: 'reply.add', replyId: workshop.newId() as CardId, under, why, text })
  }

  /** Takes one's own reply back, or, as a facilitator, somebody else's off. */
  remove(replyId: CardId, mine: boolean): void {
    void this.#options.give({ type: mine ? 'reply.withdraw' : 'reply.hide', replyId })
  }
}
