import type { CardId } from '#shared/ids.ts'

/** What dragging a card onto an earlier board's card needs of the desk. */
export interface ChainDragDesk {
  readonly writable: boolean
  readonly light: { carry(aimed: string | null): void; letGo(): void }
  linkTo(cardId: CardId, targetId: CardId): void
}

/** The earlier board marks its cards with this while they can be linked to. */
export const CHAIN_TARGET = 'data-chain-target'

/** A hand trembles this much in a click. CSS pixels. */
const SLIP = 4
/** Pressing these does not take the card up. */
const OWN_PRESS = 'button, input, textarea, a, [contenteditable="true"]'

/**
 * Lets a card that is dragged off its board be let go on an earlier board's card, which links the two. It only watches the
 * pointer: lifting the card and laying it back is the drag library's work. Not for fingers, which have the picker.
 */
export function chainDrag(desk: ChainDragDesk): (board: HTMLElement) => () => void {
  return (board) => {
    let stop = () => {}

    function onpointerdown(press: PointerEvent): void {
      stop()
      const pressed = press.target instanceof Element ? press.target : null
      const card = pressed?.closest<HTMLElement>('[data-card]')?.dataset['card'] as CardId | undefined
      if (card === undefined || !desk.writable || press.button !== 0 || press.pointerType === 'touch') return
      if (pressed?.closest(OWN_PRESS)) return
      const watch = new AbortController()
      const { signal } = watch
      let carried = false
      stop = () => {
        watch.abort()
        if (carried) desk.light.letGo()
      }
      const onmove = (move: PointerEvent) => {
        carried ||= Math.hypot(move.clientX - press.clientX, move.clientY - press.clientY) > SLIP
        if (carried) desk.light.carry(targetAt(move))
      }
      const onup = (up: PointerEvent) => {
        const target = carried ? targetAt(up) : null
        stop()
        if (target !== null) desk.linkTo(card, target)
      }
      addEventListener('pointermove', onmove, { signal, capture: true })
      addEventListener('pointerup', onup, { signal, capture: true })
      addEventListener('pointercancel', () => stop(), { signal, capture: true })
      addEventListener('keydown', ({ key }) => key === 'Escape' && stop(), { signal, capture: true })
    }

    board.addEventListener('pointerdown', onpointerdown, { capture: true })
    return () => {
      stop()
      board.removeEventListener('pointerdown', onpointerdown, { capture: true })
    }
  }
}

/** The earlier card at a point, also through the card in the air. */
function targetAt({ clientX, clientY }: PointerEvent): CardId | null {
  for (const element of document.elementsFromPoint(clientX, clientY)) {
    const id = element.closest(`[${CHAIN_TARGET}]`)?.getAttribute(CHAIN_TARGET)
    if (id) return id as CardId
  }
  return null
}
