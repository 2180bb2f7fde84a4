import type { CommandInput } from '#shared/domain/commands.ts'
import type { CommandMessage } from '#shared/protocol/socket.ts'
import { deviceStore } from './device-store.ts'
import { localKeys, readLocalJson, writeLocal } from './local-store.ts'

/** A command without an answer, as it lies on this device. */
export interface KeptCommand {
  readonly key: string
  readonly message: CommandMessage
}

const SHELF = 'outbox'

/** Keeps a command under a key; resolves with whether it lies there. */
export function keepCommand({ key, message }: KeptCommand): Promise<boolean> {
  // what a screen gives may be more than plain data
  return deviceStore.put(SHELF, key, JSON.parse(JSON.stringify(message)))
}

/** Forgets one command: it is answered, or can never be sent. No other is touched, whichever tab gave it. */
export function dropCommand(key: string): Promise<void> {
  writeLocal(key, null)
  return deviceStore.remove(SHELF, key)
}

/**
 * The commands whose keys begin with `prefix`, in the order of the keys, whichever page gave them. Takes over what a
 * version that had local storage alone has left there; what is no command is thrown away.
 */
export async function keptCommands(prefix: string): Promise<KeptCommand[]> {
  const found = new Map<string, CommandMessage>()
  for (const { key, value } of await deviceStore.all(SHELF, prefix)) {
    const message = readMessage(value)
    if (message) found.set(key, message)
    else void dropCommand(key)
  }
  for (const key of localKeys(prefix)) {
    const message = readMessage(readLocalJson(key))
    // while there is no database it stays where it lies
    if (!message || (await keepCommand({ key, message }))) writeLocal(key, null)
    if (message) found.set(key, message)
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, message]) => ({ key, message }))
}

/**
 * Whether a command fits is the server's to say, as of every other; the schemas of all commands are too heavy to be
 * fetched before the room is there.
 */
function readMessage(kept: unknown): CommandMessage | null {
  if (typeof kept !== 'object' || kept === null || !('commandId' in kept) || !('command' in kept)) return null
  const { commandId, command, generation } = kept as Record<string, unknown>
  if (typeof commandId !== 'string' || !isCommand(command)) return null
  const madeIn = typeof generation === 'string' ? generation : undefined
  return { commandId, generation: madeIn, command: command as CommandInput }
}

function isCommand(kept: unknown): boolean {
  return typeof kept === 'object' && kept !== null && 'type' in kept && typeof kept.type === 'string'
}
