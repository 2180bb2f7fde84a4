import type { Attachment } from 'svelte/attachments'

/**
 * For a box that takes its height from its first child, in which the words of a field are repeated: while the field has
 * the focus the box is given that height outright, in CSS pixels, and so a key lays out the box and nothing around it.
 * Where the words take another line the box has its new height before that is painted. The box is to be a block in a
 * block: browsers lay out no item of a grid or of a flexible box by itself. If it is a grid, its rows are `max-content`:
 * others would not grow with the words.
 */
export const heldHeight: Attachment<HTMLElement> = (box) => {
  const words = box.firstElementChild
  const follow = new ResizeObserver((sizes) => {
    const height = sizes.at(-1)?.borderBoxSize[0]?.blockSize
    if (!height) return
    box.style.height = `${height}px`
    box.style.contain = 'size layout'
  })
  const letGo = () => {
    follow.disconnect()
    box.style.height = box.style.contain = ''
  }
  const listening = new AbortController()
  const { signal } = listening
  box.addEventListener('focusin', () => words && follow.observe(words), { signal })
  box.addEventListener('focusout', letGo, { signal })
  if (words && box.contains(document.activeElement)) follow.observe(words)
  return () => {
    listening.abort()
    letGo()
  }
}
