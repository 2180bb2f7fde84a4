import * as v from 'valibot'
import { ok } from '../../result.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'
import type { WorkshopState } from '../state.ts'

/** What a facilitator can do at once when somebody spoils the room: stop the writing, shut the door, stand at it. All are taken back. */
export const safetyCommands = {
  /** participants read only, until `room.thaw`; facilitators go on, to put things right */
  'room.freeze': v.object({}),
  'room.thaw': v.object({}),
  /** only people who are already here: nobody takes a new seat, until `door.open` */
  'door.close': v.object({}),
  /** newcomers wait outside until a facilitator lets them in, until `door.open` or `door.close` */
  'door.guard': v.object({}),
  'door.open': v.object({}),
}
export type SafetyCommand = CommandsOf<typeof safetyCommands>

export type SafetyEvent =
  | { readonly type: 'room.frozen' }
  | { readonly type: 'room.thawed' }
  | { readonly type: 'door.closed' }
  | { readonly type: 'door.guarded' }
  | { readonly type: 'door.opened' }

export const safetyDeciders: Deciders<SafetyCommand> = {
  'room.freeze': (_, { frozen }) => ok(frozen ? [] : [{ type: 'room.frozen' }]),
  'room.thaw': (_, { frozen }) => ok(frozen ? [{ type: 'room.thawed' }] : []),
  'door.close': (_, { door }) => ok(door === 'closed' ? [] : [{ type: 'door.closed' }]),
  'door.guard': (_, { door }) => ok(door === 'guarded' ? [] : [{ type: 'door.guarded' }]),
  'door.open': (_, { door }) => ok(door !== 'open' ? [{ type: 'door.opened' }] : []),
}

export const safetyEvolvers: Evolvers<SafetyEvent> = {
  'room.frozen': (state): WorkshopState => ({ ...state, frozen: true }),
  'room.thawed': (state): WorkshopState => ({ ...state, frozen: false }),
  'door.closed': (state): WorkshopState => ({ ...state, door: 'closed' }),
  'door.guarded': (state): WorkshopState => ({ ...state, door: 'guarded' }),
  'door.opened': (state): WorkshopState => ({ ...state, door: 'open' }),
}
