import * as v from 'valibot'
import type { Result } from '../result.ts'
import { err, ok } from '../result.ts'
import type { CommandsOf } from './slice.ts'
import { agendaCommands } from './slices/agenda.ts'
import { applicationCommands } from './slices/applications.ts'
import { callCommands } from './slices/calls.ts'
import { cardCommands } from './slices/cards.ts'
import { formCommands } from './slices/form.ts'
import { formationCommands } from './slices/formation.ts'
import { historyCommands } from './slices/history.ts'
import { houseRulesCommands } from './slices/house-rules.ts'
import { ownWordsCommands } from './slices/own-words.ts'
import { pledgeCommands } from './slices/pledges.ts'
import { planCommands } from './slices/plan.ts'
import { parkingCommands } from './slices/parking.ts'
import { replyCommands } from './slices/replies.ts'
import { rosterCommands } from './slices/roster.ts'
import { safetyCommands } from './slices/safety.ts'
import { setupCommands } from './slices/setup.ts'
import { shareCommands } from './slices/share.ts'
import { teamCommands } from './slices/teams.ts'
import { thanksCommands } from './slices/thanks.ts'
import { voteCommands } from './slices/votes.ts'

/** Every command with the schema of its fields; each slice brings its own. */
export const commandSchemas = {
  ...setupCommands,
  ...planCommands,
  ...formCommands,
  ...rosterCommands,
  ...applicationCommands,
  ...formationCommands,
  ...teamCommands,
  ...agendaCommands,
  ...cardCommands,
  ...parkingCommands,
  ...replyCommands,
  ...pledgeCommands,
  ...thanksCommands,
  ...voteCommands,
  ...callCommands,
  ...shareCommands,
  ...safetyCommands,
  ...historyCommands,
  ...houseRulesCommands,
  ...ownWordsCommands,
}

export type Command = CommandsOf<typeof commandSchemas>
export type CommandType = Command['type']
export type CommandOf<Type extends CommandType> = Extract<Command, { type: Type }>

/** A command as a client writes it: optional fields may be left out. */
export type CommandInput = {
  [Type in CommandType]: { readonly type: Type } & Readonly<v.InferInput<(typeof commandSchemas)[Type]>>
}[CommandType]

export function isCommandType(type: unknown): type is CommandType {
  return typeof type === 'string' && Object.hasOwn(commandSchemas, type)
}

/** Reads a command from the wire; the error says which field is wrong, in English, for programmers. */
export function parseCommand(input: unknown): Result<Command, string> {
  if (typeof input !== 'object' || input === null || !('type' in input))
    return err('a command is an object with a type')
  const { type } = input
  if (!isCommandType(type)) return err('unknown command type')
  const parsed = v.safeParse(commandSchemas[type] as v.GenericSchema<unknown, object>, input)
  if (!parsed.success)
    return err(`${type}: ${v.getDotPath(parsed.issues[0]) ?? 'fields'}: ${parsed.issues[0].message}`)
  return ok({ ...parsed.output, type } as Command)
}
