import type { Minutes } from '../../time.ts'
import type { PhaseKind } from '../phases/phase-kind.ts'
import type { Locale } from '../state.ts'

/** `<agenda>-<minutes>`: what `POST /api/workshops` takes as `template`. */
export const TEMPLATE_NAMES = [
  'ideals-challenges-solutions-60',
  'ideals-challenges-solutions-90',
  'ideals-challenges-solutions-120',
] as const
export type TemplateName = (typeof TEMPLATE_NAMES)[number]

export interface Template {
  readonly name: TemplateName
  readonly minutes: Minutes
  readonly title: Readonly<Record<Locale, string>>
  /** the agenda; the minutes add up to `minutes` */
  readonly phases: readonly { readonly kind: PhaseKind; readonly minutes: Minutes }[]
}
