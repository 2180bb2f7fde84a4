import { getUiLabels } from './labels.ts'
import { getToasts } from './toasts.svelte.ts'

/** What says that something asked for did not come; to be got while a component is made. */
export function getNotFetched(): () => void {
  const labels = getUiLabels()
  const toasts = getToasts()
  return () => void toasts.show({ text: labels().notFetched, tone: 'warn' })
}
