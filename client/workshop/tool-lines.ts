import { TOOL_NAMES } from '#shared/domain/hints/tool-names.ts'
import type { HintSetup } from '#shared/domain/state.ts'
import { hasAtMost, LIMITS, normaliseLine } from '#shared/text.ts'

/** What the field holds: a name a line. */
export function toolLines({ tools }: Pick<HintSetup, 'tools'>): string {
  return (tools ?? TOOL_NAMES).join('\n')
}

/** The names typed, `null` when they are too many or too long. */
export function readTools(typed: string): string[] | null {
  const names = typed.split('\n').map(normaliseLine).filter(Boolean)
  const fit = names.length <= LIMITS.toolNames && names.every((name) => hasAtMost(name, LIMITS.toolName))
  return fit ? names : null
}
