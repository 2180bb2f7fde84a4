import type { BoardName, CardId } from '#shared/ids.ts'
import { chainsText } from '../i18n/board-chains.ts'
import { boardText } from '../i18n/board.ts'
import { pick } from '../i18n/language.svelte.ts'
import { ChainLight } from './chain-light.svelte.ts'
import type { LinkTarget } from './desk-options.ts'
import type { Wall } from './wall.ts'

/** The board whose cards those of a board answer. */
const ANSWERS: Readonly<Partial<Record<BoardName, BoardName>>> = {
  challenges: 'ideals',
  solutions: 'challenges',
}

/** One column at a time: what lies beside the board on a wide screen is a tab away here. The bound of the room's layout. */
const NARROW = '(max-width: 760px)'

interface Options {
  readonly board: BoardName
  /** the earlier cards that cards of this board may answer */
  readonly linkable: () => readonly LinkTarget[]
  readonly wall: () => Wall
  readonly link: (cardId: CardId, targetId: CardId) => void
  /** for screen readers */
  readonly say: (text: string) => void
  /** opens the chain of a card in front of the board */
  readonly askChain: (cardId: CardId) => void
}

/** What the cards of a board answer on the boards before it, in front of one person. */
export class ChainDesk {
  readonly light = new ChainLight()
  readonly #options: Options
  // every card of a board asks
  readonly #targets = $derived.by(
    () => new Map<string, LinkTarget>(this.linkable.map((target) => [target.id, target])),
  )
  readonly #answerable = $derived.by(() => this.linkable.filter((target) => target.board === this.answers))

  constructor(options: Options) {
    this.#options = options
  }

  get linkable(): readonly LinkTarget[] {
    return this.#options.linkable()
  }

  /** The board whose cards the cards here answer; `null` on the others. */
  get answers(): BoardName | null {
    return ANSWERS[this.#options.board] ?? null
  }

  /** The cards that the cards here may be linked to. */
  get answerable(): readonly LinkTarget[] {
    return this.#answerable
  }

  /** What is known of an earlier card; `null` when it is none. */
  target(id: string): LinkTarget | null {
    return this.#targets.get(id) ?? null
  }

  /** The cards here that answer an earlier one. */
  answersTo(targetId: CardId): readonly CardId[] {
    const { lanes } = this.#options.wall()
    return lanes.flatMap((lane) =>
      lane.cards.filter(({ links }) => links.includes(targetId)).map(({ id }) => id),
    )
  }

  linkTo(cardId: CardId, targetId: CardId): void {
    const { answers } = this
    if (answers === null || this.target(targetId)?.board !== answers) return
    this.#options.link(cardId, targetId)
    this.#options.say(pick(chainsText).linked(pick(boardText).name[answers]))
    this.light.show([cardId, targetId])
  }

  /** Shows both ends of a link, and what the far end answers itself: beside each other, or one below the other on a phone. */
  showLink(from: CardId, to: CardId): void {
    if (matchMedia(NARROW).matches) return this.#options.askChain(from)
    const target = this.target(to)
    this.light.show([from, to, ...(target?.links ?? [])])
  }

  close(): void {
    this.light.close()
  }
}
