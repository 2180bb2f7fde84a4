import type { CommandInput } from '#shared/domain/commands.ts'
import { PLEDGE_KINDS, type PledgeKind } from '#shared/domain/reactions.ts'
import type { CardId } from '#shared/ids.ts'
import { pledgesText } from '../i18n/board-pledges.ts'
import { pick } from '../i18n/language.svelte.ts'
import type { DeskOptions } from './desk-options.ts'

interface Options {
  readonly workshop: Pick<DeskOptions['workshop'], 'state' | 'me' | 'pending'>
  readonly give: (command: CommandInput) => Promise<boolean>
  /** to screen readers */
  readonly say: (words: string) => void
}

/** Who gave one kind of pledge on a card, as it stands in front of one person. */
export interface PledgesHere {
  readonly kind: PledgeKind
  readonly mine: boolean
  /** of the others who gave it */
  readonly names: readonly string[]
}

/** Pledges and thanks on the cards of a board. One's own count at once; the server is told meanwhile. */
export class PledgeDesk {
  readonly #options: Options
  readonly #mine = $derived.by(() => {
    const { state, me, pending } = this.#options.workshop
    const own = state.pledges.filter(({ participantId }) => participantId === me?.id)
    const mine = new Set(own.map(keyOf))
    for (const { command } of pending) if (command.type === 'pledge.toggle') toggle(mine, keyOf(command))
    return mine
  })
  readonly #thanked = $derived.by(() => {
    const { state, pending } = this.#options.workshop
    const given = new Set<CardId>(state.thanks.map(({ cardId }) => cardId))
    for (const { command } of pending) if (command.type === 'thanks.toggle') toggle(given, command.cardId)
    return given
  })

  constructor(options: Options) {
    this.#options = options
  }

  on(cardId: CardId): readonly PledgesHere[] {
    const { state, me } = this.#options.workshop
    const others = state.pledges.filter((one) => one.cardId === cardId && one.participantId !== me?.id)
    return PLEDGE_KINDS.map((kind) => ({
      kind,
      mine: this.#mine.has(keyOf({ cardId, kind })),
      names: others
        .filter((one) => one.kind === kind)
        .flatMap(
          ({ participantId }) => state.participants.find(({ id }) => id === participantId)?.name ?? [],
        ),
    }))
  }

  toggle(cardId: CardId, kind: PledgeKind): void {
    void this.#options.give({ type: 'pledge.toggle', cardId, kind })
  }

  /** Whether one has said that a card helped. */
  thankedFor(cardId: CardId): boolean {
    return this.#thanked.has(cardId)
  }

  /** Whether somebody has said so of one's own card. */
  wasThanked(cardId: CardId): boolean {
    return this.#options.workshop.state.thanked[cardId] !== undefined
  }

  /** Says that a card helped, or takes that back. */
  async thank(cardId: CardId): Promise<void> {
    const { said, tookBack } = pick(pledgesText).thanks
    const words = this.thankedFor(cardId) ? tookBack : said
    if (await this.#options.give({ type: 'thanks.toggle', cardId })) this.#options.say(words)
  }
}

function keyOf({ cardId, kind }: { readonly cardId: CardId; readonly kind: PledgeKind }): string {
  return `${kind} ${cardId}`
}

function toggle<T>(set: Set<T>, value: T): void {
  if (!set.delete(value)) set.add(value)
}
