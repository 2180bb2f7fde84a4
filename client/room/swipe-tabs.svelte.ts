import { untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import type { Millis } from '#shared/time.ts'
import { TABS, type Room, type Tab } from './room.svelte.ts'

/** After this long without moving it stands still, in browsers that do not tell of the end of scrolling. */
const STILL: Millis = 150

/**
 * For what scrolls a phone's tabs sideways, one after the other in the order of `TABS`. The finger is the browser's
 * business, snapping too; here the tab follows where it came to rest, and the other way round. `onSwiped` is told of
 * tabs reached by finger alone. On a wide screen nothing scrolls, and nothing happens.
 */
export function swipeTabs(
  room: Pick<Room, 'tab' | 'show'>,
  onSwiped: (tab: Tab) => void,
): Attachment<HTMLElement> {
  return (row) => {
    let still: ReturnType<typeof setTimeout> | undefined
    const placeOf = (tab: Tab) => TABS.indexOf(tab) * row.clientWidth
    const align = () => {
      const left = placeOf(untrack(() => room.tab))
      if (row.scrollWidth > row.clientWidth && Math.abs(row.scrollLeft - left) > 1) {
        row.scrollTo({ left, behavior: 'instant' })
      }
    }
    const rest = () => {
      clearTimeout(still)
      const tab = TABS[Math.round(row.scrollLeft / row.clientWidth)]
      if (tab === undefined || row.scrollWidth <= row.clientWidth) return
      // between two tabs a finger still holds it
      if (Math.abs(row.scrollLeft - placeOf(tab)) > 1) return
      row.removeAttribute('data-swiping')
      if (tab === untrack(() => room.tab)) return
      room.show(tab)
      onSwiped(tab)
    }
    const onScroll = () => {
      clearTimeout(still)
      still = setTimeout(rest, STILL)
      if (Math.abs(row.scrollLeft - placeOf(untrack(() => room.tab))) > 1)
        row.setAttribute('data-swiping', '')
    }
    // where it stands at first the observer below tells, when the page has been laid out anyway
    let first = true
    $effect(() => {
      void room.tab
      if (!first) align()
      first = false
    })
    const listening = new AbortController()
    const { signal } = listening
    row.addEventListener('scroll', onScroll, { signal })
    row.addEventListener('scrollend', rest, { signal })
    // turned sideways, or the width of a window beside it: the same tab stays
    const sizes = new ResizeObserver(align)
    sizes.observe(row)
    return () => {
      clearTimeout(still)
      listening.abort()
      sizes.disconnect()
    }
  }
}
