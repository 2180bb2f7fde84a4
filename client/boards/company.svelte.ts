import type { Awareness } from 'y-protocols/awareness'
import { MOST_HELD, type Editing } from '#shared/boards/awareness-state.ts'
import type { Millis } from '#shared/time.ts'
import { hueColour } from '../ui/hue.ts'
import { OTHERS_BEAT, Pace } from './pace.ts'
import { HOLD_BEAT, onlyCaretsMoved, peerPerson, readPeers, type Peer } from './peers.ts'

/** How often holds are looked at again while somebody has one: silence is no event. */
const LOOK_AGAIN: Millis = 1_000

/** Who else is on a board, and what they are told of oneself: volatile, and told anew to every new connection. */
export class Company {
  readonly #person: { readonly id: string; readonly name: string } | null
  #awareness: Awareness | null = null
  #editing: Editing | null = null
  #holding: readonly string[] = []
  #beat: ReturnType<typeof setInterval> | undefined
  #look: ReturnType<typeof setTimeout> | undefined
  /** carets wait for one another; who comes, goes or takes a card is not waited with */
  readonly #pace = new Pace(() => this.#read(), OTHERS_BEAT)
  #peers = $state.raw<readonly Peer[]>([])

  /** `person` is who the others see; `null` looks on without being shown. */
  constructor(person: { readonly id: string; readonly name: string } | null) {
    this.#person = person
  }

  get peers(): readonly Peer[] {
    return this.#peers
  }

  /** Begins to speak through another document's awareness. */
  join(awareness: Awareness): void {
    this.#awareness = awareness
    awareness.on('change', () => this.#changed(awareness))
    // an unseen reader still speaks: who hears nothing for 30 s takes the connection for dead
    if (this.#person === null) return awareness.setLocalState({ person: null, editing: null, holding: [] })
    const shown = peerPerson(this.#person)
    const user = { name: shown.name, color: hueColour(shown.hue) }
    awareness.setLocalState({ person: shown, user, editing: this.#editing, holding: this.#holding })
  }

  /** Tells the others where one's caret is; `null` when nowhere. */
  setEditing(editing: Editing | null): void {
    const before = this.#editing
    // a key moves the caret once, and the browser says so twice
    if (
      before?.cardId === editing?.cardId &&
      before?.anchor === editing?.anchor &&
      before?.head === editing?.head
    )
      return
    this.#editing = editing
    this.#awareness?.setLocalStateField('editing', editing)
  }

  /** Tells the others which cards are in one's hand, and goes on telling until it is empty. */
  setHolding(cardIds: readonly string[]): void {
    clearInterval(this.#beat)
    this.#holding = cardIds.slice(0, MOST_HELD)
    const tell = () => this.#awareness?.setLocalStateField('holding', this.#holding)
    tell()
    if (cardIds.length > 0) this.#beat = setInterval(tell, HOLD_BEAT)
  }

  close(): void {
    clearInterval(this.#beat)
    clearTimeout(this.#look)
    this.#pace.stop()
    this.#awareness = null
  }

  #changed(awareness: Awareness): void {
    if (awareness !== this.#awareness) return
    const now = readPeers(awareness, Date.now(), this.#peers)
    if (now !== this.#peers) this.#pace.changed(!onlyCaretsMoved(this.#peers, now))
  }

  #read(): void {
    const awareness = this.#awareness
    if (awareness === null) return
    this.#peers = readPeers(awareness, Date.now(), this.#peers)
    this.#lookAgain(awareness)
  }

  #lookAgain(awareness: Awareness): void {
    clearTimeout(this.#look)
    const held = [...awareness.getStates().values()].some((state) => holdsSomething(state))
    if (!held) return
    this.#look = setTimeout(() => {
      this.#peers = readPeers(awareness, Date.now(), this.#peers)
      this.#lookAgain(awareness)
    }, LOOK_AGAIN)
  }
}

function holdsSomething({ holding }: Partial<Record<string, unknown>>): boolean {
  return Array.isArray(holding) && holding.length > 0
}
