import { planLike, setupLike, withAgenda } from '#shared/domain/begin-again.ts'
import { parseCommand } from '#shared/domain/commands.ts'
import type { Community } from '#shared/domain/community.ts'
import { err, type Result } from '#shared/result.ts'
import type { Refusal } from '../rooms/refusal.ts'
import type { Room } from '../rooms/room.ts'
import type { RoomRegistry } from '../rooms/room-registry.ts'
import type { AboutWorkshop } from './context.ts'
import { rulesOf } from './opening.ts'

/**
 * Opens a further workshop of a community (`OpenFurtherBody`): afresh, like an earlier one of its own, which `own` finds, or with
 * one of its agendas. What the body says comes before what the earlier one had.
 */
export async function openFurther(
  community: Community,
  body: unknown,
  registry: Pick<RoomRegistry, 'create'>,
  own: (workshopId: unknown) => Promise<AboutWorkshop | null>,
): Promise<Result<{ readonly room: Room; readonly code: string }, Refusal>> {
  const { cloneOf, template, ...said } = (body ?? {}) as Readonly<Record<string, unknown>>
  const earlier = cloneOf === undefined ? null : await own(cloneOf)
  if (cloneOf !== undefined && earlier === null) return err({ code: 'workshop_unknown' })
  const kept = community.templates.find(({ id }) => id === template)
  const command = parseCommand({
    ...(earlier && setupLike(earlier.room.state)),
    ...said,
    ...(template === undefined || kept ? {} : { template }),
    type: 'setup.create',
  })
  if (!command.ok) return err({ code: 'malformed', detail: command.error })
  if (command.value.type !== 'setup.create') throw new Error('parsed as another command')
  return registry.create(command.value, {
    community: { id: community.id },
    then: [
      ...(earlier ? planLike(earlier.room.state) : []),
      // after the earlier one's own: what the community has agreed on since counts
      ...rulesOf(community),
      ...(kept ? [withAgenda(kept.phases)] : []),
    ],
  })
}
