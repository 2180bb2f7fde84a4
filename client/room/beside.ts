import ReadBoard from '../board/ReadBoard.svelte'
import AgendaPanel from './AgendaPanel.svelte'
import SidePanel from './SidePanel.svelte'

/** What stands beside the board on a wide screen, and on pages of its own on a phone; fetched together. */
export const beside = { SidePanel, AgendaPanel, ReadBoard } as const
