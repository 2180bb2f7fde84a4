import * as v from 'valibot'
import { LAST_MOMENT, type Millis, type Minutes } from '../../time.ts'
import { ok, type Result } from '../../result.ts'
import { hasAtMost, normaliseLine } from '../../text.ts'
import { readCallLink } from '../call-link.ts'
import { PLAN_LINE_NAMES, PLAN_LINES, TARGET_BOUNDS, type PlanLine, type WorkshopPlan } from '../plan.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'

export const planCommands = {
  /** What is left out stays. An empty line goes; `null` takes start and call link away. */
  'plan.edit': v.object({
    lines: v.optional(
      v.partial(
        v.object(v.entriesFromList(PLAN_LINE_NAMES as readonly [PlanLine, ...PlanLine[]], v.string())),
      ),
    ),
    /** ms since 1970 */
    startsAt: v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LAST_MOMENT)))),
    callLink: v.optional(v.nullable(v.string())),
    /** minutes */
    target: v.optional(
      v.nullable(
        v.pipe(v.number(), v.integer(), v.minValue(TARGET_BOUNDS.least), v.maxValue(TARGET_BOUNDS.most)),
      ),
    ),
  }),
}
export type PlanCommand = CommandsOf<typeof planCommands>

type Lines = WorkshopPlan['lines']

/** Only what changed, so two facilitators who write in different fields do not undo each other; `''` is a line taken out. */
export interface PlanEdited {
  readonly type: 'plan.edited'
  readonly lines?: Lines
  readonly startsAt?: Millis | null
  readonly callLink?: string | null
  readonly target?: Minutes | null
}
export type PlanEvent = PlanEdited

export const planDeciders: Deciders<PlanCommand> = {
  'plan.edit': (command, { plan }) => {
    const lines = changedLines(command.lines ?? {}, plan.lines)
    if (!lines.ok) return lines
    const link = typeof command.callLink === 'string' ? readCallLink(command.callLink) : null
    if (typeof command.callLink === 'string' && link === null) return refuse('call_link_invalid')
    const { startsAt, target } = command
    const changes = {
      ...(Object.keys(lines.value).length > 0 ? { lines: lines.value } : {}),
      ...(startsAt !== undefined && startsAt !== plan.startsAt ? { startsAt } : {}),
      ...(command.callLink !== undefined && link !== plan.callLink ? { callLink: link } : {}),
      ...(target !== undefined && target !== plan.target ? { target } : {}),
    }
    return ok(Object.keys(changes).length === 0 ? [] : [{ type: 'plan.edited', ...changes }])
  },
}

function changedLines(
  typed: Readonly<Partial<Record<PlanLine, string | undefined>>>,
  before: Lines,
): Result<Lines, Rejection> {
  const changed: Partial<Record<PlanLine, string>> = {}
  for (const name of PLAN_LINE_NAMES) {
    const text = typed[name]
    if (text === undefined) continue
    const line = normaliseLine(text)
    if (!hasAtMost(line, PLAN_LINES[name])) return refuse('text_too_long', { limit: PLAN_LINES[name] })
    if (line !== (before[name] ?? '')) changed[name] = line
  }
  return ok(changed)
}

export const planEvolvers: Evolvers<PlanEvent> = {
  'plan.edited': (state, { lines, startsAt, callLink, target }) => ({
    ...state,
    plan: {
      lines: lines === undefined ? state.plan.lines : withoutEmpty({ ...state.plan.lines, ...lines }),
      startsAt: startsAt === undefined ? state.plan.startsAt : startsAt,
      callLink: callLink === undefined ? state.plan.callLink : callLink,
      target: target === undefined ? state.plan.target : target,
    },
  }),
}

function withoutEmpty(lines: Lines): Lines {
  return Object.fromEntries(Object.entries(lines).filter(([, text]) => text !== ''))
}
