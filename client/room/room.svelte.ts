import { getContext, setContext, untrack } from 'svelte'
import type { CommandInput } from '#shared/domain/commands.ts'
import { phaseKind } from '#shared/domain/phases/registry.ts'
import type { StageName } from '#shared/domain/phases/phase-kind.ts'
import type { Phase } from '#shared/domain/state.ts'
import { ALL_TEAMS, type BoardName, type PhaseId } from '#shared/ids.ts'
import type { BoardSnapshot } from '#shared/outcome/outcome.ts'
import { must } from '#shared/result.ts'
import type { Millis } from '#shared/time.ts'
import { ArrivingBoard } from '../board/arriving-board.svelte.ts'
import { BoardDesk } from '../board/board-desk.svelte.ts'
import type { LinkTarget } from '../board/desk-options.ts'
import { documentsHere } from '../board/documents.ts'
import { savedWord, type SavedWord } from '../board/saved-word.ts'
import { UnsentTexts } from '../board/unsent.svelte.ts'
import type { PutAway } from '../boards/board-options.ts'
import { getDrawer } from '../boards/drawer.svelte.ts'
import { getJson } from '../connection/api.ts'
import { boardText } from '../i18n/board.ts'
import { pick } from '../i18n/language.svelte.ts'
import type { ToastList } from '../ui/toasts.svelte.ts'
import type { LiveWorkshop } from '../workshop/live-workshop.svelte.ts'
import { BoardShelf } from './board-shelf.svelte.ts'
import { earlierBoards, liveBoard, type BoardPlace } from './room-boards.ts'

/** What a phone shows; a wide screen shows all at once. */
export const TABS = ['board', 'team', 'summary', 'agenda'] as const
export type Tab = (typeof TABS)[number]

/** Long enough to be read; the drawer shows it as long as it is there. */
const LATE_SHOWN: Millis = 20_000

/** One participant's room: where they look, the live board of the phase, and the boards that are only read. */
export class Room {
  readonly workshop: LiveWorkshop
  readonly shelf: BoardShelf
  readonly unsent: UnsentTexts
  readonly #toasts: ToastList
  #tab = $state<Tab>('board')
  #peekId = $state<PhaseId | null>(null)
  #peekedFrom = $state<PhaseId | null>(null)
  #desk = $state.raw<BoardDesk | null>(null)
  #lastBoard: BoardName | null = null
  #late = $state(false)
  #summaryCalled = $state(false)
  #lateness: ReturnType<typeof setTimeout> | undefined

  readonly #live = $derived.by(() => liveBoard(this.workshop.state, this.workshop.me))
  // the state is a new value at every event; what opens connections must change less often
  readonly #liveKey = $derived.by(() =>
    this.#live === null ? '' : `${this.#live.teamId}/${this.#live.board}`,
  )
  readonly #earlier = $derived.by(() => {
    const { state, me } = this.workshop
    return earlierBoards(state, me?.teamId ?? null, this.#live?.board ?? null)
  })
  readonly #earlierKey = $derived.by(() => {
    const { state, phase, setBack } = this.workshop
    const boards = this.#earlier.map(({ teamId, board }) => `${teamId}/${board}`)
    return [setBack, state.status, phase?.id, ...boards].join(' ')
  })
  readonly #peeked = $derived.by((): Phase | null => {
    const { phases, current } = this.workshop.state.agenda
    if (this.#peekId === null || this.#peekId === current?.phaseId) return null
    return phases.find((phase) => phase.id === this.#peekId) ?? null
  })

  constructor(workshop: LiveWorkshop, toasts: ToastList) {
    this.workshop = workshop
    this.#toasts = toasts
    this.unsent = new UnsentTexts(workshop.id)
    this.shelf = new BoardShelf((teamId, board) =>
      getJson<BoardSnapshot>(`/api/workshops/${workshop.id}/boards/${teamId}/${board}`, { as: workshop.as }),
    )
  }

  get tab(): Tab {
    return this.#tab
  }

  show(tab: Tab): void {
    this.#tab = tab
  }

  /** Brings this person into the summary of their team. */
  writeSummary(): void {
    this.#tab = 'summary'
    this.#summaryCalled = true
  }

  /** Somebody was called to the summary, and its editor, which may still be on its way, has not taken the focus yet. */
  get summaryCalled(): boolean {
    return this.#summaryCalled
  }

  summaryAnswered(): void {
    this.#summaryCalled = false
  }

  /** The phase looked at privately; `null` when with everyone. */
  get peeked(): Phase | null {
    return this.#peeked
  }

  /** The phase on screen. */
  get shown(): Phase | null {
    return this.#peeked ?? this.workshop.phase
  }

  get stage(): StageName {
    if (this.#peeked) return phaseKind(this.#peeked.kind).stage
    const { state, phase } = this.workshop
    if (state.status === 'ended') return 'close'
    return state.status === 'planning' || phase === null ? 'welcome' : phaseKind(phase.kind).stage
  }

  peek(phaseId: PhaseId): void {
    this.#peekId = phaseId
    this.#peekedFrom = this.workshop.phase?.id ?? null
    this.#tab = 'board'
  }

  /** Whether everyone has moved on since this person began to look elsewhere. */
  get movedSincePeek(): boolean {
    return this.#peekedFrom !== (this.workshop.phase?.id ?? null)
  }

  /** Back to where everyone is. */
  comeBack(): void {
    this.#peekId = null
    this.#tab = 'board'
  }

  /** The live board; `null` while the phase has none, or this person no team. */
  get desk(): BoardDesk | null {
    return this.#desk
  }

  /** Changes exactly when another board is live. */
  get liveKey(): string {
    return this.#liveKey
  }

  /** The team's boards that came before the live one, in their order. */
  get earlier(): readonly BoardPlace[] {
    return this.#earlier
  }

  /** Changes exactly when the earlier boards should be read anew: others of them, or another phase. */
  get earlierKey(): string {
    return this.#earlierKey
  }

  /** Opens the live board of now. Returns the way to close it; call again when `liveKey` changes. */
  openLive(): () => void {
    const live = this.#live
    const { workshop } = this
    const { me } = workshop
    this.#tellOfUnsent(live?.board ?? null)
    this.#shelve(live)
    this.#desk = null
    // a call is for the board it was made on
    this.#summaryCalled = false
    if (live === null) return () => {}
    const client = new ArrivingBoard({
      workshopId: workshop.id,
      ...live,
      as: workshop.as,
      person: me && { id: me.id, name: workshop.personName(me.id) },
      onPutAway: (why) => this.#tellOfLate(why),
    })
    const desk = new BoardDesk({
      workshop,
      client,
      ...live,
      toasts: this.#toasts,
      drawer: getDrawer(workshop.id),
      unsent: this.unsent,
      linkable: () => this.#linkable,
    })
    this.#desk = desk
    return () => {
      desk.close()
      client.close()
    }
  }

  /** How it stands with everything this person has written. */
  get word(): SavedWord {
    const { connection, pending, kept, overdue } = this.workshop
    const board = this.#desk?.client.status ?? null
    return savedWord({ board, connection, pending: pending.length, kept, overdue, late: this.#late })
  }

  /** How many texts of this person lie aside: too late, or never posted. */
  get aside(): number {
    const open = this.#desk?.writable ? this.#desk.board : null
    return getDrawer(this.workshop.id).entries.length + this.unsent.besides(open).length
  }

  /** Puts what the server is not known to have on the clipboard. */
  async copyUnsaved(): Promise<void> {
    const waiting = this.workshop.pending.flatMap(({ command }) =>
      'text' in command && command.text ? [command.text] : [],
    )
    const texts = [...(this.#desk?.client.unsavedTexts() ?? []), ...waiting]
    try {
      await navigator.clipboard.writeText(texts.join('\n\n'))
      this.#toasts.show({ text: pick(boardText).saved.copied })
    } catch {
      // plain http has no clipboard: the drawer can be copied from by hand
      const board = this.#desk?.board ?? this.#lastBoard
      if (board !== null) for (const text of texts) getDrawer(this.workshop.id).add(text, board)
    }
  }

  /** Gives a command and shows a refusal. Answers whether it was accepted. */
  async give(command: CommandInput): Promise<boolean> {
    const reply = await this.workshop.send(command)
    if (!reply.ok) this.#toasts.show({ text: reply.error.message, tone: 'warn' })
    return reply.ok
  }

  /** Whether this person is calling the facilitator. */
  get calling(): boolean {
    const { state, me } = this.workshop
    return me !== null && state.calls.some((call) => call.participantId === me.id)
  }

  toggleCall(): void {
    void this.give({ type: this.calling ? 'call.clear' : 'call.raise' })
  }

  /** The words of a card on the boards that are only read. */
  readonly textOf = (cardId: string): string | null =>
    this.#linkable.find((target) => target.id === cardId)?.text ?? null

  // every card of a board asks
  readonly #linkable = $derived.by((): readonly LinkTarget[] =>
    this.earlier.flatMap(({ teamId, board }) => {
      const snapshot = teamId === ALL_TEAMS ? null : this.shelf.snapshot(teamId, board)
      return snapshot?.cards.map(({ id, text, links }) => ({ id, board, text, links })) ?? []
    }),
  )

  /** What an earlier page could not get saved on another board has come too late for it. */
  #shelve(live: BoardPlace | null): void {
    const { id, me } = this.workshop
    void documentsHere().then(async ({ shelveOthers }) => {
      // when there was another board before they came, its own turn comes, too
      if (live?.board !== this.#live?.board || live?.teamId !== this.#live?.teamId) return
      const texts = await shelveOthers({ workshopId: id, seat: me?.id ?? 'facilitator' }, live)
      if (texts > 0) this.#tellOfLate('closed')
    })
  }

  #tellOfLate(why: PutAway): void {
    this.#toasts.show({ text: pick(boardText).drawer.refused[why], tone: 'warn' })
    clearTimeout(this.#lateness)
    this.#late = true
    this.#lateness = setTimeout(() => (this.#late = false), LATE_SHOWN)
  }

  #tellOfUnsent(board: BoardName | null): void {
    const last = this.#lastBoard
    this.#lastBoard = board
    if (last === null || last === board || untrack(() => this.unsent.of(last)) === '') return
    this.#toasts.show({ text: pick(boardText).drawer.unsentKept })
  }
}

const KEY = Symbol('room')

export function provideRoom(room: Room): void {
  setContext(KEY, room)
}

/** The room this component is in. */
export function getRoom(): Room {
  return must(getContext<Room | undefined>(KEY), 'room context')
}
