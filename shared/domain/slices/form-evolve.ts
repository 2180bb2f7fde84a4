import type { Evolvers } from '../slice.ts'
import type { FormEvent } from './form.ts'

// apart from the deciders: these place newcomers by what forms teams, which nobody in a room needs
export const formEvolvers: Evolvers<FormEvent> = {
  'form.edited': (state, { questions, consents, capacity }) => ({
    ...state,
    form: {
      ...state.form,
      ...(questions === undefined ? {} : { questions }),
      ...(consents === undefined ? {} : { consents }),
      ...(capacity === undefined ? {} : { capacity }),
    },
  }),
  'form.published': (state) => ({ ...state, form: { ...state.form, status: 'published' } }),
  'form.closed': (state) => ({ ...state, form: { ...state.form, status: 'closed' } }),
}
