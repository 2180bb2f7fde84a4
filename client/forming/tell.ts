import type { Answers } from '#shared/domain/answers.ts'
import { figureOf, type Difference, type Measure } from '#shared/domain/formation/difference.ts'
import type { Axis } from '#shared/domain/formation/entrant.ts'
import type { Counterfactual } from '#shared/domain/formation/explain-person.ts'
import type { MentorAdvice } from '#shared/domain/formation/mentors.ts'
import type { PlanScore } from '#shared/domain/formation/plan-score.ts'
import type { Reason, Unmet } from '#shared/domain/formation/unmet.ts'
import { assertNever } from '#shared/result.ts'
import type { pick } from '../i18n/language.svelte.ts'
import type { formingText } from '../i18n/forming.ts'
import type { ReadTeam } from './reading.ts'

/** The words of one language. */
export type FormingWords = ReturnType<typeof pick<(typeof formingText)['ja']>>
export type NameOf = (id: string) => string

/** Names said in one sentence; more are counted. */
const NAMED = 3

export function measureLabel(t: FormingWords, measure: Measure, axis: Axis): string {
  const { axisSpread, ...labels } = t.measures
  return measure === 'axisSpread' ? axisSpread[axis] : labels[measure]
}

export function figureText(t: FormingWords, measure: Measure, figure: number): string {
  return measure === 'sharing' ? t.figures.sharing(figure) : t.figures.number(figure)
}

export function measureText(t: FormingWords, score: PlanScore, measure: Measure): string {
  return figureText(t, measure, figureOf(score, measure))
}

/** 「先生のいないチーム 1→0」 */
export function differenceText(t: FormingWords, { measure, before, after }: Difference, axis: Axis): string {
  const [was, is] = [figureText(t, measure, before), figureText(t, measure, after)]
  return t.why.from(measureLabel(t, measure, axis), was, is)
}

export function bandText(t: FormingWords, size: number): string {
  return t.sizes[Math.min(5, Math.max(0, Math.round(size))) as keyof typeof t.sizes]
}

/** What a team is like, in a few words each; what is wrong with it is told by `unmetText`. */
export function teamChips(t: FormingWords, { facts }: ReadTeam): readonly string[] {
  const { axis, commonest, spread } = facts.axis
  const { firstTimers, regulars, online, jobs } = facts
  const alike =
    commonest === null
      ? []
      : axis === 'size'
        ? [t.team.axisSize(bandText(t, Number(commonest)), spread)]
        : [t.team.axisWord(String(commonest), spread)]
  return [
    ...alike,
    ...(firstTimers + regulars > 0 ? [t.team.newcomers(firstTimers, regulars)] : []),
    ...(online > 0 ? [t.team.online(online)] : []),
    ...(jobs > 1 && axis !== 'job' ? [t.team.jobs(jobs)] : []),
  ]
}

function reasonText(t: FormingWords, because: Reason): string {
  switch (because.kind) {
    case 'supply':
      return t.because.supply(because.needed, because.registered)
    case 'crowded':
      return t.because.crowded(because.people, because.teams)
    default:
      return t.because[because.kind]
  }
}

/** What one team lacks, and why; `null` for what is told of the whole plan. */
export function unmetText(
  t: FormingWords,
  unmet: Unmet,
  nameOf: NameOf,
): { what: string; why: string } | null {
  switch (unmet.kind) {
    case 'together':
    case 'mentor-shortage':
      return null
    case 'size':
      return { what: t.unmet.size(unmet.size), why: reasonText(t, unmet.because) }
    case 'apart':
    case 'colleagues':
    case 'met-before': {
      const [one, other] = unmet.pair
      return { what: t.unmet[unmet.kind](nameOf(one), nameOf(other)), why: reasonText(t, unmet.because) }
    }
    case 'no-mentor':
    case 'lone-first-timer':
    case 'lone-online':
      return { what: t.unmet[unmet.kind], why: reasonText(t, unmet.because) }
    default:
      return assertNever(unmet)
  }
}

export function adviceText(t: FormingWords, advice: MentorAdvice, nameOf: NameOf): string {
  const names = advice.participantIds.map(nameOf)
  if (advice.kind === 'promote') return t.advice.promote(names)
  if (names.length === 0) return t.advice.nobody
  return t.advice.visit(names.slice(0, NAMED), Math.max(0, names.length - NAMED))
}

/** Who somebody is, on one line, beside their challenge; empty when there is nothing to say. */
export function answersText(t: FormingWords, answers: Answers | null): string {
  if (answers === null) return ''
  const { company, size, job, industry } = answers
  return [company, job ?? industry, size === null ? null : bandText(t, size)]
    .filter((part) => part !== null)
    .join(' · ')
}

/** What would be different around somebody if they sat elsewhere. */
export function elsewhereTexts(t: FormingWords, { now, then }: Counterfactual): readonly string[] {
  const figures = [
    [t.why.sharing, now.sharing, then.sharing],
    [t.measures.withoutMentor, now.withoutMentor, then.withoutMentor],
    [t.measures.mentorElsewhere, now.mentorElsewhere, then.mentorElsewhere],
    [t.measures.colleagues, now.colleagues, then.colleagues],
    [t.measures.loneFirstTimers, now.loneFirstTimer, then.loneFirstTimer],
    [t.measures.loneOnline, now.loneOnline, then.loneOnline],
    [t.measures.repeats, now.repeats, then.repeats],
  ] as const
  return figures
    .filter(([, was, is]) => was !== is)
    .map(([label, was, is]) => t.why.from(label, t.figures.number(was), t.figures.number(is)))
}

/** Less than this much dearer or cheaper is the same to everybody. */
const SAME = 0.5

export function dearerText(t: FormingWords, dearer: number): string {
  if (Math.abs(dearer) < SAME) return t.why.same
  return dearer > 0 ? t.why.dearer : t.why.cheaper
}

/** The first few names, and how many more. */
export function fewNames(ids: readonly string[], nameOf: NameOf): [readonly string[], number] {
  return [ids.slice(0, NAMED).map(nameOf), Math.max(0, ids.length - NAMED)]
}
