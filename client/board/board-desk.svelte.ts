import { getContext, setContext } from 'svelte'
import { boardAccess } from '#shared/domain/board-access.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import { hidesCards } from '#shared/domain/names.ts'
import { votingOpen } from '#shared/domain/progress.ts'
import type { NamesShown, Phase, SolutionPart } from '#shared/domain/state.ts'
import type { BoardName, CardId, TeamId } from '#shared/ids.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { WritingKind, WritingMessage } from '#shared/protocol/socket.ts'
import { must } from '#shared/result.ts'
import type { Peer } from '../boards/peers.ts'
import { boardText } from '../i18n/board.ts'
import { pick } from '../i18n/language.svelte.ts'
import { AtCards, type AtCard } from './at-cards.svelte.ts'
import type { Seen } from '../ui/by-key.svelte.ts'
import { sayAgain } from '../ui/say-again.ts'
import { CardMoves } from './card-moves.svelte.ts'
import { stableWall } from './stable-wall.ts'
import { Suggestions } from './suggestions.svelte.ts'
import { ChainDesk } from './chain-desk.svelte.ts'
import type { Asking, ComposerHandle, DeskClient, DeskOptions } from './desk-options.ts'
import { PledgeDesk } from './pledge-desk.svelte.ts'
import { ReplyDesk } from './reply-desk.svelte.ts'
import { Parking } from './parking.svelte.ts'
import type { UnsentTexts } from './unsent.svelte.ts'
import { RevealShow } from './reveal-show.svelte.ts'
import { dotsOnTheWay, readWall, type Wall, type WallCard, type WallReading } from './wall.ts'
import { WritingSign } from './writing-sign.ts'

/** ms */
const LONG = 1_500

/** One live board in front of one person: what is on it and what they can do with it. */
export class BoardDesk {
  readonly teamId: TeamId
  readonly board: BoardName
  readonly client: DeskClient
  readonly unsent: UnsentTexts
  readonly moves: CardMoves
  readonly reveal: RevealShow
  readonly #sign: WritingSign
  readonly suggestions: Suggestions
  readonly parking: Parking
  readonly chains: ChainDesk
  readonly replies: ReplyDesk
  readonly pledges: PledgeDesk
  readonly #workshop: DeskOptions['workshop']
  readonly #toasts: DeskOptions['toasts']
  readonly #drawer: DeskOptions['drawer']
  #composer: ComposerHandle | null = null
  #editing = $state<CardId | null>(null)
  #asking = $state.raw<Asking | null>(null)
  #said = $state('')

  readonly #phase = $derived.by((): Phase | null => {
    const { phase } = this.#workshop
    return phase?.board === this.board ? phase : null
  })
  readonly #hidden = $derived.by(() => {
    const phase = this.#phase
    return phase !== null && hidesCards(this.#workshop.state, phase)
  })
  /** the wall last shown, of which the next takes over all it can */
  #shown: Wall | null = null
  #reading: WallReading | null = null
  readonly #wall = $derived.by(() => {
    const source = {
      state: this.#workshop.state,
      me: this.#workshop.me?.id ?? null,
      teamId: this.teamId,
      board: this.board,
      content: this.client.content,
      pending: this.#workshop.pending,
      hidden: this.#hidden,
      held: this.reveal.held,
    }
    this.#reading = readWall(source, this.#reading)
    return (this.#shown = stableWall(this.#shown, this.#reading.wall))
  })
  // every card asks, and words typed on the board change nothing of it
  readonly #votesLeft = $derived.by(() => {
    const { state, me, pending } = this.#workshop
    const given = dotsOnTheWay({ state, me: me?.id ?? null, pending })
    return Math.max(0, (this.#phase?.votes ?? 0) - given)
  })
  readonly #writable = $derived.by(() => {
    const { state, viewer } = this.#workshop
    return boardAccess(state, viewer, this.teamId, this.board) === 'write'
  })
  /** the document is taking long: there may be no network */
  #isLate = $state(false)
  readonly #lateness = setTimeout(() => (this.#isLate = true), LONG)
  readonly #loading = $derived.by(
    () =>
      this.client.status === 'connecting' && !this.client.shown && (!this.#isLate || this.#wall.count === 0),
  )
  readonly #at = new AtCards(() => this.client.peers)

  constructor({ workshop, client, teamId, board, toasts, drawer, unsent, linkable }: DeskOptions) {
    this.#workshop = workshop
    this.client = client
    this.teamId = teamId
    this.board = board
    this.#toasts = toasts
    this.#drawer = drawer
    this.unsent = unsent
    this.#sign = new WritingSign((kind) => workshop.sayWriting(kind))
    this.reveal = new RevealShow({ state: () => workshop.state, clock: workshop.clock, teamId, board })
    const give = (command: CommandInput) => this.#give(command)
    this.replies = new ReplyDesk({ workshop, give })
    this.pledges = new PledgeDesk({ workshop, give, say: (words) => this.#say(words) })
    this.moves = new CardMoves({
      board: () => client.board,
      wall: () => this.#wall,
      byPart: board === 'solutions',
      newId: () => workshop.newId(),
      holder: (cardId) => this.holder(cardId)?.person.name ?? null,
      hold: (cardIds) => client.setHolding(cardIds),
    })
    this.parking = new Parking({
      ...{ workshop, teamId, board, toasts },
      writable: () => this.writable,
      refused: (text, error) => this.#takeBack(text, error),
      say: (words) => this.#say(words),
    })
    this.chains = new ChainDesk({
      ...{ board, linkable },
      wall: () => this.#wall,
      link: (cardId, targetId) => this.moves.link(cardId, targetId, true),
      say: (text) => this.#say(text),
      askChain: (cardId) => this.ask({ kind: 'chain', cardId }),
    })
    this.suggestions = new Suggestions({ wall: () => this.#wall, moves: this.moves })
    // of a page that was loaded anew; drafts are reworded where they lie
    const drafts = new Set(this.#wall.drafts.map(({ id }) => `draft ${id}`))
    for (const text of unsent.takeFields(board, (field) => !drafts.has(field))) this.putAway(text)
  }

  get wall(): Wall {
    return this.#wall
  }

  /**
   * Whether what the board reads has yet to come. What is known of it without that, such as one's own cards, does
   * not stand there meanwhile and then jump to its place, unless it takes long.
   */
  get loading(): boolean {
    return this.#loading
  }

  /** Whether cards written now stay with their authors. */
  get hidden(): boolean {
    return this.#hidden
  }

  /** Whether this person may write on the board now; the server asks again at every change. */
  get writable(): boolean {
    return this.#writable
  }

  /** Whether cards written on this board carry names now, and if not, whether they ever will. */
  get names(): NamesShown {
    const { names, namedBoards } = this.#workshop.state
    return namedBoards.includes(this.board) ? 'start' : names
  }

  /** How many others write here now, while writing is hidden. */
  get writing(): WritingMessage {
    return this.#workshop.writing
  }

  /** To be called at every change of what somebody writes; `null` when they have stopped. */
  wrote(kind: WritingKind | null): void {
    this.#sign.wrote(this.#hidden ? kind : null)
  }

  get facilitating(): boolean {
    return this.#workshop.viewer.role === 'facilitator'
  }

  get voting(): 'none' | 'open' | 'closed' {
    if (this.#phase === null || this.#phase.votes === 0) return 'none'
    return votingOpen(this.#workshop.state) ? 'open' : 'closed'
  }

  get votesLeft(): number {
    return this.#votesLeft
  }

  /** The card whose text is open in a field here. */
  get editing(): CardId | null {
    return this.#editing
  }

  get asking(): Asking | null {
    return this.#asking
  }

  /** What screen readers are told, besides moves. */
  get said(): string {
    return this.#said
  }

  authorName(card: Pick<WallCard, 'authorId'>): string | null {
    return this.#workshop.state.participants.find(({ id }) => id === card.authorId)?.name ?? null
  }

  /** The card of that id, wherever it lies. */
  card(cardId: CardId): WallCard | null {
    const { lanes, drafts } = this.#wall
    return [...lanes.flatMap((lane) => lane.cards), ...drafts].find(({ id }) => id === cardId) ?? null
  }

  /** The others at a card, for whoever shows it. */
  watch(cardId: CardId): Seen<AtCard> {
    return this.#at.watch(cardId)
  }

  /** To be called in an effect while cards are shown: tells those whose company has changed. */
  tellCards(): void {
    this.#at.tell()
  }

  /** Who else has the card, of those `at` it; of two who took it at once, the lower client id, on both screens. */
  holder(cardId: CardId, at: AtCard = this.#at.of(cardId)): Peer | null {
    const holders = at.holding
    if (holders.length === 0) return null
    const { dragged, lifted } = this.moves
    const own = dragged.has(cardId) || lifted === cardId ? this.client.board?.doc.clientID : undefined
    return holders.find(({ clientId }) => clientId < (own ?? Infinity)) ?? null
  }

  /** Says where refused text may go; returns the way to stop. */
  lend(composer: ComposerHandle): () => void {
    this.#composer = composer
    return () => {
      if (this.#composer === composer) this.#composer = null
    }
  }

  /** Posts a card. Text that is refused comes back to the composer, or to the drawer when there is none any more. */
  async add(text: string, part: SolutionPart | null): Promise<boolean> {
    this.wrote(null)
    const { board } = this
    const cardId = this.#workshop.newId() as CardId
    const reply = await this.#workshop.send({ type: 'card.add', cardId, board, text, part })
    if (reply.ok) {
      this.#say(pick(boardText).composer.added)
      return true
    }
    this.#takeBack(text, reply.error)
    return false
  }

  #takeBack(text: string, error: WireError): void {
    if (this.#shelved(error, text)) return
    if (this.#composer === null || !this.writable) return this.putAway(text)
    this.#composer.giveBack(text)
    this.#toasts.show({ text: `${error.message} ${pick(boardText).composer.returned}`, tone: 'warn' })
  }

  /** Text that can go nowhere else any more. */
  putAway(text: string): void {
    this.#drawer.add(text, this.board)
    this.#toasts.show({ text: pick(boardText).drawer.kept, tone: 'warn' })
  }

  /** Changes the words of a draft, which only the server and its author hold. */
  async reword(cardId: CardId, text: string): Promise<boolean> {
    const reply = await this.#workshop.send({ type: 'card.reword', cardId, text })
    if (reply.ok) return true
    if (!this.#shelved(reply.error, text)) this.#toasts.show({ text: reply.error.message, tone: 'warn' })
    return false
  }

  /** What was written in another past goes to the drawer; the screen as a whole says why. */
  #shelved({ code }: WireError, text: string): boolean {
    if (code !== 'generation_changed') return false
    this.#drawer.add(text, this.board)
    return true
  }

  async withdraw(cardId: CardId): Promise<void> {
    if (await this.#give({ type: 'card.withdraw', cardId })) this.#say(pick(boardText).card.withdrawn)
  }

  async hide(cardId: CardId): Promise<void> {
    if (await this.#give({ type: 'card.hide', cardId })) this.#say(pick(boardText).card.hidden)
  }

  like(cardId: CardId): void {
    void this.#give({ type: 'like.toggle', cardId })
  }

  vote(cardId: CardId, count: number): void {
    void this.#give({ type: 'vote.cast', cardId, count })
  }

  edit(cardId: CardId): void {
    this.#editing = cardId
  }

  stopEditing(): void {
    this.#editing = null
    this.client.setEditing(null)
  }

  caretAt(cardId: CardId, caret: { readonly anchor: number; readonly head: number }): void {
    this.client.setEditing({ cardId, ...caret })
  }

  /** The client is the business of whoever opened it. */
  close(): void {
    clearTimeout(this.#lateness)
    this.#sign.close()
    this.reveal.close()
    this.moves.close()
    this.chains.close()
  }

  ask(asking: Asking): void {
    this.#asking = asking
  }

  stopAsking(): void {
    this.#asking = null
  }

  #say(text: string): void {
    this.#said = sayAgain(this.#said, text)
  }

  async #give(command: CommandInput): Promise<boolean> {
    const reply = await this.#workshop.send(command)
    if (!reply.ok) this.#toasts.show({ text: reply.error.message, tone: 'warn' })
    return reply.ok
  }
}

const KEY = Symbol('board desk')

export function provideDesk(desk: BoardDesk): void {
  setContext(KEY, desk)
  $effect.pre(() => desk.tellCards())
}

/** The desk of the board this component stands on. */
export function getDesk(): BoardDesk {
  return must(getContext<BoardDesk | undefined>(KEY), 'board desk context')
}
