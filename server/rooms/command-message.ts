import * as v from 'valibot'
import { parseCommand, type Command } from '#shared/domain/commands.ts'
import { idSchema } from '#shared/domain/field-schemas.ts'
import type { CommandId } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { WireRefusal } from './refusal.ts'

const envelope = v.object({ commandId: idSchema<CommandId>(), command: v.unknown() })

/** `{commandId, command}` as it comes over a socket or over HTTP, checked to the last field. */
export function parseCommandMessage(
  input: unknown,
): Result<{ readonly commandId: CommandId; readonly command: Command }, WireRefusal> {
  const message = v.safeParse(envelope, input)
  if (!message.success) return err({ code: 'malformed', detail: 'expected {commandId, command}' })
  const command = parseCommand(message.output.command)
  if (!command.ok) return err({ code: 'malformed', detail: command.error })
  return ok({ commandId: message.output.commandId, command: command.value })
}
