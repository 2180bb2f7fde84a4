import type { BoardName } from '../../ids.ts'
import { lotOpen } from '../lot.ts'
import { currentPhase } from '../lookup.ts'
import type { WorkshopState } from '../state.ts'
import { findPeopleProblem } from './people.ts'
import { TOOL_NAMES } from './tool-names.ts'
import { findTools, splitToolTalk, type ToolSplit } from './tool-talk.ts'

/** What a writer may be told, in private, of what they write. Found on their own device, and told to nobody else. */
export type WriterHint =
  | { readonly kind: 'tool'; readonly names: readonly string[] }
  | ({ readonly kind: 'split' } & ToolSplit)
  | { readonly kind: 'people' }

/** Where a problem of people is worth a second thought; solutions and topics are proposals. */
const ABOUT_PEOPLE: readonly BoardName[] = ['ideals', 'challenges', 'lookback']

/** The hints on a text written for a board now, the most useful first; none where they are switched off. */
export function writerHints(state: WorkshopState, board: BoardName, text: string): readonly WriterHint[] {
  if (!state.hints.on || text.trim() === '') return []
  const people = ABOUT_PEOPLE.includes(board) && findPeopleProblem(text) !== null
  return [...toolHints(state, board, text), ...(people ? [{ kind: 'people' } as const] : [])]
}

function toolHints(state: WorkshopState, board: BoardName, text: string): readonly WriterHint[] {
  if (!lotOpen(state) || currentPhase(state)?.board !== board) return []
  const tools = state.hints.tools ?? TOOL_NAMES
  const split = board === 'challenges' ? splitToolTalk(text, tools) : null
  if (split !== null) return [{ kind: 'split', ...split }]
  const names = [...new Set(findTools(text, tools).map(({ from, to }) => text.slice(from, to)))]
  return names.length === 0 ? [] : [{ kind: 'tool', names }]
}
