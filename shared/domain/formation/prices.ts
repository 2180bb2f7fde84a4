import type { Wishes } from './entrant.ts'
import { AVOIDED, COST } from './weights.ts'

/** The prices of `COST` as the facilitator's wishes scale them; the others are nobody's wish but good manners. */
export type Prices = Readonly<Record<keyof typeof COST, number>>

/** The prices of `AVOIDED`: nothing where the facilitator does not care. */
export type Avoided = Readonly<Record<keyof typeof AVOIDED, number>>

/** On the day (`stay`) only a team without a mentor is worth moving people for, whatever their number. */
export function avoidedOf({ mentors, companies }: Wishes, newcomersApart: boolean, stay: boolean): Avoided {
  return {
    noMentor: mentors > 0 ? AVOIDED.noMentor : 0,
    sameCompany: companies > 0 && !stay ? AVOIDED.sameCompany : 0,
    loneFirstTimer: newcomersApart || stay ? 0 : AVOIDED.loneFirstTimer,
  }
}

/** `stay`: changing teams has its price. */
export function pricesOf({ challenge, axis, mentors, newFaces, companies }: Wishes, stay: boolean): Prices {
  return {
    ...COST,
    oddOnes: COST.oddOnes * challenge,
    axisApart: COST.axisApart * axis,
    noMentor: COST.noMentor * mentors,
    mentorElsewhere: COST.mentorElsewhere * mentors,
    extraMentor: COST.extraMentor * mentors,
    metBefore: COST.metBefore * newFaces,
    sameCompany: COST.sameCompany * companies,
    moved: stay ? COST.moved : 0,
  }
}
