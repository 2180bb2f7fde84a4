import { parkedCount, lotOpen } from '#shared/domain/lot.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { WriterHint } from '#shared/domain/hints/writer-hints.ts'
import type { BoardName, CardId, TeamId } from '#shared/ids.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import { pick } from '../i18n/language.svelte.ts'
import { parkingText } from '../i18n/parking.ts'
import type { DeskOptions } from './desk-options.ts'
import { findHints } from './hint-finder.svelte.ts'
import { hintSwitch } from './hint-switch.svelte.ts'

interface Options extends Pick<DeskOptions, 'workshop' | 'teamId' | 'board' | 'toasts'> {
  readonly writable: () => boolean
  /** what becomes of words that could not be parked */
  readonly refused: (text: string, error: WireError) => void
  readonly say: (words: string) => void
}

export interface OwnParked {
  readonly id: CardId
  readonly text: string
  readonly sending: boolean
}

/** The team's parking lot as one person at its board sees it, and what that person's own words may be told. */
export class Parking {
  readonly board: BoardName
  readonly #teamId: TeamId
  readonly #options: Options

  readonly #own = $derived.by((): readonly OwnParked[] => {
    const { state, pending, me } = this.#options.workshop
    const there = state.parked.filter(({ authorId }) => authorId === me?.id)
    const known = new Set(there.map(({ id }) => id))
    return [
      ...there.map(({ id, text }) => ({ id, text, sending: false })),
      ...pending.flatMap(({ command }) =>
        command.type === 'card.park' && !known.has(command.cardId)
          ? [{ id: command.cardId, text: command.text, sending: true }]
          : [],
      ),
    ]
  })

  constructor(options: Options) {
    this.#options = options
    this.#teamId = options.teamId
    this.board = options.board
  }

  /** Whether something can be parked from this board now. */
  get open(): boolean {
    const { state, phase } = this.#options.workshop
    return phase?.board === this.board && lotOpen(state) && this.#options.writable()
  }

  get own(): readonly OwnParked[] {
    return this.#own
  }

  /** How much others of the team have parked. */
  get others(): number {
    const sent = this.#own.filter(({ sending }) => !sending).length
    return Math.max(0, parkedCount(this.#options.workshop.state, this.#teamId) - sent)
  }

  /** How many cards of this board came back from the lot. */
  get returned(): number {
    return this.#options.workshop.state.cards.filter(
      (card) => card.parked && card.teamId === this.#teamId && card.board === this.board && !card.withheld,
    ).length
  }

  /** What the writer may be told of a text; found here, and sent nowhere. */
  hints(text: string): readonly WriterHint[] {
    if (!hintSwitch.on || !this.#options.writable()) return []
    return findHints(this.#options.workshop.state, this.board, text)
  }

  /** Parks words that are on no board yet. */
  async parkText(text: string): Promise<void> {
    const cardId = this.#options.workshop.newId() as CardId
    const error = await this.#park(cardId, text)
    if (error !== null) this.#options.refused(text, error)
  }

  /** Parks one's own card as it reads now. */
  async parkCard(cardId: CardId, text: string): Promise<void> {
    const error = await this.#park(cardId, text)
    if (error !== null) this.#options.toasts.show({ text: error.message, tone: 'warn' })
  }

  async place(cardId: CardId): Promise<void> {
    const newCardId = this.#options.workshop.newId() as CardId
    await this.#give({ type: 'parked.place', cardId, newCardId }, pick(parkingText).lot.placed)
  }

  async drop(cardId: CardId): Promise<void> {
    await this.#give({ type: 'parked.drop', cardId }, pick(parkingText).lot.dropped)
  }

  /** Answers why not. */
  async #park(cardId: CardId, text: string): Promise<WireError | null> {
    const { workshop, toasts } = this.#options
    const reply = await workshop.send({ type: 'card.park', cardId, board: this.board, text })
    if (!reply.ok) return reply.error
    toasts.show({ text: pick(parkingText).lot.parked, seconds: 4 })
    return null
  }

  async #give(command: CommandInput, done: string): Promise<void> {
    const { workshop, toasts, say } = this.#options
    const reply = await workshop.send(command)
    if (reply.ok) say(done)
    else toasts.show({ text: reply.error.message, tone: 'warn' })
  }
}
