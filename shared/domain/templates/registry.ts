import {
  idealsChallengesSolutions120,
  idealsChallengesSolutions60,
  idealsChallengesSolutions90,
} from './ideals-challenges-solutions.ts'
import type { Template, TemplateName } from './template.ts'

const byName = {
  'ideals-challenges-solutions-60': idealsChallengesSolutions60,
  'ideals-challenges-solutions-90': idealsChallengesSolutions90,
  'ideals-challenges-solutions-120': idealsChallengesSolutions120,
} satisfies Record<TemplateName, Template>

/** Every template, shortest first. */
export const templates: readonly Template[] = Object.values(byName)

export function template(name: TemplateName): Template {
  return byName[name]
}
