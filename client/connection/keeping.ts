import type { CharterInput } from '#shared/domain/community.ts'
import type { CommunityId, WorkshopId } from '#shared/ids.ts'
import type { CommunityFacts, Keeping, OpenFurtherBody } from '#shared/protocol/communities.ts'
import type { WireError } from '#shared/protocol/errors.ts'
import type { Link, OpenedWorkshop } from '#shared/protocol/http.ts'
import type { Result } from '#shared/result.ts'
import { getJson, patchJson, postJson } from './api.ts'
import { readLocal, writeLocal } from './local-store.ts'

type Answer<T> = Promise<Result<T, WireError>>

const pathOf = (id: CommunityId) => `/api/communities/${id}`
const keeperKey = (id: CommunityId) => `yoriai.keeper.${id}`

/** What everybody may read. */
export function readCommunity(id: CommunityId): Answer<CommunityFacts> {
  return getJson(pathOf(id))
}

/**
 * Comes in as a keeper: by the secret in the address, which becomes a cookie and leaves the address bar, or by the cookie of an
 * earlier visit. `null` for everybody else, who is not asked about.
 */
export async function enterKeeping(id: CommunityId): Promise<Result<Keeping, WireError> | null> {
  const token = keeperSecret(location.hash)
  if (token !== null) {
    history.replaceState(history.state, '', location.pathname + location.search)
    return exchangeKeeper(id, token)
  }
  if (readLocal(keeperKey(id)) === null) return null
  const kept = await getJson<Keeping>(`${pathOf(id)}/keeping`)
  if (kept.ok || kept.error.code !== 'unauthorised') return kept
  writeLocal(keeperKey(id), null)
  return null
}

/** Turns a keepers' secret into this browser's cookie. */
export async function exchangeKeeper(id: CommunityId, token: string): Answer<Keeping> {
  const entered = await postJson<Keeping>(`${pathOf(id)}/session`, { token })
  if (entered.ok) writeLocal(keeperKey(id), '1')
  return entered
}

export function editCharter(id: CommunityId, changes: CharterInput): Answer<Keeping> {
  return patchJson(pathOf(id), changes)
}

export function openFurther(id: CommunityId, body: OpenFurtherBody): Answer<OpenedWorkshop> {
  return postJson(`${pathOf(id)}/workshops`, body)
}

/** Leads to the console of one of its workshops. */
export function consoleLink(id: CommunityId, workshopId: WorkshopId): Answer<Link> {
  return postJson(`${pathOf(id)}/workshops/${workshopId}/links`, {})
}

export function keepTemplate(id: CommunityId, name: string, workshopId: WorkshopId): Answer<Keeping> {
  return postJson(`${pathOf(id)}/templates`, { name, workshopId })
}

export function removeTemplate(id: CommunityId, templateId: string): Answer<Keeping> {
  return postJson(`${pathOf(id)}/templates/${templateId}/removal`, {})
}

/** A fresh keepers' link; older ones stay good. */
export function keeperLink(id: CommunityId): Answer<Link> {
  return postJson(`${pathOf(id)}/links`, {})
}

/** From now on the secret of `url`, a link that was just made, alone makes a keeper. */
export function keepByAlone(id: CommunityId, url: string): Answer<Keeping> {
  return postJson(`${pathOf(id)}/keepers`, { token: keeperSecret(new URL(url).hash) ?? '' })
}

function keeperSecret(hash: string): string | null {
  return new URLSearchParams(hash.slice(1)).get('k')
}
