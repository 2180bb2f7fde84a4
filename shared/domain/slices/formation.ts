import * as v from 'valibot'
import type { ParticipantId } from '../../ids.ts'
import { ok } from '../../result.ts'
import { idSchema } from '../field-schemas.ts'
import { AXES, WISHES, type Wish } from '../formation/entrant.ts'
import { AIMS, MOST_PAIRS, NEWCOMERS, type FormationSetup } from '../formation/formation-setup.ts'
import { participantById } from '../lookup.ts'
import { refuse } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'

const person = idSchema<ParticipantId>()
const weight = v.pipe(v.number(), v.minValue(0), v.maxValue(2))

export const formationCommands = {
  /** What is left out stays; a list that is given takes the place of the one there was. */
  'formation.wish': v.object({
    aim: v.optional(v.picklist(AIMS)),
    axis: v.optional(v.picklist(AXES)),
    newcomers: v.optional(v.picklist(NEWCOMERS)),
    /** 0 (not at all) to 2 (double) */
    wishes: v.optional(v.partial(v.object(v.entriesFromList(WISHES as readonly [Wish, ...Wish[]], weight)))),
    apart: v.optional(v.pipe(v.array(v.tuple([person, person])), v.maxLength(MOST_PAIRS))),
    together: v.optional(
      v.pipe(v.array(v.pipe(v.array(person), v.minLength(2), v.maxLength(3))), v.maxLength(MOST_PAIRS)),
    ),
  }),
}
export type FormationCommand = CommandsOf<typeof formationCommands>
export type FormationEvent = { readonly type: 'formation.wished' } & FormationSetup

export const formationDeciders: Deciders<FormationCommand> = {
  'formation.wish': (command, state) => {
    const before = state.formation
    const groups = [...(command.apart ?? []), ...(command.together ?? [])]
    if (!groups.flat().every((id) => participantById(state, id) !== null))
      return refuse('participant_unknown')
    const setup: FormationSetup = {
      aim: command.aim ?? before.aim,
      axis: command.axis ?? before.axis,
      newcomers: command.newcomers ?? before.newcomers,
      wishes: { ...before.wishes, ...definedIn(command.wishes ?? {}) },
      apart: command.apart === undefined ? before.apart : distinct(command.apart),
      together: command.together === undefined ? before.together : distinct(command.together),
    }
    const same = JSON.stringify(setup) === JSON.stringify({ ...setup, ...before })
    return ok(same ? [] : [{ type: 'formation.wished', ...setup }])
  },
}

/** Each group once, whatever the order of its people; nobody goes with themselves. */
function distinct<Group extends readonly ParticipantId[]>(groups: readonly Group[]): readonly Group[] {
  const byPeople = groups.map((group) => [[...new Set(group)].sort().join(' '), group] as const)
  return [...new Map(byPeople.filter(([, group]) => new Set(group).size === group.length)).values()]
}

function definedIn(
  wishes: Readonly<Partial<Record<Wish, number | undefined>>>,
): Partial<FormationSetup['wishes']> {
  return Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined))
}

export const formationEvolvers: Evolvers<FormationEvent> = {
  'formation.wished': (state, { aim, axis, newcomers, wishes, apart, together }) => ({
    ...state,
    formation: { aim, axis, newcomers, wishes, apart, together },
  }),
}
