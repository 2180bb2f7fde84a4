import * as v from 'valibot'
import type { CommunityId } from '../ids.ts'
import { ok, type Result } from '../result.ts'
import { hasAtMost, normaliseLine, normaliseText } from '../text.ts'
import type { Millis } from '../time.ts'
import { editRules, NO_RULES, type HouseRules } from './house-rules.ts'
import { refuse, type Rejection } from './rejection.ts'
import type { PhaseEdit } from './slices/agenda.ts'

/**
 * The five blocks of a charter (needs 96), with the longest each may be: graphemes, about what a phone shows at once. What for;
 * for whom, which keeps a community from drifting (needs 24); what is done; what is held dear; how it is run.
 */
export const CHARTER_BLOCKS = {
  purpose: 300,
  forWhom: 300,
  activities: 300,
  values: 300,
  stance: 300,
} as const satisfies Readonly<Record<string, number>>
export type CharterBlock = keyof typeof CHARTER_BLOCKS

export const CHARTER_BLOCK_NAMES = Object.keys(CHARTER_BLOCKS) as readonly CharterBlock[]

export const COMMUNITY_LIMITS = {
  /** graphemes */
  name: 60,
  templateName: 60,
  /** a page to choose from at a glance */
  templates: 20,
  /** how many workshops its page shows: five years of monthly ones */
  workshopsShown: 60,
} as const

/** What others may do with what a community publishes. */
export const LICENCES = ['CC BY 4.0', 'CC BY-SA 4.0', 'CC0 1.0'] as const
export type Licence = (typeof LICENCES)[number]

/** What a community is for. Public. */
export interface Charter {
  readonly name: string
  /** those that have been written; no empty ones */
  readonly blocks: Readonly<Partial<Record<CharterBlock, string>>>
  readonly houseRules: HouseRules
  readonly licence: Licence
}

/** An agenda that was kept to begin with again. */
export interface CommunityTemplate {
  readonly id: string
  readonly name: string
  readonly phases: readonly Omit<PhaseEdit, 'id'>[]
}

/** What a server knows of a community besides its workshops. It holds no people. */
export interface Community {
  readonly id: CommunityId
  readonly charter: Charter
  /** oldest first */
  readonly templates: readonly CommunityTemplate[]
  /** rises by one with each change, from 1 */
  readonly edition: number
  readonly createdAt: Millis
}

/** UTF-16 units as they may arrive; how long a text may be is said with a remedy. */
const words = v.pipe(v.string(), v.maxLength(16_000))

const fields = {
  ...v.entriesFromList(CHARTER_BLOCK_NAMES as readonly [CharterBlock, ...CharterBlock[]], v.optional(words)),
  houseRules: v.optional(v.pipe(v.array(words), v.maxLength(100))),
  licence: v.optional(v.picklist(LICENCES)),
}

/** A charter as it is typed: what is left out stays, an empty text takes a block out. */
export const charterSchema = v.object({ name: v.optional(words), ...fields })
export type CharterInput = v.InferOutput<typeof charterSchema>

/** A community as it begins: a name, and whatever of its charter is known already. */
export const newCharterSchema = v.object({ name: words, ...fields })

export const EMPTY_CHARTER: Charter = {
  name: '',
  blocks: {},
  houseRules: NO_RULES,
  licence: 'CC BY 4.0',
}

/** `before` with what was typed. Answers `before` itself when nothing changed. */
export function editCharter(before: Charter, typed: CharterInput): Result<Charter, Rejection> {
  const name = typed.name === undefined ? before.name : normaliseLine(typed.name)
  if (name === '' || !hasAtMost(name, COMMUNITY_LIMITS.name))
    return refuse('name_invalid', { limit: COMMUNITY_LIMITS.name })
  const blocks: Partial<Record<CharterBlock, string>> = {}
  for (const block of CHARTER_BLOCK_NAMES) {
    const input = typed[block]
    const text = input === undefined ? (before.blocks[block] ?? '') : normaliseText(input)
    const limit = CHARTER_BLOCKS[block]
    if (!hasAtMost(text, limit)) return refuse('text_too_long', { limit })
    if (text !== '') blocks[block] = text
  }
  const houseRules = typed.houseRules ? editRules(before.houseRules, typed.houseRules) : ok(before.houseRules)
  if (!houseRules.ok) return houseRules
  const after: Charter = {
    name,
    blocks,
    houseRules: houseRules.value,
    licence: typed.licence ?? before.licence,
  }
  return ok(isSame(after, before) ? before : after)
}

/** `templates` with one more, the last. */
export function addTemplate(
  templates: readonly CommunityTemplate[],
  added: CommunityTemplate,
): Result<readonly CommunityTemplate[], Rejection> {
  const name = normaliseLine(added.name)
  if (name === '' || !hasAtMost(name, COMMUNITY_LIMITS.templateName))
    return refuse('name_invalid', { limit: COMMUNITY_LIMITS.templateName })
  if (templates.length >= COMMUNITY_LIMITS.templates)
    return refuse('templates_full', { limit: COMMUNITY_LIMITS.templates })
  return ok([...templates, { ...added, name }])
}

/** Plain data made with its keys in one order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
