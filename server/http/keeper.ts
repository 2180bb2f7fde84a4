import type { Request, Response } from 'express'
import type { Community } from '#shared/domain/community.ts'
import { isId, type CommunityId } from '#shared/ids.ts'
import type { Result } from '#shared/result.ts'
import type { Refusal } from '../rooms/refusal.ts'
import { keeperSecretIn } from '../secret-in.ts'
import { TokenBucket, type Allowance } from '../token-bucket.ts'
import { refuseSecret, type HttpDeps } from './context.ts'
import { refuse } from './errors.ts'

/** The community in the path; `null` when there is none, and then the request is answered. */
export async function aboutCommunity(
  { storage }: HttpDeps,
  req: Request,
  res: Response,
): Promise<Community | null> {
  const { communityId: id } = req.params
  const community =
    typeof id === 'string' && isId(id) ? await storage.communities.get(id as CommunityId) : null
  if (community === null) refuse(req, res, { code: 'community_unknown' })
  return community
}

/** The same, asked by one of its keepers; `null` when their secret opens nothing, and then the request is answered. */
export async function fromKeeper(deps: HttpDeps, req: Request, res: Response): Promise<Community | null> {
  const community = await aboutCommunity(deps, req, res)
  if (community === null) return null
  const { authorization, cookie } = req.headers
  const secret = keeperSecretIn({ authorization, cookie }, community.id)
  if (await deps.keyring.isKeeper(community.id, secret)) return community
  await refuseSecret(deps, req, res, secret)
  return null
}

/** Two keepers who write at the same moment are already rare; a fifth time in a row is no coincidence. */
const TRIES = 5

/** Changes a community on disk, by what it is at that moment; answers what it is then. */
export async function change(
  { storage }: HttpDeps,
  id: CommunityId,
  by: (community: Community) => Result<Omit<Community, 'id' | 'edition' | 'createdAt'>, Refusal>,
): Promise<Result<Community, Refusal>> {
  for (let tried = 0; tried < TRIES; tried++) {
    const before = await storage.communities.get(id)
    if (before === null) break
    const changed = by(before)
    if (!changed.ok) return changed
    const { charter, templates } = changed.value
    if (charter === before.charter && templates === before.templates) return { ok: true, value: before }
    const after = { ...before, charter, templates, edition: before.edition + 1 }
    if (await storage.communities.replace(after)) return { ok: true, value: after }
  }
  return { ok: false, error: { code: 'unavailable' } }
}

/** What the keepers of one community change; far above what hands do, and a page that saves as one types. */
const CHANGES: Allowance = { burst: 60, perSecond: 5 }
/** A year of monthly workshops at once, and one more every three minutes. */
const OPENINGS: Allowance = { burst: 12, perSecond: 1 / 180 }
/** Communities that are remembered at a time; some hundred bytes each. */
const MOST = 1_000

/** How much the keepers of each community may still do (S-14), whatever address they come from. */
export class KeeperMeter {
  readonly #deps: Pick<HttpDeps, 'runtime' | 'audit'>
  readonly #changes = new Map<CommunityId, TokenBucket>()
  readonly #openings = new Map<CommunityId, TokenBucket>()

  constructor(deps: Pick<HttpDeps, 'runtime' | 'audit'>) {
    this.#deps = deps
  }

  /** `false` when it is one too many, and then the request is answered. */
  take(what: 'change' | 'opening', { id }: Community, req: Request, res: Response): boolean {
    const [buckets, allowance] =
      what === 'change' ? [this.#changes, CHANGES] : ([this.#openings, OPENINGS] as const)
    const bucket = buckets.get(id) ?? new TokenBucket(allowance, this.#deps.runtime)
    // the latest last, so that the first is the one that was not heard of for longest
    buckets.delete(id)
    buckets.set(id, bucket)
    if (buckets.size > MOST) buckets.delete(buckets.keys().next().value as CommunityId)
    if (bucket.take()) return true
    this.#deps.audit.note('limit.hit', { code: 'keepers' })
    refuse(req, res, { code: 'too_fast' })
    return false
  }
}
