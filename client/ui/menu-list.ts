import { later } from './later.ts'

/** The list of a menu, with what places it and moves through it: a page of hundreds of menus shows none at first. */
export const menuList = later(async () => (await import('./MenuList.svelte')).default)
