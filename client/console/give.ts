import type { CommandInput } from '#shared/domain/commands.ts'
import type { CommandReply } from '#shared/protocol/socket.ts'
import { consoleText } from '../i18n/console.ts'
import { pick } from '../i18n/language.svelte.ts'
import { getToasts } from '../ui/toasts.svelte.ts'
import { getWorkshop } from '../workshop/context.ts'

export type Give = (command: CommandInput) => Promise<CommandReply>

/**
 * Gives commands on behalf of this console, and tells the facilitator in a toast when one is refused. Two
 * facilitators pressing at once is no error, so a stale phase is told as good news. Call it while a component starts.
 */
export function useGive(): Give {
  const workshop = getWorkshop()
  const toasts = getToasts()
  return async (command) => {
    const reply = await workshop.send(command)
    if (reply.ok) return reply
    const stale = reply.error.code === 'stale_phase'
    toasts.show(stale ? { text: pick(consoleText).move.stale } : { text: reply.error.message, tone: 'warn' })
    return reply
  }
}
