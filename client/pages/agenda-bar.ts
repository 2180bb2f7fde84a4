import { phaseKind } from '#shared/domain/phases/registry.ts'
import type { Template } from '#shared/domain/templates/template.ts'
import type { Minutes } from '#shared/time.ts'

/** What a stretch of the agenda is for, as far as its colour goes. */
export type Stretch = 'ideals' | 'challenges' | 'solutions' | 'topics' | 'other'
export interface Segment {
  readonly stretch: Stretch
  readonly minutes: Minutes
}

/** The agenda as a bar: phases on the same board next to each other are one segment. */
export function agendaBar(template: Template): Segment[] {
  const bar: Segment[] = []
  for (const { kind, minutes } of template.phases) {
    const stretch = stretchOf(phaseKind(kind).board)
    const last = bar.at(-1)
    if (last?.stretch === stretch) bar[bar.length - 1] = { stretch, minutes: last.minutes + minutes }
    else bar.push({ stretch, minutes })
  }
  return bar
}

/** Minutes by purpose, in the order of the agenda. */
export function agendaShares(template: Template): Segment[] {
  const shares = new Map<Stretch, Minutes>()
  for (const { stretch, minutes } of agendaBar(template))
    shares.set(stretch, (shares.get(stretch) ?? 0) + minutes)
  const other = shares.get('other')
  shares.delete('other')
  if (other !== undefined) shares.set('other', other)
  return [...shares].map(([stretch, minutes]) => ({ stretch, minutes }))
}

function stretchOf(board: string | null): Stretch {
  return board === 'ideals' || board === 'challenges' || board === 'solutions' || board === 'topics'
    ? board
    : 'other'
}
