import * as v from 'valibot'
import { ALL_TEAMS, BOARD_NAMES, type BoardName, type TeamId } from '../../ids.ts'
import { ok } from '../../result.ts'
import type { Millis } from '../../time.ts'
import { idSchema } from '../field-schemas.ts'
import { teamById } from '../lookup.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'
import type { WorkshopState } from '../state.ts'

const whole = v.pipe(v.number(), v.integer(), v.minValue(0))

/** Going back to an earlier state of a board. Which moments there are the boards know, not the state. */
export const historyCommands = {
  /** `moment` as the board's history numbers it, `takenAt` when that was */
  'board.restore': v.object({
    teamId: idSchema<TeamId>(),
    board: v.picklist(BOARD_NAMES),
    moment: whole,
    takenAt: whole,
  }),
}
export type HistoryCommand = CommandsOf<typeof historyCommands>

export interface HistoryEvent {
  readonly type: 'board.restored'
  readonly teamId: TeamId
  readonly board: BoardName
  readonly moment: number
  readonly takenAt: Millis
  readonly at: Millis
}

/** The latest ones that the state remembers, for logs and notices. */
const REMEMBERED = 20

export const historyDeciders: Deciders<HistoryCommand> = {
  'board.restore': ({ teamId, board, moment, takenAt }, state, { now }) => {
    if (teamId !== ALL_TEAMS && teamById(state, teamId) === null) return refuse('team_unknown')
    return ok([{ type: 'board.restored', teamId, board, moment, takenAt, at: now }])
  },
}

export const historyEvolvers: Evolvers<HistoryEvent> = {
  'board.restored': (state, { teamId, board, takenAt, at }): WorkshopState => ({
    ...state,
    restores: [...(state.restores ?? []), { teamId, board, takenAt, at }].slice(-REMEMBERED),
  }),
}
