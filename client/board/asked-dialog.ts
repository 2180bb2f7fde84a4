import { later } from '../ui/later.ts'

/** Every dialog of a board; fetched together, after the cards. */
export const askedDialog = later(async () => (await import('./AskedDialog.svelte')).default)
