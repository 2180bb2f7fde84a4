import { askedDialog } from '../board/asked-dialog.ts'
import { fetchDocuments } from '../board/documents.ts'
import { hintFinder } from '../board/hint-finder.svelte.ts'
import { similarCards } from '../board/suggestions.svelte.ts'
import { later } from '../ui/later.ts'
import { menuList } from '../ui/menu-list.ts'

/** What the room's menu opens. */
export const roomDialogs = later(async () => (await import('./AskedDialog.svelte')).default)

export const beside = later(async () => (await import('./beside.ts')).beside)

/** What the room fetches after its first picture, the likeliest first. */
export const roomParts = [fetchDocuments, menuList, hintFinder, askedDialog, roomDialogs, similarCards]
