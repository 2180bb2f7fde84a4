import type { Answers } from '../domain/answers.ts'
import type { Viewer } from '../domain/slice.ts'
import type { Locale, NamesShown, WorkshopState } from '../domain/state.ts'
import type { TemplateName } from '../domain/templates/template.ts'
import type { CommunityId, ParticipantId, WorkshopId } from '../ids.ts'
import type { Millis } from '../time.ts'
import type { NewCommunityBody, OpenedCommunity } from './communities.ts'
import type { WireError } from './errors.ts'

/** JSON bodies of the public HTTP interface (ARCHITECTURE.md, section 4). */
export interface ErrorBody {
  readonly error: WireError
}

/** `POST /api/workshops` */
export interface OpenWorkshopBody {
  readonly title: string
  readonly goal: string
  readonly template?: TemplateName
  readonly locale?: Locale
  readonly names?: NamesShown
  /** tool names writers are told of; those every workshop begins with when left out */
  readonly tools?: readonly string[] | null
  /** `false`: no hints to writers */
  readonly hints?: boolean
  /** makes the community it belongs to along with it */
  readonly community?: NewCommunityBody
}
/** with the keepers' link besides, where a community was made along with it */
export interface OpenedWorkshop extends Partial<OpenedCommunity> {
  readonly workshopId: WorkshopId
  readonly code: string
  readonly facilitatorToken: string
  /** absolute, with the token in the fragment */
  readonly facilitatorUrl: string
  /** absolute, `/j/<code>` */
  readonly joinUrl: string
}

/** `GET /api/workshops/by-code/:code` and `GET /api/workshops/:id`: what anyone with the link may know */
export interface PublicFacts {
  readonly workshopId: WorkshopId
  readonly code: string
  readonly title: string
  readonly goal: string
  readonly locale: Locale
  readonly status: WorkshopState['status']
  readonly minutes: number
  readonly createdAt: Millis
  readonly joinUrl: string
  readonly full: boolean
  /** a facilitator lets nobody new in */
  readonly closed: boolean
  /** newcomers wait until a facilitator lets them in */
  readonly guarded: boolean
  /** whose it is; absent when it was opened for itself */
  readonly community?: { readonly id: CommunityId; readonly name: string }
}

/** `POST /api/workshops/:id/seats`; a browser gets the seat cookie with the answer */
export interface TakeSeatBody {
  readonly name: string
  readonly consent?: boolean
  /** what the form asked, for forming teams; facilitators see them, nobody else does */
  readonly answers?: Partial<Answers>
}
export interface TakenSeat {
  readonly participantId: ParticipantId
  readonly seatToken: string
  /** absolute, with the token in the fragment */
  readonly seatUrl: string
}

/** `POST /api/workshops/:id/session {token}`: a secret from a link's fragment becomes a cookie */
export interface SessionBody {
  readonly token: string
}
/** also `GET /api/workshops/:id/session?as=participant|facilitator` */
export interface Session {
  readonly viewer: Viewer
  readonly code: string
  readonly joinUrl: string
}

/** `POST /api/workshops/:id/links {as}`: a fresh personal link for the holder's own seat or facilitation */
export interface LinkBody {
  readonly as: 'participant' | 'facilitator'
}
export interface Link {
  readonly url: string
}

/**
 * `POST /api/workshops/:id/facilitation {token}`, from a facilitator: from now on this secret alone opens the
 * facilitation. It is one that was just made by `…/links`, so that a lost answer locks nobody out.
 * Facilitators with a seat keep their right; it hangs on the seat. Answers `Session`.
 */
export interface RenewBody {
  readonly token: string
}

/** `POST /api/workshops/:id/code {}`, from a facilitator: a new room code; the old one finds nothing from then on */
export interface NewCode {
  readonly code: string
  readonly joinUrl: string
}

/** `GET /api/workshops/:id/state` */
export interface StateBody {
  /** see `SnapshotMessage` */
  readonly generation: string
  readonly seq: number
  readonly state: WorkshopState
}

/**
 * Every request of our own pages carries it, with any value. Other sites' pages cannot set it (S-16), so a cookie works with
 * it alone; programs, which have no cookies, need none.
 */
export const OWN_PAGE_HEADER = 'x-yoriai'

/** How a request says which of a browser's two cookies it means; programs send a bearer token instead. */
export const AS_HEADER = 'x-yoriai-as'
