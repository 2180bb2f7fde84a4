import type { ParticipantId } from '../ids.ts'
import type { EventOf, EventType, WorkshopEvent } from './events.ts'
import { USUAL_FORMATION } from './formation/formation-setup.ts'
import type { Viewer } from './slice.ts'
import type { Card, Reply, WorkshopState } from './state.ts'

/** Whom an event is told to: exactly one of these (D5). */
export type Audience =
  | { readonly to: 'everyone' }
  | { readonly to: 'facilitators' }
  | { readonly to: 'person'; readonly participantId: ParticipantId }

const everyone = (): Audience => ({ to: 'everyone' })
const facilitators = (): Audience => ({ to: 'facilitators' })
const person = (participantId: ParticipantId): Audience => ({ to: 'person', participantId })

const audiences = {
  'workshop.created': everyone,
  'setup.edited': everyone,
  'names.chosen': everyone,
  'hints.chosen': everyone,
  'plan.edited': everyone,
  'links.given': facilitators,
  'link.told': (event) => person(event.participantId),
  'rules.edited': everyone,
  'rules.agreed': facilitators,
  'agreement.owned': (event) => person(event.participantId),
  'words.given': everyone,
  'form.edited': everyone,
  'form.published': everyone,
  'form.closed': everyone,
  'seat.taken': everyone,
  'answers.given': facilitators,
  'seat.awaited': facilitators,
  'wait.ended': facilitators,
  'consents.given': facilitators,
  'friend.offered': (event) => person(event.participantId),
  'friend.brought': facilitators,
  'seat.forgotten': everyone,
  'seat.renamed': everyone,
  'seat.left': everyone,
  'seat.removed': everyone,
  'facilitator.granted': everyone,
  'consent.set': everyone,
  'formation.wished': facilitators,
  'teams.formed': everyone,
  'team.moved': everyone,
  'team.dealt': everyone,
  'team.renamed': everyone,
  'agenda.opened': everyone,
  'agenda.moved': everyone,
  'agenda.undone': everyone,
  'agenda.timed': everyone,
  'agenda.recovered': everyone,
  'agenda.edited': everyone,
  'agenda.ended': everyone,
  'gate.passed': everyone,
  'gate.forced': facilitators,
  'gate.met': everyone,
  'card.added': everyone,
  'card.owned': (event) => person(event.authorId),
  'card.texted': (event) => person(event.authorId),
  'draft.kept': (event) => person(event.authorId),
  'draft.dropped': (event) => person(event.authorId),
  'drafts.counted': everyone,
  'cards.revealed': everyone,
  'authors.told': everyone,
  'card.withdrawn': everyone,
  'card.withheld': everyone,
  'card.parked': (event) => person(event.authorId),
  'parked.dropped': (event) => person(event.authorId),
  'lot.counted': everyone,
  'reply.added': everyone,
  'reply.owned': (event) => person(event.authorId),
  'reply.texted': (event) => person(event.authorId),
  'reply.withdrawn': everyone,
  'reply.withheld': everyone,
  'pledge.toggled': everyone,
  'thanks.toggled': (event) => person(event.participantId),
  'thanks.told': (event) => person(event.authorId),
  'like.toggled': (event) => person(event.participantId),
  'vote.cast': (event) => person(event.participantId),
  'tally.shown': everyone,
  'call.raised': everyone,
  'call.cleared': everyone,
  'announcement.made': everyone,
  'nudge.sent': (event) => person(event.participantId),
  'gather.called': everyone,
  'share.turned': everyone,
  'room.frozen': everyone,
  'room.thawed': everyone,
  'door.closed': everyone,
  'door.guarded': everyone,
  'door.opened': everyone,
  // A team whose board changes under its hands is told why.
  'board.restored': everyone,
} satisfies { readonly [Type in EventType]: (event: EventOf<Type>) => Audience }

export function audienceOf(event: WorkshopEvent): Audience {
  const audience = audiences[event.type] as (event: WorkshopEvent) => Audience
  return audience(event)
}

/** Whether a viewer may learn what is addressed to `audience`. Visitors learn nothing. */
export function mayHear(viewer: Viewer, audience: Audience): boolean {
  if (viewer.role === 'visitor') return false
  switch (audience.to) {
    case 'everyone':
      return true
    case 'facilitators':
      return viewer.role === 'facilitator'
    case 'person':
      return viewer.participantId === audience.participantId
  }
}

/** The state as this viewer may know it: what folding only the events they may hear gives (law: projection). */
export function viewFor(state: WorkshopState, viewer: Viewer): WorkshopState {
  const own = viewer.role === 'visitor' ? null : viewer.participantId
  const isOwn = ({ authorId }: Card | Reply) => own !== null && authorId === own
  const ownTexts = new Set<string>([...state.cards, ...state.replies].filter(isOwn).map(({ id }) => id))
  const drafts = Object.entries(state.drafts).filter(([id]) => ownTexts.has(id))
  return {
    ...state,
    cards: state.cards
      .filter((card) => card.revealed || card.named || isOwn(card))
      .map((card) => (card.named || isOwn(card) ? card : { ...card, authorId: null })),
    replies: state.replies.map((reply) =>
      reply.named || isOwn(reply) ? reply : { ...reply, authorId: null },
    ),
    drafts: Object.fromEntries(drafts),
    plan: viewer.role === 'facilitator' ? state.plan : { ...state.plan, teamLinks: {} },
    ownLinks: ownOf(state.ownLinks, own),
    parked: state.parked.filter((parked) => parked.authorId === own),
    votes: state.votes.filter((vote) => vote.participantId === own),
    likes: state.likes.filter((like) => like.participantId === own),
    thanks: state.thanks.filter((one) => one.participantId === own),
    thanked: Object.fromEntries(Object.entries(state.thanked).filter(([id]) => ownTexts.has(id))),
    nudges: state.nudges.filter((nudge) => nudge.participantId === own),
    forcedGates: viewer.role === 'facilitator' ? state.forcedGates : [],
    waiting: viewer.role === 'facilitator' ? state.waiting : [],
    agreedRules: viewer.role === 'facilitator' ? state.agreedRules : ownOf(state.agreedRules, own),
    formation: viewer.role === 'facilitator' ? state.formation : USUAL_FORMATION,
    agreements: viewer.role === 'facilitator' ? state.agreements : {},
    friendLinks: ownOf(state.friendLinks, own),
    broughtBy: viewer.role === 'facilitator' ? state.broughtBy : {},
  }
}

/** Somebody's own part of what is kept by participant; nothing for nobody. */
function ownOf<T>(
  kept: Readonly<Record<ParticipantId, T>>,
  own: ParticipantId | null,
): Readonly<Record<ParticipantId, T>> {
  const value = own === null ? undefined : kept[own]
  return own === null || value === undefined ? {} : { [own]: value }
}
