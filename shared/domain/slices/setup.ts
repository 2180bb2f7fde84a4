import * as v from 'valibot'
import type { PhaseId, WorkshopId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import { ok, type Result } from '../../result.ts'
import { hasAtMost, LIMITS, normaliseLine } from '../../text.ts'
import { FIRST_FORM } from '../application.ts'
import { DEFAULT_HINTS, hintsChosen, hintsField, toolsField } from './hint-setup.ts'
import { USUAL_FORMATION } from '../formation/formation-setup.ts'
import { NO_RULES } from '../house-rules.ts'
import { newPhase } from '../phases/new-phase.ts'
import { EMPTY_PLAN } from '../plan.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { CommandsOf, Context, Deciders, Decision, Evolvers } from '../slice.ts'
import {
  LOCALES,
  NAMES_SHOWN,
  type HintSetup,
  type Locale,
  type NamesShown,
  type Phase,
  type WorkshopState,
} from '../state.ts'
import { template } from '../templates/registry.ts'
import { TEMPLATE_NAMES, type TemplateName } from '../templates/template.ts'

export const setupCommands = {
  /** the birth of a workshop; only the server gives it (`POST /api/workshops`) */
  'setup.create': v.object({
    title: v.string(),
    goal: v.string(),
    template: v.optional(v.picklist(TEMPLATE_NAMES), 'ideals-challenges-solutions-90'),
    locale: v.optional(v.picklist(LOCALES), 'ja'),
    names: v.optional(v.picklist(NAMES_SHOWN), 'start'),
    tools: toolsField,
    hints: hintsField,
  }),
  'setup.edit': v.object({
    title: v.optional(v.string()),
    goal: v.optional(v.string()),
    locale: v.optional(v.picklist(LOCALES)),
    /** before the opening: cards are written on the promise it makes */
    names: v.optional(v.picklist(NAMES_SHOWN)),
    tools: toolsField,
    hints: hintsField,
  }),
}
export type SetupCommand = CommandsOf<typeof setupCommands>

export type SetupEvent =
  | {
      readonly type: 'workshop.created'
      readonly id: WorkshopId
      readonly title: string
      readonly goal: string
      readonly locale: Locale
      readonly template: TemplateName
      readonly names: NamesShown
      readonly phases: readonly Phase[]
      readonly at: Millis
    }
  | { readonly type: 'setup.edited'; readonly title: string; readonly goal: string; readonly locale: Locale }
  | { readonly type: 'names.chosen'; readonly names: NamesShown }
  | ({ readonly type: 'hints.chosen' } & HintSetup)

type CreateCommand = Extract<SetupCommand, { type: 'setup.create' }>
type CreatedEvent = Extract<SetupEvent, { type: 'workshop.created' }>

/** The birth of a workshop: the one decision without a state. The first id asked of `ctx` is the workshop's own. */
export function createWorkshop(command: CreateCommand, ctx: Context): Decision {
  const theme = readTheme(command)
  if (!theme.ok) return theme
  const id = ctx.newId() as WorkshopId
  const phases = template(command.template).phases.map(({ kind, minutes }) =>
    newPhase(ctx.newId() as PhaseId, kind, minutes),
  )
  const { locale, names } = command
  const created = { ...theme.value, id, locale, names, template: command.template, phases, at: ctx.now }
  const hints = hintsChosen(command, DEFAULT_HINTS)
  if (!hints.ok) return hints
  return ok([{ type: 'workshop.created', ...created }, ...hints.value])
}

export const setupDeciders: Deciders<Exclude<SetupCommand, CreateCommand>> = {
  'setup.edit': (command, state) => {
    const theme = readTheme({ title: command.title ?? state.title, goal: command.goal ?? state.goal })
    if (!theme.ok) return theme
    const { title, goal } = theme.value
    const locale = command.locale ?? state.locale
    const names = command.names ?? state.names
    if (names !== state.names && state.status !== 'planning') return refuse('already_open')
    const hints = hintsChosen(command, state.hints)
    if (!hints.ok) return hints
    const same = title === state.title && goal === state.goal && locale === state.locale
    return ok([
      ...(same ? [] : [{ type: 'setup.edited', title, goal, locale } as const]),
      ...(names === state.names ? [] : [{ type: 'names.chosen', names } as const]),
      ...hints.value,
    ])
  },
}

/** A workshop without theme and goal fails in known ways (PRODUCT.md), so there is none. */
function readTheme(typed: {
  readonly title: string
  readonly goal: string
}): Result<{ readonly title: string; readonly goal: string }, Rejection> {
  const title = normaliseLine(typed.title)
  const goal = normaliseLine(typed.goal)
  if (title === '') return refuse('title_missing')
  if (!hasAtMost(title, LIMITS.title)) return refuse('title_too_long', { limit: LIMITS.title })
  if (goal === '') return refuse('goal_missing')
  if (!hasAtMost(goal, LIMITS.goal)) return refuse('text_too_long', { limit: LIMITS.goal })
  return ok({ title, goal })
}

export const setupEvolvers: Evolvers<SetupEvent> = {
  // A second birth cannot happen; if a log holds one, the first counts.
  'workshop.created': (state) => state,
  'setup.edited': (state, { title, goal, locale }) => ({ ...state, title, goal, locale }),
  'names.chosen': (state, { names }) => ({ ...state, names }),
  'hints.chosen': (state, { on, tools }) => ({ ...state, hints: { on, tools } }),
}

/** The state a workshop is born with. */
export function newState(event: CreatedEvent): WorkshopState {
  const { id, title, goal, locale, template, names, phases, at } = event
  return {
    id,
    status: 'planning',
    title,
    goal,
    locale,
    template,
    names,
    createdAt: at,
    agenda: { phases, current: null, enteredAt: {}, openedAt: null, endedAt: null, lastMove: null },
    participants: [],
    teams: [],
    cards: [],
    drafts: {},
    replies: [],
    votes: [],
    likes: [],
    pledges: [],
    thanks: [],
    thanked: {},
    tallies: {},
    votesShown: [],
    revealedPhases: [],
    lastReveal: null,
    namedBoards: [],
    draftCounts: [],
    parked: [],
    lots: [],
    hints: DEFAULT_HINTS,
    plan: EMPTY_PLAN,
    ownLinks: {},
    form: FIRST_FORM,
    waiting: [],
    agreements: {},
    friendLinks: {},
    broughtBy: {},
    formation: USUAL_FORMATION,
    houseRules: NO_RULES,
    agreedRules: {},
    wordsGiven: {},
    met: [],
    passes: [],
    calls: [],
    announcements: [],
    nudges: [],
    forcedGates: [],
    gatheredAt: null,
    share: { teamId: null, done: [] },
    frozen: false,
    door: 'open',
  }
}
