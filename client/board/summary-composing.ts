import type { EditorView } from '@tiptap/pm/view'
import type { Millis } from '#shared/time.ts'
import type { SummaryMirror } from './summary-mirror.ts'

/** How soon after `compositionend` the editor is asked again whether it has taken the text over (it takes some 20 ms). */
const SETTLING: Millis = 30

/**
 * Holds the mirror from a composition's start until the editor has what was composed. An end may never come when the
 * field, the tab or the phone's screen is left (IME rule 4).
 */
export function holdWhileComposing(view: EditorView, mirror: SummaryMirror): () => void {
  const { dom } = view
  let settling: ReturnType<typeof setTimeout> | undefined
  const listening = new AbortController()
  const { signal } = listening
  const release = () => {
    if (!mirror.holding) return
    mirror.release()
    // the caret is told again, now that its place means something to the others
    view.dispatch(view.state.tr)
  }
  const settle = () => {
    clearTimeout(settling)
    settling = setTimeout(() => (view.composing ? settle() : release()), SETTLING)
  }
  dom.addEventListener(
    'compositionstart',
    () => {
      clearTimeout(settling)
      mirror.hold()
    },
    { signal },
  )
  dom.addEventListener('compositionend', settle, { signal })
  dom.addEventListener('blur', settle, { signal })
  window.addEventListener('pagehide', () => mirror.commit(), { signal })
  document.addEventListener('visibilitychange', () => mirror.commit(), { signal })
  return () => {
    clearTimeout(settling)
    listening.abort()
  }
}
