import type { WorkshopId } from '#shared/ids.ts'
import type { OpenFurtherBody } from '#shared/protocol/communities.ts'

/** What a choice of the list stands for: `usual:<name>`, `own:<template id>` or `clone:<workshop id>`. */
export function beginning(from: string): Pick<OpenFurtherBody, 'cloneOf' | 'template'> {
  const [kind, ...rest] = from.split(':')
  const which = rest.join(':')
  return kind === 'clone' ? { cloneOf: which as WorkshopId } : { template: which }
}
