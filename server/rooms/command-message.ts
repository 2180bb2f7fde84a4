import * as v from 'valibot'
import { parseCommand, type Command } from '#shared/domain/commands.ts'
import { idSchema } from '#shared/domain/field-schemas.ts'
import type { CommandId } from '#shared/ids.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { WireRefusal } from './refusal.ts'

/** Ours have sixteen characters. */
const LONGEST_GENERATION = 64
const envelope = v.object({
  commandId: idSchema<CommandId>(),
  generation: v.optional(v.pipe(v.string(), v.maxLength(LONGEST_GENERATION))),
  command: v.unknown(),
})

export interface ParsedMessage {
  readonly commandId: CommandId
  readonly command: Command
  /** in which it was made, where the sender says so */
  readonly generation: string | undefined
}

/** `{commandId, command, generation?}` as it comes over a socket or over HTTP, checked to the last field. */
export function parseCommandMessage(input: unknown): Result<ParsedMessage, WireRefusal> {
  const message = v.safeParse(envelope, input)
  if (!message.success) return err({ code: 'malformed', detail: 'expected {commandId, command}' })
  const command = parseCommand(message.output.command)
  if (!command.ok) return err({ code: 'malformed', detail: command.error })
  const { commandId, generation } = message.output
  return ok({ commandId, generation, command: command.value })
}
