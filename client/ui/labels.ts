import { getContext, setContext } from 'svelte'

/** The few words the kit says itself. It knows no language; the app hands them in. */
export interface UiLabels {
  readonly close: string
  readonly copy: string
  readonly copied: string
  readonly dismiss: string
  readonly notices: string
  readonly here: string
  readonly away: string
  readonly loading: string
  /** something asked for did not come over the network */
  readonly notFetched: string
}

const KEY = Symbol('ui labels')

/** Signs instead of words, for components shown outside the app. */
const signs: UiLabels = {
  close: '×',
  copy: '⧉',
  copied: '✓',
  dismiss: '×',
  notices: '…',
  here: '●',
  away: '○',
  loading: '…',
  notFetched: '…',
}

/** `read` is called where a label is shown, so a change of language reaches it. */
export function provideUiLabels(read: () => UiLabels): void {
  setContext(KEY, read)
}

export function getUiLabels(): () => UiLabels {
  return getContext<(() => UiLabels) | undefined>(KEY) ?? (() => signs)
}
