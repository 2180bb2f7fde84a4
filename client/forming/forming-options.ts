import type { CommandInput } from '#shared/domain/commands.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { ParticipantId } from '#shared/ids.ts'
import type { CommandReply } from '#shared/protocol/socket.ts'
import type { Drawing, Settings } from './drawing.ts'
import type { SearchLine } from './search-line.ts'

export interface FormingOptions {
  /** the workshop as it is now */
  readonly state: () => WorkshopState
  readonly present: () => ReadonlySet<ParticipantId>
  readonly give: (command: CommandInput) => Promise<CommandReply>
  readonly search: SearchLine
  /** what was on the table when the page was left */
  readonly kept?: Drawing | null
}

/** How far the search is; `found` counts what it has brought of `FINDINGS`. */
export type Searching =
  { readonly kind: 'rest' } | { readonly kind: 'busy'; readonly found: number } | { readonly kind: 'failed' }

/** What a drawing is compared with: the teams there are, the second-best plan, or one that was put aside. */
export interface Rival {
  readonly kind: 'found' | 'second' | 'kept'
  readonly drawing: Drawing
}

/** The command that keeps what is wished of the teams with the workshop. */
export function wishesOf({ aim, axis, newcomers, wishes, apart, together }: Settings): CommandInput {
  return {
    type: 'formation.wish',
    aim,
    axis,
    newcomers,
    wishes,
    apart: apart.map(([one, other]) => [one, other]),
    together: together.map((ids) => [...ids]),
  }
}
