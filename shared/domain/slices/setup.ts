import * as v from 'valibot'
import type { WorkshopId } from '../../ids.ts'
import type { Millis } from '../../time.ts'
import type { CommandsOf } from '../slice.ts'
import { LOCALES, type Locale, type Phase } from '../state.ts'
import { TEMPLATE_NAMES, type TemplateName } from '../templates/template.ts'

export const setupCommands = {
  /** the birth of a workshop; only the server gives it (`POST /api/workshops`) */
  'setup.create': v.object({
    title: v.string(),
    goal: v.string(),
    template: v.optional(v.picklist(TEMPLATE_NAMES), 'ideals-challenges-solutions-90'),
    locale: v.optional(v.picklist(LOCALES), 'ja'),
  }),
  'setup.edit': v.object({
    title: v.optional(v.string()),
    goal: v.optional(v.string()),
    locale: v.optional(v.picklist(LOCALES)),
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
      readonly phases: readonly Phase[]
      readonly at: Millis
    }
  | { readonly type: 'setup.edited'; readonly title: string; readonly goal: string; readonly locale: Locale }
