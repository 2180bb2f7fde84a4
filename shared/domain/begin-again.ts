import type { Command, CommandInput, CommandOf } from './commands.ts'
import type { CommunityTemplate } from './community.ts'
import type { Phase, WorkshopState } from './state.ts'

/** How an agenda is kept to begin with again: what its phases are, not which. */
export function phasesToKeep(phases: readonly Phase[]): CommunityTemplate['phases'] {
  // A phase's scope and board follow from its kind.
  return phases.map(({ id: _id, scope: _scope, board: _board, ...phase }) => phase)
}

/** What opens a workshop like another one, unless it is said otherwise; for `setup.create`. */
export function setupLike(
  state: WorkshopState,
): Omit<CommandInput & { readonly type: 'setup.create' }, 'type'> {
  const { title, goal, locale, template, names, hints } = state
  return { title, goal, locale, template, names, hints: hints.on, tools: hints.tools && [...hints.tools] }
}

/** What gives a new workshop this agenda. */
export function withAgenda(phases: CommunityTemplate['phases']): CommandOf<'agenda.edit'> {
  return { type: 'agenda.edit', phases: phases.map((phase) => ({ ...phase })) }
}

/**
 * What makes a new workshop like an earlier one after `setupLike`: agenda, plan lines, application form, house
 * rules, and what is wished of the teams (needs 5). Never people, what they wrote, when it begins, where they talk, or whether it is announced.
 */
export function planLike({ agenda, plan, form, houseRules, formation }: WorkshopState): readonly Command[] {
  const { questions, consents, capacity } = form
  const { aim, axis, newcomers, wishes } = formation
  return [
    withAgenda(phasesToKeep(agenda.phases)),
    { type: 'plan.edit', lines: { ...plan.lines } },
    {
      type: 'form.edit',
      questions: questions.map((question) => ({ ...question, choices: [...question.choices] })),
      consents: consents.map((consent) => ({ ...consent })),
      capacity,
    },
    { type: 'rules.edit', lines: [...houseRules.lines] },
    { type: 'formation.wish', aim, axis, newcomers, wishes },
  ]
}
