import { createHash } from 'node:crypto'
import type { CommunityId, WorkshopId } from '#shared/ids.ts'
import type { IdSource } from '../runtime.ts'
import type { Grant, Tokens, WorkshopGrant } from '../storage/ports.ts'

/** Longer than any secret we mint; anything beyond is refused before it is hashed. */
const LONGEST_SECRET = 128

/** A secret that was recognised: what it opens, and how to ask later whether it still does. */
export interface Key {
  readonly grant: WorkshopGrant
  readonly hash: string
  /** when it was looked up, in lookups of this keyring */
  readonly asked: number
}

/** The last time a workshop's facilitation was renewed in this process. */
interface Renewal {
  readonly at: number
  readonly kept: string
}

/** Mints and recognises the secrets that open seats and facilitation. Only SHA-256 hashes reach the disk. */
export class Keyring {
  readonly #tokens: Tokens
  readonly #ids: IdSource
  readonly #renewed: (workshopId: WorkshopId) => void
  readonly #renewals = new Map<WorkshopId, Renewal>()
  #lookups = 0

  /** `renewed` is told when keys of a workshop's facilitation no longer hold, so that their connections can be closed. */
  constructor(tokens: Tokens, ids: IdSource, renewed: (workshopId: WorkshopId) => void = () => undefined) {
    this.#tokens = tokens
    this.#ids = ids
    this.#renewed = renewed
  }

  /** What `secret` opens in this workshop; `null` when nothing, whatever it may open elsewhere. */
  async key(workshopId: WorkshopId, secret: string | null): Promise<Key | null> {
    if (secret === null || secret.length > LONGEST_SECRET) return null
    const hash = hashOf(secret)
    const asked = ++this.#lookups
    const grant = await this.#tokens.find(hash)
    return grant !== null && grant.role !== 'keeper' && grant.workshopId === workshopId
      ? { grant, hash, asked }
      : null
  }

  /** Whether `secret` makes somebody keeper of this community now. Nobody stays one: it is asked at every request. */
  async isKeeper(communityId: CommunityId, secret: string | null): Promise<boolean> {
    if (secret === null || secret.length > LONGEST_SECRET) return false
    const grant = await this.#tokens.find(hashOf(secret))
    return grant?.role === 'keeper' && grant.communityId === communityId
  }

  /** As `renewFacilitation`, for the keepers of a community. */
  async renewKeeping(communityId: CommunityId, secret: string): Promise<boolean> {
    if (!(await this.isKeeper(communityId, secret))) return false
    await this.#tokens.revokeKeeping(communityId, hashOf(secret))
    return true
  }

  /** Whether a key from before still opens what it opened. At once, for every message of a living connection. */
  holds({ grant, hash, asked }: Key): boolean {
    if (grant.role !== 'facilitator') return true
    const renewal = this.#renewals.get(grant.workshopId)
    return renewal === undefined || hash === renewal.kept || asked > renewal.at
  }

  /** The same, asked of the disk: also sees what was taken back by hand. */
  async stillKnown(key: Key): Promise<boolean> {
    return this.holds(key) && (await this.#tokens.find(key.hash)) !== null
  }

  /**
   * From now on `secret` alone opens the facilitation; on disk when this resolves. `false`, and nothing has changed, when
   * it does not open it now. Who asks must hold it already, so that a lost answer locks nobody out.
   */
  async renewFacilitation(workshopId: WorkshopId, secret: string): Promise<boolean> {
    const key = await this.key(workshopId, secret)
    if (key?.grant.role !== 'facilitator') return false
    await this.#tokens.revokeFacilitation(workshopId, key.hash)
    this.#renewals.set(workshopId, { at: this.#lookups, kept: key.hash })
    this.#renewed(workshopId)
    return true
  }

  /** A fresh secret for `grant`, on disk as a hash when this resolves. */
  async mint(grant: Grant): Promise<string> {
    const { secret, hash } = this.fresh()
    await this.#tokens.add(hash, grant)
    return secret
  }

  /** A secret that opens nothing until its hash is enrolled. */
  fresh(): { readonly secret: string; readonly hash: string } {
    const secret = this.#ids.token()
    return { secret, hash: hashOf(secret) }
  }

  /** What stands for a secret where it is not to be kept. */
  hashOf(secret: string): string {
    return hashOf(secret)
  }

  /** The secret with this hash opens `grant`, on disk when this resolves. Asked again, it changes nothing. */
  async enrol(hash: string, grant: Grant): Promise<void> {
    if ((await this.#tokens.find(hash)) === null) await this.#tokens.add(hash, grant)
  }

  /** Every secret of one seat stops working. */
  async revokeSeat(grant: Extract<Grant, { role: 'participant' }>): Promise<void> {
    await this.#tokens.revokeSeat(grant.workshopId, grant.participantId)
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
