import type { Options } from 'svelte-dnd-action'
import type { ParticipantId } from '#shared/ids.ts'

/** A person while being moved about; `id` is the drag library's and changes for the placeholder. */
export interface DragItem {
  readonly id: string
  readonly participantId: ParticipantId
}

/** A finger that rests this long (ms) picks a person up; a shorter one scrolls. */
const TOUCH_DELAY = 200

/** People at rest, as the drag library takes them. */
export function atRest(members: readonly ParticipantId[]): DragItem[] {
  return members.map((id) => ({ id, participantId: id }))
}

/**
 * How a list takes people who are dragged; one of another `kind` is not taken. Keyboards and screen readers use the menu
 * of each person, so the drag itself stays silent.
 */
export function takesPeople(kind: string, items: DragItem[], dragDisabled = false): Options<DragItem> {
  return {
    items,
    type: kind,
    dragDisabled,
    flipDurationMs: 0,
    delayTouchStart: TOUCH_DELAY,
    dropTargetStyle: {},
    dropTargetClasses: ['drop-here'],
    autoAriaDisabled: true,
    zoneTabIndex: -1,
    zoneItemTabIndex: -1,
  }
}
