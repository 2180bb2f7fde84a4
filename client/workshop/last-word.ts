import type { CommandInput } from '#shared/domain/commands.ts'
import type { CommandReply } from '#shared/protocol/socket.ts'
import { commonText } from '../i18n/common.ts'
import { pick } from '../i18n/language.svelte.ts'

/** Why a screen cannot go on by itself. */
export type Gone = 'removed' | 'left' | 'unauthorised' | 'unknown' | 'outdated' | 'elsewhere'

/** The answer to what was pending when the seat was lost. Leaving itself has just come true. */
export function lastWord(command: CommandInput, gone: Gone, seq: number): CommandReply {
  if (gone === 'left' && command.type === 'seat.leave') return { ok: true, seq }
  return { ok: false, error: { code: 'unauthorised', message: pick(commonText).seatGone } }
}

/** The code of a refusal as it came over the wire, whatever came. */
export function codeIn(data: unknown): unknown {
  return typeof data === 'object' && data !== null && 'code' in data ? data.code : null
}
