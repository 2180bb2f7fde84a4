import type { Locale } from '#shared/domain/state.ts'

/** Texts of some areas in one language, by the name of each. */
export type Words = Readonly<Record<string, unknown>>

/** What fetches each bundle of words. None here: the build writes them (scripts/lib/spoken-texts.ts). */
export const fetchers: Readonly<Record<string, Readonly<Record<Locale, () => Promise<Words>>>>> = {}
