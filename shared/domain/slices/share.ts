import * as v from 'valibot'
import type { TeamId } from '../../ids.ts'
import { idSchema } from '../field-schemas.ts'
import type { CommandsOf } from '../slice.ts'

export const shareCommands = {
  /** the next team presents, or the one named; after the last team nobody does */
  'share.next': v.object({ teamId: v.optional(idSchema<TeamId>()) }),
}
export type ShareCommand = CommandsOf<typeof shareCommands>

export type ShareEvent = { readonly type: 'share.turned'; readonly teamId: TeamId | null; readonly done: readonly TeamId[] }
