import { later } from '../ui/later.ts'

/** Every page by itself: who follows a link to a room need not fetch the home page on the way. */
export const homePage = later(async () => (await import('./HomePage.svelte')).default)
export const codePage = later(async () => (await import('./CodePage.svelte')).default)
export const joinPage = later(async () => (await import('./JoinPage.svelte')).default)
export const communityPage = later(async () => (await import('../community/CommunityPage.svelte')).default)
export const outcomePage = later(async () => (await import('../outcome/OutcomePage.svelte')).default)
