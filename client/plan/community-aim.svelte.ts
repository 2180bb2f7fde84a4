import type { WorkshopId } from '#shared/ids.ts'
import type { CommunityFacts } from '#shared/protocol/communities.ts'
import type { PublicFacts } from '#shared/protocol/http.ts'
import { getJson } from '../connection/api.ts'
import { readCommunity } from '../connection/keeping.ts'
import { readLocal, writeLocal } from '../connection/local-store.ts'

/** Whose workshop this is, for a hint that nobody but its writer sees; what was found fine is kept on this device. */
export class CommunityAim {
  readonly #key: string
  #community = $state.raw<CommunityFacts | null>(null)
  #ignored = $state(false)

  constructor(workshopId: WorkshopId) {
    this.#key = `yoriai.strays.${workshopId}`
    this.#ignored = readLocal(this.#key) !== null
    void this.#load(workshopId)
  }

  /** `null`: the workshop is nobody's, or that is not known yet. */
  get community(): CommunityFacts | null {
    return this.#community
  }

  get ignored(): boolean {
    return this.#ignored
  }

  ignore(): void {
    this.#ignored = true
    writeLocal(this.#key, 'fine')
  }

  /** Without it there is no hint, which is no loss to speak of. */
  async #load(workshopId: WorkshopId): Promise<void> {
    const facts = await getJson<PublicFacts>(`/api/workshops/${workshopId}`)
    if (!facts.ok || facts.value.community === undefined) return
    const read = await readCommunity(facts.value.community.id)
    if (read.ok) this.#community = read.value
  }
}
