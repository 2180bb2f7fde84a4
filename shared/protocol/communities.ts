import type { Charter, CharterInput, CommunityTemplate } from '../domain/community.ts'
import type { WorkshopState } from '../domain/state.ts'
import type { CommunityId, WorkshopId } from '../ids.ts'
import type { Millis, Minutes } from '../time.ts'
import type { OpenWorkshopBody } from './http.ts'

/** `POST /api/communities`; also `community` in `POST /api/workshops` */
export interface NewCommunityBody extends CharterInput {
  readonly name: string
}
export interface OpenedCommunity {
  readonly communityId: CommunityId
  readonly keeperToken: string
  /** absolute, with the token in the fragment */
  readonly keeperUrl: string
}

/** What anybody may know of a workshop of a community: it was announced. No id, which would lead in. */
export interface AnnouncedWorkshop {
  readonly title: string
  readonly goal: string
  readonly status: WorkshopState['status']
  readonly startsAt: Millis | null
  readonly openedAt: Millis | null
  /** where people apply, as a path, while they may */
  readonly apply: string | null
}

/** `GET /api/communities/:id`; `PATCH` there with a `CharterInput`, by a keeper */
export interface CommunityFacts {
  readonly communityId: CommunityId
  readonly charter: Charter
  readonly createdAt: Millis
  /** in the order in which they were opened */
  readonly workshops: readonly AnnouncedWorkshop[]
}

/** A workshop as the keepers of its community see it. */
export interface KeptWorkshop {
  readonly workshopId: WorkshopId
  readonly title: string
  readonly goal: string
  readonly status: WorkshopState['status']
  readonly startsAt: Millis | null
  readonly openedAt: Millis | null
  readonly createdAt: Millis
  readonly minutes: Minutes
  /** it is among those everybody sees */
  readonly announced: boolean
}
export interface KeptTemplate extends Pick<CommunityTemplate, 'id' | 'name'> {
  readonly minutes: Minutes
  readonly phases: number
}

/** `GET /api/communities/:id/keeping`; also what `POST …/session {token}` answers, with which a secret becomes a cookie */
export interface Keeping {
  readonly communityId: CommunityId
  readonly charter: Charter
  readonly createdAt: Millis
  readonly workshops: readonly KeptWorkshop[]
  readonly templates: readonly KeptTemplate[]
}

/** `POST /api/communities/:id/workshops`, by a keeper; answers `OpenedWorkshop` */
export interface OpenFurtherBody extends Partial<Omit<OpenWorkshopBody, 'template' | 'community'>> {
  /** begins as this workshop of the community did; what else is said here comes before it */
  readonly cloneOf?: WorkshopId
  /** one of those everybody has, or the id of one of the community's own */
  readonly template?: string
}

/** `POST /api/communities/:id/templates`, by a keeper: keeps the agenda of one of its workshops. Answers `Keeping`. */
export interface KeepTemplateBody {
  readonly name: string
  readonly workshopId: WorkshopId
}

// `POST /api/communities/:id/templates/:templateId/removal {}`: `Keeping`.
// `POST /api/communities/:id/workshops/:workshopId/links {}`: a facilitators' `Link` of one of its workshops.
// `POST /api/communities/:id/links {}`: a fresh keepers' `Link`; older ones stay good until …
// `POST /api/communities/:id/keepers {token}`: … from now on this secret alone makes a keeper. As `RenewBody`; answers `Keeping`.
