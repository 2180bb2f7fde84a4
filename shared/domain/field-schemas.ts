import * as v from 'valibot'
import { isId } from '../ids.ts'

/** An id of the given brand; anything else does not parse. */
/* @__NO_SIDE_EFFECTS__ */
export function idSchema<Id extends string>() {
  return v.custom<Id>((input) => typeof input === 'string' && isId(input), 'not an id')
}
