import type { CommandInput } from '#shared/domain/commands.ts'
import { currentPhase } from '#shared/domain/lookup.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { BoardName } from '#shared/ids.ts'

/** What somebody has written, and for which board. */
export interface Words {
  readonly text: string
  readonly board: BoardName
}

/**
 * The words of a board in a command that nobody can show any more; `null` when it has none. Where their board cannot be
 * told (`state` is not there yet, or the card has gone), it is the one that is open, or the first: words are kept first of all.
 */
export function wordsIn(command: CommandInput, state: WorkshopState | null): Words | null {
  switch (command.type) {
    case 'card.add':
    case 'card.park':
      return { text: command.text, board: command.board }
    case 'card.reword':
      return { text: command.text, board: boardOf(command.cardId, state) }
    case 'reply.add': {
      const { text, under } = command
      return { text, board: boardOf(under.kind === 'card' ? under.cardId : null, state) }
    }
    default:
      return null
  }
}

function boardOf(cardId: string | null, state: WorkshopState | null): BoardName {
  const card = state?.cards.find(({ id }) => id === cardId)
  return card?.board ?? (state && currentPhase(state)?.board) ?? 'ideals'
}
