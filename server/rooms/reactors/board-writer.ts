import type { CardSeed } from '#shared/boards/edit-board.ts'
import { REPLY_PART } from '#shared/boards/board-content.ts'
import { cardById, replyById } from '#shared/domain/lookup.ts'
import { isUnderCard } from '#shared/domain/slices/replies.ts'
import type { Card, Reply, WorkshopState } from '#shared/domain/state.ts'
import type { BoardName, CardId, TeamId } from '#shared/ids.ts'
import { SECOND, type Millis } from '#shared/time.ts'
import { realTime, type Log, type Runtime } from '../../runtime.ts'
import type { BoardAddress, Boards } from '../ports.ts'
import type { Commit, Room, RoomListener } from '../room.ts'

interface WriterDeps {
  readonly boards: Boards
  readonly runtime: Runtime
  readonly log: Log
}

/** Real time; doubles with every failure in a row. */
const FIRST_RETRY: Millis = SECOND
const LONGEST_RETRY: Millis = 30 * SECOND

/** What one commit changes on one board. */
interface BoardChange {
  readonly at: BoardAddress
  readonly add: CardSeed[]
  readonly remove: CardId[]
}

/**
 * Puts revealed cards on their boards and takes withdrawn and withheld ones off, in commit order. The state decides and the
 * boards follow: opening a room, and every failure, compares all boards with the state, so nothing needs remembering.
 */
export class BoardWriter implements RoomListener {
  readonly #room: Room
  readonly #deps: WriterDeps
  #work: Promise<void> = Promise.resolve()
  #failures = 0
  #cancelRetry: () => void = () => undefined
  #closed = false

  constructor(room: Room, deps: WriterDeps) {
    this.#room = room
    this.#deps = deps
    this.#then(() => this.#reconcile())
  }

  committed(commit: Commit): void {
    const changes = this.#changesOf(commit)
    if (changes.length > 0) this.#then(() => this.#write(changes))
  }

  settled(): Promise<void> {
    return this.#work
  }

  close(): void {
    this.#closed = true
    this.#cancelRetry()
  }

  #then(job: () => Promise<void>): void {
    this.#work = this.#work.then(async () => {
      if (this.#closed) return
      try {
        await job()
        this.#failures = 0
      } catch (error) {
        this.#deps.log.warn({ workshopId: this.#room.workshopId, err: error }, 'boards are behind the room')
        this.#retryLater()
      }
    })
  }

  #retryLater(): void {
    if (this.#closed) return
    const { clock, timers } = this.#deps.runtime
    const delay = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#failures++)
    this.#cancelRetry()
    this.#cancelRetry = timers.after(realTime(clock, delay), () => this.#then(() => this.#reconcile()))
  }

  async #write(changes: readonly BoardChange[]): Promise<void> {
    const { boards } = this.#deps
    for (const { at, add, remove } of changes) {
      if (add.length > 0) await boards.addCards(at, add)
      if (remove.length > 0) await boards.removeCards(at, remove)
    }
  }

  /** Makes every board hold the cards the state shows on it, and no others. */
  async #reconcile(): Promise<void> {
    const { state } = this.#room
    const changes = new Changes(this.#room)
    for (const card of state.cards) if (isShown(card)) changes.on(card).add.push(seedOf(state, card))
    for (const reply of state.replies) changes.on(reply).add.push(replySeed(state, reply))
    for (const change of changes.list()) {
      const shown = new Set<string>(change.add.map(({ id }) => id))
      const { cards } = await this.#deps.boards.read(change.at)
      change.remove.push(...cards.map(({ id }) => id as CardId).filter((id) => !shown.has(id)))
    }
    // Boards are read one after another; a card that was shown meanwhile has its own write waiting behind this one.
    await this.#write(changes.list())
  }

  #changesOf({ before, after, entries }: Commit): readonly BoardChange[] {
    const changes = new Changes(this.#room)
    const show = (card: Card | null) => {
      if (card && isShown(card)) changes.on(card).add.push(seedOf(after, card))
    }
    for (const { event } of entries) {
      if (event.type === 'card.added') show(cardById(after, event.cardId))
      if (event.type === 'cards.revealed') event.cardIds.forEach((cardId) => show(cardById(after, cardId)))
      if (event.type === 'card.withdrawn' || event.type === 'card.withheld') {
        const card = cardById(before, event.cardId)
        if (card?.revealed) changes.on(card).remove.push(card.id)
        for (const reply of before.replies.filter((one) => isUnderCard(one, event.cardId))) {
          changes.on(reply).remove.push(reply.id)
        }
      }
      if (event.type === 'reply.added') {
        const reply = replyById(after, event.replyId)
        if (reply) changes.on(reply).add.push(replySeed(after, reply))
      }
      if (event.type === 'reply.withdrawn' || event.type === 'reply.withheld') {
        const reply = replyById(before, event.replyId)
        if (reply) changes.on(reply).remove.push(reply.id)
      }
    }
    return changes.list()
  }
}

function isShown(card: Card): boolean {
  return card.revealed && !card.withheld
}

function seedOf(state: WorkshopState, card: Card): CardSeed {
  return { id: card.id, text: state.drafts[card.id] ?? '', part: card.part }
}

/** In the document a reply lies among the cards; the state alone tells them apart, so no board shows it as one. */
function replySeed(state: WorkshopState, { id }: Reply): CardSeed {
  return { id, text: state.drafts[id] ?? '', part: REPLY_PART }
}

/** Collects changes by board, in the order in which the boards come up. */
class Changes {
  readonly #room: Room
  readonly #changes = new Map<string, BoardChange>()

  constructor(room: Room) {
    this.#room = room
  }

  on({ teamId, board }: { readonly teamId: TeamId; readonly board: BoardName }): BoardChange {
    const key = `${teamId}/${board}`
    const known = this.#changes.get(key)
    if (known) return known
    const change = { at: { workshopId: this.#room.workshopId, teamId, board }, add: [], remove: [] }
    this.#changes.set(key, change)
    return change
  }

  list(): readonly BoardChange[] {
    return [...this.#changes.values()]
  }
}
