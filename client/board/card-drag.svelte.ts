import type { Attachment } from 'svelte/attachments'
import type { CardId } from '#shared/ids.ts'
import type { Millis } from '#shared/time.ts'
import type { BoardDesk } from './board-desk.svelte.ts'
import { scrollPull, type Point } from './drag-aim.ts'
import { readAim, readEarlier, sameAim, scrollerOf, type Aim, type Under } from './wall-aim.ts'

/** What follows the pointer. */
export interface InHand {
  readonly cardIds: readonly CardId[]
  /** the card that was taken hold of, as it stands on the wall */
  readonly element: HTMLElement
  readonly width: number
  /** from the card's corner to the pointer */
  readonly grip: Point
}

/** A pointer is down on a card and may become a drag. */
interface Waiting {
  readonly id: CardId
  readonly element: HTMLElement
  readonly from: Point
  readonly touch: boolean
  readonly pointer: number
}

/** Less is a shaky click. */
const MOUSE_SLACK = 4
/** A finger that rests moves this much. */
const TOUCH_SLACK = 8
/** So far towards the edge is meant. */
const PULL_SLACK = 24
/** Longer than a tap, shorter than the wait for a context menu (500 ms on Android). */
const TOUCH_HOLD: Millis = 260
/** interaction.md, 4.4: so long a pointer must rest on a card to mean the card and not the way past it. */
const DWELL: Millis = 250

/** Taking cards in the hand with mouse, pen or finger: one way for all of them, beginning on the wall's own element. */
export class CardDrag {
  readonly #desk: BoardDesk
  #wall: HTMLElement | null = null
  #waiting: Waiting | null = null
  #hold: ReturnType<typeof setTimeout> | undefined
  #frame = 0
  #pointer = -1
  #scroller: HTMLElement | null = null
  /** where the pointer was when it took the card up */
  #from: Point = { x: 0, y: 0 }
  #pulls = false
  #listening: AbortController | null = null
  /** the card the pointer rests on, since when (ms of the page's clock) */
  #rest: { readonly id: string; readonly since: Millis } | null = null
  #inHand = $state.raw<InHand | null>(null)
  #point = $state.raw<Point>({ x: 0, y: 0 })
  #aim = $state.raw<Aim | null>(null)

  constructor(desk: BoardDesk) {
    this.#desk = desk
  }

  get inHand(): InHand | null {
    return this.#inHand
  }

  get point(): Point {
    return this.#point
  }

  get aim(): Aim | null {
    return this.#aim
  }

  /** For the element that holds all lanes. */
  readonly wall: Attachment<HTMLElement> = (wall) => {
    this.#wall = wall
    const listening = new AbortController()
    const { signal } = listening
    wall.addEventListener('pointerdown', this.#down, { signal })
    // must be there before the finger is, or the browser scrolls without asking
    wall.addEventListener('touchmove', (event) => this.#inHand && event.preventDefault(), {
      signal,
      passive: false,
    })
    wall.addEventListener('contextmenu', (event) => this.#touched && event.preventDefault(), { signal })
    wall.addEventListener('click', this.#click, { signal })
    return () => {
      listening.abort()
      this.cancel()
      this.#wall = null
    }
  }

  /** Lets go of what somebody else took at the same moment and has. */
  yield(): void {
    const holder = this.#inHand?.cardIds.map((id) => this.#desk.holder(id)).find((peer) => peer !== null)
    if (!holder) return
    this.#end()
    this.#desk.moves.lose(holder.person.name)
  }

  /** Everything stays where it is. */
  cancel(): void {
    this.#desk.moves.release()
    this.#end()
  }

  get #touched(): boolean {
    return this.#inHand !== null || this.#waiting?.touch === true
  }

  readonly #down = (event: PointerEvent): void => {
    if (this.#inHand || event.button !== 0 || !event.isPrimary || !this.#desk.writable) return
    const { target } = event
    if (!(target instanceof Element) || isControl(target)) return
    const element = target.closest<HTMLElement>('[data-card]')
    const id = element?.dataset['card'] as CardId | undefined
    if (!element || !id || this.#desk.editing === id) return
    const touch = event.pointerType === 'touch'
    this.#waiting = { id, element, from: at(event), touch, pointer: event.pointerId }
    this.#listen()
    if (touch) this.#hold = setTimeout(() => this.#take(), TOUCH_HOLD)
  }

  #listen(): void {
    this.#listening?.abort()
    this.#listening = new AbortController()
    const { signal } = this.#listening
    window.addEventListener('pointermove', this.#move, { signal })
    window.addEventListener('pointerup', this.#up, { signal })
    window.addEventListener('pointercancel', () => this.cancel(), { signal })
    window.addEventListener('keydown', this.#key, { signal, capture: true })
  }

  readonly #move = (event: PointerEvent): void => {
    if (this.#inHand) {
      if (event.pointerId === this.#pointer) this.#point = at(event)
      return
    }
    const waiting = this.#waiting
    if (event.pointerId !== waiting?.pointer) return
    const moved = Math.hypot(event.clientX - waiting.from.x, event.clientY - waiting.from.y)
    if (!waiting.touch && moved > MOUSE_SLACK) this.#take(at(event))
    if (waiting.touch && moved > TOUCH_SLACK) this.#end() // it scrolls
  }

  #take(point?: Point): void {
    const waiting = this.#waiting
    this.#waiting = null
    if (!waiting) return
    const { moves } = this.#desk
    const wanted = moves.selected.has(waiting.id) ? [...moves.selected] : [waiting.id]
    const cardIds = moves.takeable(wanted)
    if (!cardIds.includes(waiting.id)) return this.#end()
    const box = waiting.element.getBoundingClientRect()
    const { from } = waiting
    document.getSelection()?.removeAllRanges()
    document.documentElement.classList.add('dragging-card')
    if (waiting.touch) navigator.vibrate?.(12)
    this.#pointer = waiting.pointer
    this.#scroller = this.#wall && scrollerOf(this.#wall)
    this.#point = point ?? from
    this.#from = from
    this.#pulls = false
    this.#inHand = {
      cardIds,
      element: waiting.element,
      width: box.width,
      grip: { x: from.x - box.left, y: from.y - box.top },
    }
    moves.take(cardIds)
    this.#desk.chains.light.carry(null)
    this.#frame = requestAnimationFrame(this.#look)
  }

  /** Once a frame: the wall may scroll, and others may move cards, under a pointer that rests. */
  readonly #look = (now: Millis): void => {
    this.#frame = requestAnimationFrame(this.#look)
    this.#pull()
    const aim = this.#aimAt(this.#point, now)
    if (sameAim(this.#aim, aim)) return
    this.#aim = aim
    this.#desk.chains.light.carry(aim?.kind === 'earlier' ? aim.cardId : null)
  }

  #pull(): void {
    const scroller = this.#scroller
    if (!scroller) return
    const { top, bottom } = scroller.getBoundingClientRect()
    const low = this.#wall?.nextElementSibling?.getBoundingClientRect().top ?? bottom
    const pull = scrollPull(this.#point.y, top, Math.min(bottom, low))
    // a card taken up near the edge does not run away: first the hand has to go there, or on
    this.#pulls ||= pull === 0 || (this.#point.y - this.#from.y) * Math.sign(pull) > PULL_SLACK
    if (this.#pulls) scroller.scrollTop += pull
  }

  #aimAt(point: Point, now: Millis): Aim | null {
    if (!this.#wall) return null
    const earlier = readEarlier(point)
    if (earlier) return earlier
    const { aim, under } = readAim(this.#wall, this.#desk.wall.lanes, point)
    const target = under && this.#mayJoin(under) ? under : null
    if (this.#rest?.id !== target?.cardId) this.#rest = target && { id: target.cardId, since: now }
    const rested = this.#rest !== null && now - this.#rest.since >= DWELL
    return target && rested ? { kind: 'onto', ...target } : aim
  }

  /** Not onto itself, nor onto one it lies together with already; parts of solutions are no clusters. */
  #mayJoin({ lane, cardId }: Under): boolean {
    const cardIds = this.#inHand?.cardIds ?? []
    const target = lane.cards.find(({ id }) => id === cardId)
    if (target?.stage !== 'there' || cardIds.includes(cardId)) return false
    if (this.#desk.board === 'solutions' || this.#desk.holder(cardId)) return false
    return lane.place.kind === 'loose' || !cardIds.every((one) => lane.cards.some(({ id }) => id === one))
  }

  readonly #up = (event: PointerEvent): void => {
    if (!this.#inHand) return this.#end()
    if (event.pointerId !== this.#pointer) return
    this.#point = at(event)
    const aim = this.#aimAt(this.#point, performance.now())
    const { cardIds } = this.#inHand
    this.#swallowClick()
    this.#end()
    // while still in the hand: two may have taken it, and one of them has it
    if (aim) this.#drop(cardIds, aim)
    this.#desk.moves.release()
  }

  #drop(cardIds: readonly CardId[], aim: Aim): void {
    const { moves } = this.#desk
    if (aim.kind === 'earlier') return cardIds.forEach((id) => this.#desk.chains.linkTo(id, aim.cardId))
    const { lane } = aim
    if (aim.kind === 'into') return moves.move(cardIds, lane.place)
    if (aim.kind === 'between') return moves.move(cardIds, lane.place, aim.beforeId)
    if (lane.place.kind === 'loose') return moves.group([aim.cardId, ...cardIds])
    const index = lane.cards.findIndex(({ id }) => id === aim.cardId)
    moves.move(cardIds, lane.place, lane.cards[index + 1]?.id ?? null)
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.#inHand) return
    event.preventDefault()
    event.stopPropagation()
    this.cancel()
  }

  /** A tap chooses while something is chosen. */
  readonly #click = (event: MouseEvent): void => {
    const { moves, writable } = this.#desk
    const { target } = event
    if (!writable || moves.selected.size === 0 || !(target instanceof Element) || isControl(target)) return
    const id = target.closest<HTMLElement>('[data-card]')?.dataset['card'] as CardId | undefined
    if (id && moves.takeable([id]).length > 0) moves.toggle(id)
  }

  /** The browser calls the end of a drag a click as well. */
  #swallowClick(): void {
    const swallow = (event: Event) => event.stopPropagation()
    this.#wall?.addEventListener('click', swallow, { capture: true, once: true })
    setTimeout(() => this.#wall?.removeEventListener('click', swallow, { capture: true }), 0)
  }

  #end(): void {
    clearTimeout(this.#hold)
    cancelAnimationFrame(this.#frame)
    this.#listening?.abort()
    this.#listening = null
    this.#waiting = null
    this.#rest = null
    if (this.#inHand) this.#desk.chains.light.letGo()
    this.#inHand = null
    this.#aim = null
    document.documentElement.classList.remove('dragging-card')
  }
}

function at({ clientX, clientY }: PointerEvent): Point {
  return { x: clientX, y: clientY }
}

function isControl(target: Element): boolean {
  return target.closest('button, a, input, textarea, label, [contenteditable], [role=menuitem]') !== null
}
