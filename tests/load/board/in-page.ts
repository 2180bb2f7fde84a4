/**
 * What is measured inside the page. These functions are handed to the browser as they are: they may use nothing from
 * outside themselves.
 */

/** Before anything of the page runs: notes when the first cards of a board have been painted. */
export function watchForBoard(): void {
  const found = window as unknown as { boardPaintedAt?: number }
  const look = () => {
    if (document.querySelector('.board article') === null) return
    observer.disconnect()
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      // a message posted from within the frame comes after its style, layout and paint
      port1.onmessage = () => (found.boardPaintedAt = performance.now())
      port2.postMessage(0)
    })
  }
  const observer = new MutationObserver(look)
  observer.observe(document, { childList: true, subtree: true })
}

/** Every key from now on: ms from the browser's stamp of it to the task after the frame that shows it, and of those at work. */
export function watchKeys(): void {
  const found = window as unknown as { keys: { total: number; work: number }[]; keyWatch?: boolean }
  found.keys = []
  if (found.keyWatch) return
  found.keyWatch = true
  const listen = ({ timeStamp }: KeyboardEvent) => {
    const began = performance.now()
    let spent = 0
    // runs when the key's own task, input events included, is over
    const after = new MessageChannel()
    after.port1.onmessage = () => (spent = performance.now() - began)
    after.port2.postMessage(0)
    requestAnimationFrame((frame) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        const now = performance.now()
        found.keys.push({ total: now - timeStamp, work: spent + now - Math.max(frame, began + spent) })
      }
      port2.postMessage(0)
    })
  }
  document.addEventListener('keydown', listen, { capture: true })
}

/** Every frame from now on, until `stop`: ms between them. */
export function watchFrames(): void {
  const found = window as unknown as { frames: number[]; stopFrames: () => void }
  found.frames = []
  let last = 0
  let on = true
  const frame = (at: number) => {
    if (last > 0) found.frames.push(at - last)
    last = at
    if (on) requestAnimationFrame(frame)
  }
  found.stopFrames = () => (on = false)
  requestAnimationFrame(frame)
}
