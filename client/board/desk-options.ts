import type { BoardDoc } from '#shared/boards/board-doc.ts'
import type { BoardName, CardId, TeamId } from '#shared/ids.ts'
import type { BoardClient } from '../boards/board-client.svelte.ts'
import type { Drawer } from '../boards/drawer.svelte.ts'
import type { ToastList } from '../ui/toasts.svelte.ts'
import type { LiveWorkshop } from '../workshop/live-workshop.svelte.ts'
import type { UnsentTexts } from './unsent.svelte.ts'

/** What the desk needs of a live board. */
export interface DeskClient extends Pick<
  BoardClient,
  | 'content'
  | 'shown'
  | 'peers'
  | 'status'
  | 'cardText'
  | 'clusterTitle'
  | 'setEditing'
  | 'setHolding'
  | 'unsavedTexts'
  | 'replaced'
> {
  /** `null` as long as there is no more than a first picture of it */
  readonly board: BoardDoc | null
  readonly provider: BoardClient['provider'] | null
}

export interface DeskOptions {
  readonly workshop: Pick<
    LiveWorkshop,
    'state' | 'viewer' | 'me' | 'phase' | 'pending' | 'send' | 'newId' | 'clock' | 'writing' | 'sayWriting'
  >
  readonly client: DeskClient
  readonly teamId: TeamId
  readonly board: BoardName
  readonly toasts: Pick<ToastList, 'show'>
  readonly drawer: Pick<Drawer, 'add'>
  readonly unsent: UnsentTexts
  /** the earlier cards that cards of this board may answer */
  readonly linkable: () => readonly LinkTarget[]
}

/** A card of an earlier board. */
export interface LinkTarget {
  readonly id: CardId
  readonly board: BoardName
  readonly text: string
  /** the still earlier cards it answers itself */
  readonly links?: readonly CardId[]
}

/** What the composer lends the desk while it is on screen. */
export interface ComposerHandle {
  giveBack(text: string): void
}

/** A question that is open in front of the board. */
export type Asking =
  | { readonly kind: 'move'; readonly cardIds: readonly CardId[] }
  | { readonly kind: 'link'; readonly cardId: CardId }
  | { readonly kind: 'chain'; readonly cardId: CardId }
  | { readonly kind: 'estimate'; readonly cardId: CardId }
  | { readonly kind: 'withdraw'; readonly cardId: CardId }
  | { readonly kind: 'keys' }

/** Whether its answer can be carried out now: most are edits of the document, and wait until that is here. */
export function isAskable(asking: Asking, { board }: Pick<DeskClient, 'board'>): boolean {
  return board !== null || asking.kind === 'keys' || asking.kind === 'withdraw'
}
