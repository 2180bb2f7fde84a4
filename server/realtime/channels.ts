import type { Audience } from '#shared/domain/audience.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import { assertNever } from '#shared/result.ts'
import type { WorkshopId } from '#shared/ids.ts'

/** The Socket.IO rooms of one workshop; an audience is one channel. */
export function channelOf(workshopId: WorkshopId, audience: Audience): string {
  switch (audience.to) {
    case 'everyone':
      return `${workshopId}/everyone`
    case 'facilitators':
      return `${workshopId}/facilitators`
    case 'person':
      return `${workshopId}/person/${audience.participantId}`
    default:
      return assertNever(audience)
  }
}

/** Every channel this viewer may hear: what `mayHear` says, as a list. */
export function channelsOf(workshopId: WorkshopId, viewer: Viewer): readonly string[] {
  if (viewer.role === 'visitor') return []
  const audiences: Audience[] = [{ to: 'everyone' }]
  if (viewer.role === 'facilitator') audiences.push({ to: 'facilitators' })
  if (viewer.participantId !== null) audiences.push({ to: 'person', participantId: viewer.participantId })
  return audiences.map((audience) => channelOf(workshopId, audience))
}
