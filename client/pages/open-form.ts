import { LIMITS, graphemeCount, normaliseLine } from '#shared/text.ts'

export type FieldProblem = 'missing' | 'too_long'

export interface OpenFormProblems {
  readonly title: FieldProblem | null
  readonly goal: FieldProblem | null
}

/** What keeps a workshop from being opened, by field. */
export function openFormProblems(title: string, goal: string): OpenFormProblems {
  return {
    title: problemOf(normaliseLine(title), LIMITS.title),
    goal: problemOf(normaliseLine(goal), LIMITS.goal),
  }
}

export function nameProblem(name: string): FieldProblem | null {
  return problemOf(normaliseLine(name), LIMITS.name)
}

function problemOf(text: string, limit: number): FieldProblem | null {
  if (text === '') return 'missing'
  return graphemeCount(text) > limit ? 'too_long' : null
}
