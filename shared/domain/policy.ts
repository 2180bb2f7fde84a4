import { err, ok, type Result } from '../result.ts'
import type { CommandType } from './commands.ts'
import type { RejectionCode } from './rejection.ts'
import type { Actor } from './slice.ts'
import type { WorkshopState } from './state.ts'

type Role = Actor['role']
type Status = WorkshopState['status']

/** Who may give a command, and while the workshop is in which state. What is not listed is refused. */
export interface Rule {
  readonly by: readonly Role[]
  readonly during: readonly Status[]
  /** participants may give it in a frozen room, too: it is theirs alone, or asks for help */
  readonly whileFrozen?: true
}

const SEATED = ['participant', 'facilitator'] as const
const FACILITATOR = ['facilitator'] as const
const SYSTEM = ['system'] as const
/** the server speaks for people who wait and have no seat to speak from */
const ANYBODY_ASKED = ['participant', 'facilitator', 'system'] as const
const ALWAYS = ['planning', 'live', 'ended'] as const
const BEFORE_THE_END = ['planning', 'live'] as const
const LIVE = ['live'] as const

/**
 * The one table of rights. Slices add what depends on the fields (one's own card, one's own seat). After the end
 * only that works which concerns what goes out: names, forgetting people, consent, calls still open, a card that must not be shown, a board
 * somebody spoiled.
 */
export const policy = {
  'setup.create': { by: SYSTEM, during: [] },
  'setup.edit': { by: FACILITATOR, during: BEFORE_THE_END },
  'plan.edit': { by: FACILITATOR, during: BEFORE_THE_END },
  'rules.edit': { by: FACILITATOR, during: BEFORE_THE_END },
  'rules.agree': { by: SEATED, during: BEFORE_THE_END, whileFrozen: true },
  'intro.write': { by: SEATED, during: BEFORE_THE_END },
  'checkin.say': { by: SEATED, during: BEFORE_THE_END },
  'form.edit': { by: FACILITATOR, during: BEFORE_THE_END },
  'form.publish': { by: FACILITATOR, during: BEFORE_THE_END },
  'form.close': { by: FACILITATOR, during: ALWAYS },
  'seat.take': { by: SYSTEM, during: BEFORE_THE_END },
  'seat.rename': { by: SEATED, during: ALWAYS },
  'seat.leave': { by: SEATED, during: BEFORE_THE_END, whileFrozen: true },
  'seat.remove': { by: FACILITATOR, during: BEFORE_THE_END },
  'seat.apply': { by: SYSTEM, during: BEFORE_THE_END },
  'seat.admit': { by: FACILITATOR, during: BEFORE_THE_END },
  'seat.withdraw': { by: ANYBODY_ASKED, during: BEFORE_THE_END, whileFrozen: true },
  'seat.forget': { by: ANYBODY_ASKED, during: ALWAYS, whileFrozen: true },
  'facilitator.grant': { by: FACILITATOR, during: BEFORE_THE_END },
  'consent.set': { by: SEATED, during: ALWAYS, whileFrozen: true },
  'formation.wish': { by: FACILITATOR, during: BEFORE_THE_END },
  'team.form': { by: FACILITATOR, during: BEFORE_THE_END },
  'team.move': { by: FACILITATOR, during: BEFORE_THE_END },
  'team.role': { by: FACILITATOR, during: BEFORE_THE_END },
  'team.rename': { by: FACILITATOR, during: BEFORE_THE_END },
  'agenda.open': { by: FACILITATOR, during: ['planning'] },
  'agenda.advance': { by: ['facilitator', 'system'], during: LIVE },
  'agenda.back': { by: FACILITATOR, during: LIVE },
  'agenda.undo': { by: FACILITATOR, during: LIVE },
  'agenda.pause': { by: FACILITATOR, during: LIVE },
  'agenda.resume': { by: FACILITATOR, during: LIVE },
  'agenda.extend': { by: FACILITATOR, during: LIVE },
  'agenda.edit': { by: FACILITATOR, during: BEFORE_THE_END },
  'agenda.recover': { by: SYSTEM, during: LIVE },
  'agenda.end': { by: FACILITATOR, during: LIVE },
  'gate.pass': { by: SEATED, during: LIVE },
  'card.add': { by: SEATED, during: LIVE },
  'card.reword': { by: SEATED, during: LIVE },
  'card.withdraw': { by: SEATED, during: LIVE },
  'card.hide': { by: FACILITATOR, during: ['live', 'ended'] },
  'card.reveal': { by: FACILITATOR, during: LIVE },
  'card.park': { by: SEATED, during: LIVE },
  'parked.place': { by: SEATED, during: LIVE },
  'parked.drop': { by: SEATED, during: LIVE },
  'reply.add': { by: SEATED, during: LIVE },
  'reply.withdraw': { by: SEATED, during: LIVE },
  'reply.hide': { by: FACILITATOR, during: ['live', 'ended'] },
  'pledge.toggle': { by: SEATED, during: LIVE },
  'thanks.toggle': { by: SEATED, during: LIVE },
  'like.toggle': { by: SEATED, during: LIVE },
  'vote.cast': { by: SEATED, during: LIVE },
  'tally.show': { by: FACILITATOR, during: LIVE },
  'call.raise': { by: SEATED, during: BEFORE_THE_END, whileFrozen: true },
  'call.clear': { by: SEATED, during: ALWAYS, whileFrozen: true },
  announce: { by: FACILITATOR, during: BEFORE_THE_END },
  nudge: { by: FACILITATOR, during: LIVE },
  gather: { by: FACILITATOR, during: LIVE },
  'share.next': { by: FACILITATOR, during: LIVE },
  'room.freeze': { by: FACILITATOR, during: BEFORE_THE_END },
  'room.thaw': { by: FACILITATOR, during: ALWAYS },
  'door.close': { by: FACILITATOR, during: BEFORE_THE_END },
  'door.guard': { by: FACILITATOR, during: BEFORE_THE_END },
  'door.open': { by: FACILITATOR, during: ALWAYS },
  'board.restore': { by: FACILITATOR, during: ['live', 'ended'] },
} satisfies Record<CommandType, Rule>

/** Whether a role may give a command at all. */
export function mayGive(role: Role, command: CommandType): boolean {
  const rule: Rule = policy[command]
  return rule.by.includes(role)
}

/** Whether a command may be given although the room is frozen, or because it is not. */
export function fitsFreeze(frozen: boolean, role: Role, command: CommandType): boolean {
  const rule: Rule = policy[command]
  return !frozen || role !== 'participant' || rule.whileFrozen === true
}

/** Whether a command fits the time of the workshop; the error says what is in the way. */
export function fitsStatus(status: Status, command: CommandType): Result<null, RejectionCode> {
  const rule: Rule = policy[command]
  if (rule.during.includes(status)) return ok(null)
  switch (status) {
    case 'planning':
      return err('not_open_yet')
    case 'live':
      return err('already_open')
    case 'ended':
      return err('ended')
  }
}
