import * as v from 'valibot'
import { ok, type Result } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseLine } from '../../text.ts'
import { searchKey } from '../hints/search-key.ts'
import { TOOL_NAMES } from '../hints/tool-names.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { HintSetup } from '../state.ts'

// two fields, not one group of them: a bundler cannot leave out what is spread into a schema
/** The tool names writers are told of; `null` goes back to those every workshop begins with. */
export const toolsField = v.optional(v.nullable(v.array(v.string())))
/** `false`: nobody gets hints here. */
export const hintsField = v.optional(v.boolean())

/** Also what workshops have that were made before there were hints. */
export const DEFAULT_HINTS: HintSetup = { on: true, tools: null }

interface Chosen {
  readonly tools?: readonly string[] | null | undefined
  readonly hints?: boolean | undefined
}

type HintsChosen = { readonly type: 'hints.chosen' } & HintSetup

/** What a choice changes: nothing, or all of it in one event. */
export function hintsChosen(
  { tools: typed, hints }: Chosen,
  before: HintSetup,
): Result<readonly HintsChosen[], Rejection> {
  const on = hints ?? before.on
  const read = typed === undefined ? ok(before.tools) : readTools(typed)
  if (!read.ok) return read
  const tools = read.value
  const same = on === before.on && JSON.stringify(tools) === JSON.stringify(before.tools)
  return ok(same ? [] : [{ type: 'hints.chosen', on, tools }])
}

/** One name once, however it is written; the list everybody begins with is kept as such. */
function readTools(typed: readonly string[] | null): Result<readonly string[] | null, Rejection> {
  if (typed === null) return ok(null)
  if (typed.length > LIMITS.toolNames * 2) return refuse('tools_invalid', { limit: LIMITS.toolNames })
  const names = new Map<string, string>()
  for (const one of typed) {
    const name = normaliseLine(one)
    if (name === '') continue
    if (!hasAtMost(name, LIMITS.toolName)) return refuse('tools_invalid', { limit: LIMITS.toolNames })
    const key = searchKey(name)
    if (!names.has(key)) names.set(key, name)
  }
  if (names.size > LIMITS.toolNames) return refuse('tools_invalid', { limit: LIMITS.toolNames })
  const tools = [...names.values()]
  return ok(JSON.stringify(tools) === JSON.stringify(TOOL_NAMES) ? null : tools)
}
