/**
 * Branded identifiers. All are 1 to 40 characters of `[A-Za-z0-9_-]`, so they are safe in URLs, file names
 * and Yjs keys. Servers mint ids from random bytes; card and command ids are minted by the client that sends them.
 */
type Brand<Name extends string> = string & { readonly __brand: Name }

export type WorkshopId = Brand<'WorkshopId'>
export type CommunityId = Brand<'CommunityId'>
export type ParticipantId = Brand<'ParticipantId'>
/** Somebody across a community's workshops: says nothing by itself, and leaves the server nowhere. */
export type PersonId = Brand<'PersonId'>
export type TeamId = Brand<'TeamId'>
export type PhaseId = Brand<'PhaseId'>
export type CardId = Brand<'CardId'>
export type ClusterId = Brand<'ClusterId'>
export type CommandId = Brand<'CommandId'>

/** The team id of boards that everybody shares. */
export const ALL_TEAMS = 'all' as TeamId

export const BOARD_NAMES = ['ideals', 'challenges', 'solutions', 'topics', 'lookback'] as const
export type BoardName = (typeof BOARD_NAMES)[number]

const ID_PATTERN = /^[A-Za-z0-9_-]{1,40}$/
const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

/** Whether `text` may serve as an id. Names that would reach an object's prototype are refused. */
export function isId(text: string): boolean {
  return ID_PATTERN.test(text) && !RESERVED.has(text)
}

export function isBoardName(text: string): text is BoardName {
  return (BOARD_NAMES as readonly string[]).includes(text)
}

/** Letters and digits of a room code: none of 0 O 1 I L, which people confuse when they read aloud. */
export const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
export const CODE_LENGTH = 6

/**
 * A room code as a person typed it, made canonical: full-width letters folded, lower case raised, spaces and
 * hyphens dropped. `null` when what remains is not six characters of the alphabet.
 */
export function normaliseCode(typed: string): string | null {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑‒–—―−ー]/g, '')
  if (code.length !== CODE_LENGTH) return null
  return [...code].every((letter) => CODE_ALPHABET.includes(letter)) ? code : null
}
