import * as v from 'valibot'
import type { ParticipantId, TeamId } from '../../ids.ts'
import { LIMITS } from '../../text.ts'
import { ANSWER_LIMITS } from '../answers.ts'
import { idSchema } from '../field-schemas.ts'

const plannedTeam = v.object({
  /** the team that goes on, with its name and boards; `null` for a new one */
  before: v.optional(v.nullable(idSchema<TeamId>()), null),
  members: v.pipe(v.array(idSchema<ParticipantId>()), v.minLength(1)),
  /** what the team has in common: decides which of its mentors is one here */
  challenge: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(24 * ANSWER_LIMITS.line))), null),
})

/**
 * `size` is the size aimed at: 2 to 6 people by headcount, 4 to 6 by answers (less counts as 4); 5 when left out. `seed`
 * repeats a formation exactly. By answers, `plan` is the one a facilitator has chosen or drawn; the best one found when
 * left out.
 */
export const formCommand = v.object({
  by: v.picklist(['headcount', 'answers']),
  size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(6)), 5),
  seed: v.optional(v.pipe(v.number(), v.integer())),
  plan: v.optional(v.pipe(v.array(plannedTeam), v.minLength(1), v.maxLength(LIMITS.participants))),
})
export type FormCommand = v.InferOutput<typeof formCommand>
