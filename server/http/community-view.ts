import { COMMUNITY_LIMITS, type Community, type CommunityTemplate } from '#shared/domain/community.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type {
  AnnouncedWorkshop,
  CommunityFacts,
  Keeping,
  KeptTemplate,
  KeptWorkshop,
} from '#shared/protocol/communities.ts'
import type { WorkshopRecord } from '../storage/ports.ts'
import type { AboutWorkshop, HttpDeps } from './context.ts'
import { applyPath } from './links.ts'

/** What anybody may know of a community: its charter, and the workshops that were announced. */
export async function factsOf(deps: HttpDeps, community: Community): Promise<CommunityFacts> {
  const { id: communityId, charter, createdAt } = community
  const workshops = (await workshopsOf(deps, community)).filter(({ room }) => isAnnounced(room.state))
  return { communityId, charter, createdAt, workshops: workshops.map(announced) }
}

/** What its keepers work with. */
export async function keepingOf(deps: HttpDeps, community: Community): Promise<Keeping> {
  const { id: communityId, charter, createdAt, templates } = community
  const workshops = (await workshopsOf(deps, community)).map(kept)
  return { communityId, charter, createdAt, workshops, templates: templates.map(keptTemplate) }
}

/** One that cannot be read now is left out and logged: it must not take the others with it. */
async function workshopsOf(
  { storage, registry, log }: HttpDeps,
  { id }: Community,
): Promise<readonly AboutWorkshop[]> {
  const records = await storage.workshops.ofCommunity(id, COMMUNITY_LIMITS.workshopsShown)
  const about = async (record: WorkshopRecord): Promise<readonly AboutWorkshop[]> => {
    try {
      const room = await registry.getRoom(record.id)
      return room === null ? [] : [{ record, room }]
    } catch (error) {
      log.error({ workshopId: record.id, err: error }, 'a community is shown without one of its workshops')
      return []
    }
  }
  return (await Promise.all(records.map(about))).flat()
}

/** Somebody asked the public to come, once; until then a workshop is its facilitators' own. */
function isAnnounced({ form }: WorkshopState): boolean {
  return form.status !== 'draft'
}

function announced({ record, room: { state } }: AboutWorkshop): AnnouncedWorkshop {
  const { title, goal, status, plan, agenda, form } = state
  const mayApply = form.status === 'published' && status !== 'ended'
  return {
    title,
    goal,
    status,
    startsAt: plan.startsAt,
    openedAt: agenda.openedAt,
    apply: mayApply ? applyPath(record.code) : null,
  }
}

function kept({ record, room: { state } }: AboutWorkshop): KeptWorkshop {
  const { title, goal, status, plan, agenda } = state
  return {
    workshopId: record.id,
    title,
    goal,
    status,
    startsAt: plan.startsAt,
    openedAt: agenda.openedAt,
    createdAt: record.createdAt,
    minutes: minutesOf(agenda.phases),
    announced: isAnnounced(state),
  }
}

function keptTemplate({ id, name, phases }: CommunityTemplate): KeptTemplate {
  return { id, name, minutes: minutesOf(phases), phases: phases.length }
}

function minutesOf(phases: readonly { readonly minutes: number }[]): number {
  return phases.reduce((sum, { minutes }) => sum + minutes, 0)
}
