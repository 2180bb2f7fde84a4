import { COMMUNITY_LIMITS, type Community, type CommunityTemplate } from '#shared/domain/community.ts'
import type { WorkshopId } from '#shared/ids.ts'
import type {
  AnnouncedWorkshop,
  CommunityFacts,
  Keeping,
  KeptTemplate,
  KeptWorkshop,
} from '#shared/protocol/communities.ts'
import { listingOf } from '../rooms/listing.ts'
import type { Listing, WorkshopRecord } from '../storage/ports.ts'
import type { HttpDeps } from './context.ts'
import { applyPath } from './links.ts'

/** What anybody may know of a community: its charter, and the workshops that were announced. */
export async function factsOf(deps: HttpDeps, community: Community): Promise<CommunityFacts> {
  const { id: communityId, charter, createdAt } = community
  const workshops = (await workshopsOf(deps, community)).filter(({ listing }) => isAnnounced(listing))
  return { communityId, charter, createdAt, workshops: workshops.map(announced) }
}

/** What its keepers work with. */
export async function keepingOf(deps: HttpDeps, community: Community): Promise<Keeping> {
  const { id: communityId, charter, createdAt, templates } = community
  const workshops = (await workshopsOf(deps, community)).map(kept)
  return { communityId, charter, createdAt, workshops, templates: templates.map(keptTemplate) }
}

type Listed = WorkshopRecord & { readonly listing: Listing }

/**
 * Those of before lists were kept are opened once, for what the list says of them; one that cannot be read now is left out and
 * logged: it must not take the others with it.
 */
async function workshopsOf(deps: HttpDeps, { id }: Community): Promise<readonly Listed[]> {
  const records = await deps.storage.workshops.ofCommunity(id, COMMUNITY_LIMITS.workshopsShown)
  const listed = records.map(async ({ listing, ...record }): Promise<readonly Listed[]> => {
    const said = listing ?? (await listingFrom(deps, record.id))
    return said === null ? [] : [{ ...record, listing: said }]
  })
  return (await Promise.all(listed)).flat()
}

async function listingFrom(
  { storage, registry, log }: HttpDeps,
  workshopId: WorkshopId,
): Promise<Listing | null> {
  try {
    const room = await registry.getRoom(workshopId)
    if (room === null) return null
    const listing = listingOf(room.state)
    await storage.workshops.list(workshopId, listing)
    return listing
  } catch (error) {
    log.error({ workshopId, err: error }, 'a community is shown without one of its workshops')
    return null
  }
}

/** Somebody asked the public to come, once; until then a workshop is its facilitators' own. */
function isAnnounced({ form }: Listing): boolean {
  return form !== 'draft'
}

function announced({ code, listing }: Listed): AnnouncedWorkshop {
  const { title, goal, status, startsAt, openedAt, form } = listing
  const mayApply = form === 'published' && status !== 'ended'
  return { title, goal, status, startsAt, openedAt, apply: mayApply ? applyPath(code) : null }
}

function kept({ id, createdAt, listing }: Listed): KeptWorkshop {
  const { form: _, ...said } = listing
  return { workshopId: id, ...said, createdAt, announced: isAnnounced(listing) }
}

function keptTemplate({ id, name, phases }: CommunityTemplate): KeptTemplate {
  return { id, name, minutes: minutesOf(phases), phases: phases.length }
}

function minutesOf(phases: readonly { readonly minutes: number }[]): number {
  return phases.reduce((sum, { minutes }) => sum + minutes, 0)
}
