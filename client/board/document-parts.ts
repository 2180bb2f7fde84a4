import { addCluster, removeCluster, setLink } from '#shared/boards/edit-board.ts'
import { shelveOthers } from '../boards/adopted-edits.ts'
import { BoardClient } from '../boards/board-client.svelte.ts'
import { BoardHistory } from './board-history.ts'
import { putCard } from './put-card.ts'
import { TextBinding } from './text-binding.ts'

/** All that needs Yjs: a board's document, and what edits it. It is a fifth of the room, and the first picture does without. */
export const documentParts = {
  BoardClient,
  BoardHistory,
  TextBinding,
  addCluster,
  putCard,
  removeCluster,
  setLink,
  shelveOthers,
} as const
