import * as v from 'valibot'
import type { ParticipantId } from '../../ids.ts'
import { ok } from '../../result.ts'
import { editRules, type HouseRules } from '../house-rules.ts'
import { seatOf } from '../lookup.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'
import type { WorkshopState } from '../state.ts'

export const houseRulesCommands = {
  /** all the lines, in their order; empty ones go, and none means no rules */
  'rules.edit': v.object({ lines: v.pipe(v.array(v.string()), v.maxLength(100)) }),
  /** one's own agreement, to the version that was read */
  'rules.agree': v.object({ version: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
}
export type HouseRulesCommand = CommandsOf<typeof houseRulesCommands>

interface Agreed {
  readonly participantId: ParticipantId
  readonly version: number
}
export type HouseRulesEvent =
  | ({ readonly type: 'rules.edited' } & HouseRules)
  | ({ readonly type: 'rules.agreed' } & Agreed)
  /** the same, for who agreed: an event has one audience (D5) */
  | ({ readonly type: 'agreement.owned' } & Agreed)

export const houseRulesDeciders: Deciders<HouseRulesCommand> = {
  'rules.edit': (command, { houseRules }) => {
    const edited = editRules(houseRules, command.lines)
    if (!edited.ok) return edited
    return ok(edited.value === houseRules ? [] : [{ type: 'rules.edited', ...edited.value }])
  },

  'rules.agree': ({ version }, state, { actor }) => {
    const seat = seatOf(state, actor)
    if (seat === null) return refuse('participant_unknown')
    const { houseRules, agreedRules } = state
    if (houseRules.lines.length === 0 || version !== houseRules.version) return refuse('rules_changed')
    if (agreedRules[seat.id] === version) return ok([])
    const agreed = { participantId: seat.id, version }
    return ok([
      { type: 'rules.agreed', ...agreed },
      { type: 'agreement.owned', ...agreed },
    ])
  },
}

function agreed(state: WorkshopState, { participantId, version }: Agreed): WorkshopState {
  return { ...state, agreedRules: { ...state.agreedRules, [participantId]: version } }
}

export const houseRulesEvolvers: Evolvers<HouseRulesEvent> = {
  'rules.edited': (state, { version, lines }) => ({ ...state, houseRules: { version, lines } }),
  'rules.agreed': agreed,
  'agreement.owned': agreed,
}
