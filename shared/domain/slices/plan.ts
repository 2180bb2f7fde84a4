import * as v from 'valibot'
import type { ParticipantId, TeamId } from '../../ids.ts'
import { LAST_MOMENT, type Millis, type Minutes } from '../../time.ts'
import { ok, type Result } from '../../result.ts'
import { hasAtMost, normaliseLine } from '../../text.ts'
import { readCallLink } from '../call-link.ts'
import { idSchema } from '../field-schemas.ts'
import { teamById } from '../lookup.ts'
import {
  LEAST_TARGET,
  MOST_TARGET,
  PLAN_LINE_NAMES,
  PLAN_LINES,
  type PlanLine,
  type WorkshopPlan,
} from '../plan.ts'
import { refuse, type Rejection } from '../rejection.ts'
import type { CommandsOf, Deciders, Evolvers } from '../slice.ts'
import type { WorkshopState } from '../state.ts'

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
    /** of the teams named alone; `null` takes a team's own link away */
    teamLinks: v.optional(v.record(idSchema<TeamId>(), v.nullable(v.string()))),
    /** minutes */
    target: v.optional(
      v.nullable(v.pipe(v.number(), v.integer(), v.minValue(LEAST_TARGET), v.maxValue(MOST_TARGET))),
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
/** Teams' own call links as they changed; `null` is one taken away. */
interface LinksGiven {
  readonly type: 'links.given'
  readonly links: TeamLinks
}

/** The same for one of a team (an event has one audience, D5): where they talk from now on; `null`: where all do. */
interface LinkTold {
  readonly type: 'link.told'
  readonly participantId: ParticipantId
  readonly link: string | null
}
export type PlanEvent = PlanEdited | LinksGiven | LinkTold

type TeamLinks = Readonly<Record<TeamId, string | null>>

export const planDeciders: Deciders<PlanCommand> = {
  'plan.edit': (command, state) => {
    const { plan } = state
    const lines = changedLines(command.lines ?? {}, plan.lines)
    if (!lines.ok) return lines
    const link = typeof command.callLink === 'string' ? readCallLink(command.callLink) : null
    if (typeof command.callLink === 'string' && link === null) return refuse('call_link_invalid')
    const links = changedLinks(command.teamLinks ?? {}, state)
    if (!links.ok) return links
    const { startsAt, target } = command
    const changes = {
      ...(Object.keys(lines.value).length > 0 ? { lines: lines.value } : {}),
      ...(startsAt !== undefined && startsAt !== plan.startsAt ? { startsAt } : {}),
      ...(command.callLink !== undefined && link !== plan.callLink ? { callLink: link } : {}),
      ...(target !== undefined && target !== plan.target ? { target } : {}),
    }
    return ok([
      ...(Object.keys(changes).length === 0 ? [] : [{ type: 'plan.edited', ...changes } as const]),
      ...(Object.keys(links.value).length === 0
        ? []
        : [{ type: 'links.given', links: links.value } as const]),
    ])
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

function changedLinks(
  typed: Readonly<Partial<TeamLinks>>,
  state: WorkshopState,
): Result<TeamLinks, Rejection> {
  const changed: Record<TeamId, string | null> = {}
  for (const [id, text] of Object.entries(typed)) {
    const teamId = id as TeamId
    if (text === undefined) continue
    if (teamById(state, teamId) === null) return refuse('team_unknown')
    const link = text === null ? null : readCallLink(text)
    if (text !== null && link === null) return refuse('call_link_invalid')
    if (link !== (state.plan.teamLinks[teamId] ?? null)) changed[teamId] = link
  }
  return ok(changed)
}

export const planEvolvers: Evolvers<PlanEvent> = {
  'plan.edited': (state, { lines, startsAt, callLink, target }) => ({
    ...state,
    plan: {
      ...state.plan,
      lines: lines === undefined ? state.plan.lines : withoutEmpty({ ...state.plan.lines, ...lines }),
      startsAt: startsAt === undefined ? state.plan.startsAt : startsAt,
      callLink: callLink === undefined ? state.plan.callLink : callLink,
      target: target === undefined ? state.plan.target : target,
    },
  }),
  'links.given': (state, { links }) => ({
    ...state,
    plan: { ...state.plan, teamLinks: withoutNull({ ...state.plan.teamLinks, ...links }) },
  }),
  'link.told': (state, { participantId, link }) => ({
    ...state,
    ownLinks: withoutNull({ ...state.ownLinks, [participantId]: link }),
  }),
}

function withoutNull<Id extends string>(links: Readonly<Record<Id, string | null>>): Record<Id, string> {
  return Object.fromEntries(Object.entries(links).filter(([, link]) => link !== null)) as Record<Id, string>
}

function withoutEmpty(lines: Lines): Lines {
  return Object.fromEntries(Object.entries(lines).filter(([, text]) => text !== ''))
}
