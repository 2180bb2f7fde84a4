import type { Request } from 'express'
import * as v from 'valibot'
import type { Command } from '#shared/domain/commands.ts'
import { editCharter, EMPTY_CHARTER, newCharterSchema, type Community } from '#shared/domain/community.ts'
import type { CommunityId } from '#shared/ids.ts'
import type { OpenedCommunity } from '#shared/protocol/communities.ts'
import type { OpenedWorkshop } from '#shared/protocol/http.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Refusal } from '../rooms/refusal.ts'
import type { Room } from '../rooms/room.ts'
import type { Runtime } from '../runtime.ts'
import { baseUrl, type HttpDeps } from './context.ts'
import { facilitatorUrl, joinUrl, keeperUrl } from './links.ts'

/** A community as it is about to be, out of what was typed; nothing is on disk yet. */
export function newCommunity({ clock, ids }: Runtime, typed: unknown): Result<Community, Refusal> {
  const input = v.safeParse(newCharterSchema, typed)
  if (!input.success) return err({ code: 'malformed', detail: 'community: expected a name and a charter' })
  const charter = editCharter(EMPTY_CHARTER, input.output)
  if (!charter.ok) return charter
  const id = ids.id() as CommunityId
  return ok({ id, charter: charter.value, templates: [], edition: 1, createdAt: clock.now() })
}

/** What gives a new workshop its community's rules, where it has any. */
export function rulesOf({ charter }: Community): readonly Command[] {
  const { lines } = charter.houseRules
  return lines.length === 0 ? [] : [{ type: 'rules.edit', lines: [...lines] }]
}

/** A workshop that was just opened, with the link that leads its facilitators in. */
export async function opened(
  { config, keyring }: HttpDeps,
  req: Request,
  { room: { workshopId }, code }: { readonly room: Room; readonly code: string },
): Promise<OpenedWorkshop> {
  const facilitatorToken = await keyring.mint({ role: 'facilitator', workshopId })
  const base = baseUrl(config, req)
  return {
    workshopId,
    code,
    facilitatorToken,
    facilitatorUrl: facilitatorUrl(base, workshopId, facilitatorToken),
    joinUrl: joinUrl(base, code),
  }
}

/** A fresh keepers' link. */
export async function keptBy(
  { config, keyring }: HttpDeps,
  req: Request,
  communityId: CommunityId,
): Promise<OpenedCommunity> {
  const keeperToken = await keyring.mint({ role: 'keeper', communityId })
  return { communityId, keeperToken, keeperUrl: keeperUrl(baseUrl(config, req), communityId, keeperToken) }
}
