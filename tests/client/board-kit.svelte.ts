import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { addCard } from '#shared/boards/edit-board.ts'
import type { BoardContent } from '#shared/boards/board-content.ts'
import { readBoard, sharedText } from '#shared/boards/read-board.ts'
import { audienceOf, mayHear } from '#shared/domain/audience.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import { withNames, type People } from '#shared/domain/people.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import { fold } from '#shared/domain/workshop.ts'
import type { BoardName, ParticipantId, TeamId } from '#shared/ids.ts'
import { errorText } from '#shared/protocol/error-text.ts'
import type { CommandMessage, CommandReply, WritingKind, WritingMessage } from '#shared/protocol/socket.ts'
import { must } from '#shared/result.ts'
import { BoardDesk } from '../../client/board/board-desk.svelte.ts'
import type { DeskClient, LinkTarget } from '../../client/board/desk-options.ts'
import { fetchDocuments } from '../../client/board/documents.ts'
import { fetchExtras } from '../../client/board/extras.svelte.ts'
import { UnsentTexts } from '../../client/board/unsent.svelte.ts'
import type { Peer } from '../../client/boards/peers.ts'
import { getDrawer } from '../../client/boards/drawer.svelte.ts'
import { language } from '../../client/i18n/language.svelte.ts'
import { ToastList } from '../../client/ui/toasts.svelte.ts'
import type { LiveWorkshop } from '../../client/workshop/live-workshop.svelte.ts'
import { person, type Story } from '../support/domain-builder.ts'

language.set('ja')
// what comes moments after the board is there from the start
await Promise.all([fetchDocuments(), fetchExtras()])
let workshops = 0

/** A workshop as one seat sees it, with the domain itself as its server: only what the seat may hear is there. */
export class ToldSeat {
  readonly id = `w${++workshops}` as LiveWorkshop['id']
  readonly as = 'participant'
  readonly code = 'K7M2QX'
  readonly joinUrl = 'https://yoriai.example/j/K7M2QX'
  readonly facilitatorsHere = 1
  readonly pulse = null
  readonly gone = null
  readonly ready = true
  readonly overdue = false
  readonly kept = true
  readonly sent: CommandInput[] = []
  /** what this seat said of its writing */
  readonly signs: (WritingKind | null)[] = []
  writing = $state.raw<WritingMessage>({ cards: 0, drafts: 0 })
  readonly story: Story
  readonly #names: People
  readonly #me: ParticipantId
  connection = $state<'connecting' | 'live' | 'offline'>('live')
  #state = $state.raw() as WorkshopState
  #presence = $state.raw<ReadonlySet<ParticipantId>>(new Set())
  #pending = $state.raw<readonly CommandMessage[]>([])
  #now = $state(0)
  #ids = 0
  #waiting: (() => void)[] = []

  constructor(story: Story, me: string, names: Readonly<Record<string, string>> = {}) {
    this.story = story
    this.#me = person(me)
    this.#names = names
    this.catchUp()
  }

  /** Takes in what has happened in the story since. */
  catchUp(): this {
    const heard = this.story.events.filter((event) => mayHear(this.#viewer, audienceOf(event)))
    this.#state = withNames(must(fold(heard), 'state'), this.#names)
    this.#presence = new Set(this.story.present)
    this.#now = this.story.now
    return this
  }

  get #viewer(): Viewer {
    return { role: 'participant', participantId: this.#me }
  }

  get state() {
    return this.#state
  }

  get viewer(): Viewer {
    return this.me?.facilitator ? { role: 'facilitator', participantId: this.#me } : this.#viewer
  }

  get me() {
    return this.#state.participants.find(({ id }) => id === this.#me) ?? null
  }

  get myTeam() {
    return this.#state.teams.find(({ id }) => id === this.me?.teamId) ?? null
  }

  get phase() {
    const { current, phases } = this.#state.agenda
    return phases.find(({ id }) => id === current?.phaseId) ?? null
  }

  get presence() {
    return this.#presence
  }

  get pending() {
    return this.#pending
  }

  get clock() {
    return { now: () => this.#now, tick: this.#now, rate: 1 }
  }

  /** the server has come back with an older past: what waited was made in another */
  isSetBack = false

  sayWriting(kind: WritingKind | null): void {
    this.signs.push(kind)
  }

  personName(id: string): string {
    return this.#names[id as ParticipantId] ?? '退出した方'
  }

  newId(): string {
    return `new${++this.#ids}`
  }

  send(input: CommandInput): Promise<CommandReply> {
    this.sent.push(input)
    const message: CommandMessage = { commandId: this.newId(), command: input }
    this.#pending = [...this.#pending, message]
    return new Promise((resolve) => {
      const answer = () => {
        this.#pending = this.#pending.filter((one) => one !== message)
        resolve(this.#decide(input))
      }
      if (this.connection === 'live') queueMicrotask(answer)
      else this.#waiting.push(answer)
    })
  }

  reconnect(): void {
    this.connection = 'live'
    for (const answer of this.#waiting.splice(0)) answer()
  }

  #decide(input: CommandInput): CommandReply {
    if (this.isSetBack) {
      const error = { code: 'generation_changed' } as const
      return { ok: false, error: { ...error, message: errorText(error, language.current) } }
    }
    const decision = this.story.ask(this.#viewer, input)
    if (!decision.ok) {
      const message = errorText(decision.error, language.current)
      return { ok: false, error: { ...decision.error, message } }
    }
    this.story.happened(...decision.value)
    this.catchUp()
    return { ok: true, seq: this.story.events.length }
  }

  asWorkshop(): LiveWorkshop {
    return this as unknown as LiveWorkshop
  }
}

/** A live board without a network. */
export class ToldBoard {
  readonly board: BoardDoc = boardDoc(new Y.Doc())
  readonly provider = null as unknown as DeskClient['provider']
  readonly replaced = false
  readonly editing: (Parameters<DeskClient['setEditing']>[0] | null)[] = []
  readonly holding: (readonly string[])[] = []
  status = $state<DeskClient['status']>('saved')
  peers = $state.raw<readonly Peer[]>([])
  #content = $state.raw<BoardContent>({ cards: [], clusters: [], links: [], summary: '' })

  constructor() {
    this.board.doc.on('update', () => (this.#content = readBoard(this.board)))
  }

  get content() {
    return this.#content
  }

  get shown(): boolean {
    return this.status !== 'connecting'
  }

  cardText(cardId: string) {
    return sharedText(this.board.cards.get(cardId), 'text')
  }

  clusterTitle(clusterId: string) {
    return sharedText(this.board.clusters.get(clusterId), 'title')
  }

  unsavedTexts(): string[] {
    return []
  }

  setEditing(editing: Parameters<DeskClient['setEditing']>[0]): void {
    this.editing.push(editing)
  }

  setHolding(cardIds: readonly string[]): void {
    this.holding.push(cardIds)
  }

  /** What the server's board writer does for every revealed card. */
  write(story: Story, board: BoardName, texts: Readonly<Record<string, string>>): this {
    for (const card of story.state.cards.filter((one) => one.board === board && one.revealed)) {
      addCard(this.board, { id: card.id, text: texts[card.id] ?? `${card.id}のことば`, part: card.part })
    }
    return this
  }
}

export interface Table {
  readonly seat: ToldSeat
  readonly client: ToldBoard
  readonly desk: BoardDesk
  readonly toasts: ToastList
  readonly drawer: ReturnType<typeof getDrawer>
  readonly unsent: UnsentTexts
}

/** Someone at the board of the story's phase. */
export function sitDown(
  story: Story,
  me: string,
  {
    names = {},
    linkable = [],
    teamId = 'team1',
  }: {
    names?: Readonly<Record<string, string>>
    linkable?: readonly LinkTarget[]
    teamId?: string
  } = {},
): Table {
  const seat = new ToldSeat(story, me, names)
  const client = new ToldBoard()
  const toasts = new ToastList()
  const drawer = getDrawer(seat.id)
  const unsent = new UnsentTexts(seat.id)
  const desk = new BoardDesk({
    workshop: seat.asWorkshop(),
    client,
    teamId: teamId as TeamId,
    board: must(story.phase.board, 'board'),
    toasts,
    drawer,
    unsent,
    linkable: () => linkable,
  })
  return { seat, client, desk, toasts, drawer, unsent }
}
