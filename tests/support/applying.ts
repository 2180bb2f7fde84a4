import type { CommandInput } from '#shared/domain/commands.ts'
import { person, Story } from './domain-builder.ts'

export type Form = Partial<Omit<Extract<CommandInput, { type: 'form.edit' }>, 'type'>>
export type Applied = Partial<Extract<CommandInput, { type: 'seat.apply' }>>

/** A workshop people may apply for, by a form that asks nothing unless told. */
export function published(form: Form = {}): Story {
  return Story.planning()
    .facilitated({ type: 'plan.edit', lines: { inScope: '荷造り', outOfScope: '家さがし' } })
    .facilitated({ type: 'form.edit', questions: [], ...form })
    .facilitated({ type: 'form.publish' })
}

export const apply = (id: string, more: Applied = {}): CommandInput => ({
  type: 'seat.apply',
  participantId: person(id),
  name: `${id}さん`,
  ...more,
})
export const about = (type: 'seat.admit' | 'seat.withdraw' | 'seat.forget', id: string): CommandInput => ({
  type,
  participantId: person(id),
})
