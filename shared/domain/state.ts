import type { BoardName, CardId, ClusterId, ParticipantId, PhaseId, TeamId, WorkshopId } from '../ids.ts'
import type { Millis, Minutes } from '../time.ts'
import type { Agreements, ApplicationForm, Waiting } from './application.ts'
import type { Answers } from './answers.ts'
import type { Past } from './past.ts'
import type { FormationSetup } from './formation/formation-setup.ts'
import type { BroughtBy, FriendLinks } from './friends.ts'
import type { HouseRules } from './house-rules.ts'
import type { Announcement, Call, ForcedGate, Nudge } from './messages.ts'
import type { PhaseKind } from './phases/phase-kind.ts'
import type { WorkshopPlan } from './plan.ts'
import type { Like, Pledge, Tally, Thanks, Vote } from './reactions.ts'
import type { TemplateName } from './templates/template.ts'

export const TEAM_ROLES = ['lead', 'scribe', 'timekeeper', 'presenter', 'mentor', 'member'] as const
/** `member` is for the fifth and sixth seat of a team, when every other role has been dealt. */
export type TeamRole = (typeof TEAM_ROLES)[number]

export const LOCALES = ['ja', 'en'] as const
export type Locale = (typeof LOCALES)[number]

export const NAMES_SHOWN = ['start', 'summary', 'never'] as const
/**
 * From when on a card says who wrote it: at once, once its board has been summed up, or never, to nobody, facilitators
 * included. Until then nobody but its author is told, so no client can show it.
 */
export type NamesShown = (typeof NAMES_SHOWN)[number]

export type Scope = 'everyone' | 'teams'
export type SolutionPart = 'specification' | 'operation' | 'tip'
export const SOLUTION_PARTS = ['specification', 'operation', 'tip'] as const satisfies readonly SolutionPart[]

/** One stretch of the agenda as it will be run. The kind gives the defaults; a facilitator may edit the rest. */
export interface Phase {
  readonly id: PhaseId
  readonly kind: PhaseKind
  /** the facilitator's own wording; `null` means the kind's text in the viewer's language */
  readonly title: string | null
  readonly scope: Scope
  readonly board: BoardName | null
  readonly minutes: Minutes
  /** cards stay with their authors until the reveal */
  readonly hidden: boolean
  /** everyone present posts one card before the facilitator moves on */
  readonly gate: boolean
  /** dots each person may give; 0 means no voting */
  readonly votes: number
  /** the team is asked for a summary */
  readonly summary: boolean
  /** moves on by itself at zero, if the gate is open */
  readonly auto: boolean
  /** the facilitator's own headline and guidance for everyone; absent where the kind's stand */
  readonly goal?: string
  readonly guidance?: string
}

export type Timer =
  | { readonly kind: 'running'; readonly endsAt: Millis }
  | { readonly kind: 'paused'; readonly timeLeft: Millis }

export interface CurrentPhase {
  readonly phaseId: PhaseId
  readonly startedAt: Millis
  readonly timer: Timer
}

/** What `agenda.undo` puts back; offered for `UNDO_WINDOW` after a move. */
export interface LastMove {
  readonly at: Millis
  readonly before: CurrentPhase
  /** whose turn it was to present, if a share phase was left */
  readonly share: Sharing
}

/** The team presenting in a share phase, and those that have presented. */
export interface Sharing {
  readonly teamId: TeamId | null
  readonly done: readonly TeamId[]
}

export interface Agenda {
  readonly phases: readonly Phase[]
  readonly current: CurrentPhase | null
  /** when each phase was entered first, for "how late are we" */
  readonly enteredAt: Readonly<Record<PhaseId, Millis>>
  readonly openedAt: Millis | null
  readonly endedAt: Millis | null
  readonly lastMove: LastMove | null
  /** the last one that cost people time, which was given back; absent when there was none */
  readonly outage?: Outage
}

/** A time in which the server was not there. */
export interface Outage {
  readonly from: Millis
  readonly until: Millis
}

export interface Participant {
  readonly id: ParticipantId
  /** filled at the edges from the erasable table of people; `null` inside the log and once erased */
  readonly name: string | null
  /** what the form asked them: as erasable as the name, filled in for facilitators, absent for everybody else */
  readonly answers?: Answers
  readonly teamId: TeamId | null
  readonly seatedAt: Millis
  readonly facilitator: boolean
  /** may the outcome carry this person's name */
  readonly consent: boolean
}

export interface Member {
  readonly participantId: ParticipantId
  readonly role: TeamRole
}

export interface Team {
  readonly id: TeamId
  readonly name: string
  readonly members: readonly Member[]
}

export interface Card {
  readonly id: CardId
  readonly teamId: TeamId
  readonly board: BoardName
  readonly phaseId: PhaseId
  /** `null`: this viewer may not know. The server always does: it needs it for "one's own card". */
  readonly authorId: ParticipantId | null
  /** when it was posted; where names are off, when it was revealed, since the moment would tell who it was */
  readonly at: Millis
  readonly part: SolutionPart | null
  readonly revealed: boolean
  /** whether everybody may know its author */
  readonly named: boolean
  /** came after its board had been revealed */
  readonly late: boolean
  /** taken off the board by a facilitator; kept in the log */
  readonly withheld: boolean
  /** absent on cards that were never in the parking lot */
  readonly parked?: ParkedMark
}

/** What a card that came back from the parking lot says of its time there. */
export interface ParkedMark {
  /** the board it was written for */
  readonly from: BoardName
  /** when it was parked; `null` where names are off, since the moment would tell who it was */
  readonly at: Millis | null
}

/** Words kept for the solutions phase; nobody but their author holds them until then. */
export interface ParkedCard {
  readonly id: CardId
  readonly teamId: TeamId
  /** the board they were written for, and in which phase */
  readonly board: BoardName
  readonly phaseId: PhaseId
  readonly authorId: ParticipantId
  readonly text: string
  readonly at: Millis
}

/** How much a team has parked: all that anybody else may know of it. */
export interface Lot {
  readonly teamId: TeamId
  readonly count: number
}

/** Soft, private hints to writers: whether there are any here, and which tool names they know. */
export interface HintSetup {
  readonly on: boolean
  /** `null`: those every workshop begins with (`hints/tool-names.ts`) */
  readonly tools: readonly string[] | null
}

/** How many drafts a team holds where nothing but their number may be known. */
export interface DraftCount {
  readonly phaseId: PhaseId
  readonly teamId: TeamId
  readonly board: BoardName
  readonly count: number
}

/** The last moment at which drafts were shown, and in which order. */
export interface Reveal {
  readonly phaseId: PhaseId
  readonly at: Millis
  readonly cardIds: readonly CardId[]
}

/** What a reply hangs on. Where a cluster lies, and whether it is there at all, only the board's document knows. */
export type Subject =
  | { readonly kind: 'card'; readonly cardId: CardId }
  | { readonly kind: 'cluster'; readonly clusterId: ClusterId }

export function isSameSubject(one: Subject, other: Subject): boolean {
  if (one.kind === 'card') return other.kind === 'card' && other.cardId === one.cardId
  return other.kind === 'cluster' && other.clusterId === one.clusterId
}

/** 0: a plain reply; 1: an answer to "why?"; 2: an answer to the second "why?" */
export type ReplyDepth = 0 | 1 | 2

/** A short text under a card or cluster. Its words lie in the board's document, as a card's do, under its id. */
export interface Reply {
  readonly id: CardId
  readonly teamId: TeamId
  readonly board: BoardName
  readonly under: Subject
  readonly why: ReplyDepth
  /** as a card's: `null` where this viewer may not know */
  readonly authorId: ParticipantId | null
  /** whether everybody may know its author */
  readonly named: boolean
  readonly at: Millis
}

/** A board that reads again as it did at `takenAt`; brought back at `at`. */
export interface BoardRestore {
  readonly teamId: TeamId
  readonly board: BoardName
  readonly takenAt: Millis
  readonly at: Millis
}

/**
 * A workshop as one viewer may know it. The server folds every event; a viewer folds the events addressed to them,
 * so `drafts`, `votes`, `likes`, `thanks` and `thanked` hold only their own there (law: projection).
 */
export interface WorkshopState {
  readonly id: WorkshopId
  readonly status: 'planning' | 'live' | 'ended'
  readonly title: string
  readonly goal: string
  readonly locale: Locale
  readonly template: TemplateName
  readonly names: NamesShown
  readonly createdAt: Millis
  readonly agenda: Agenda
  readonly participants: readonly Participant[]
  readonly teams: readonly Team[]
  readonly cards: readonly Card[]
  /** the text as it was first posted, by card; readers of a board use the document instead */
  readonly drafts: Readonly<Record<CardId, string>>
  /** in the order in which they were written; those taken off are gone */
  readonly replies: readonly Reply[]
  readonly votes: readonly Vote[]
  readonly likes: readonly Like[]
  readonly tallies: Readonly<Record<CardId, Tally>>
  /** in the order in which they were given */
  readonly pledges: readonly Pledge[]
  /** one's own, as `votes` and `likes` are */
  readonly thanks: readonly Thanks[]
  /** how often one's own cards were thanked for; those that were not are absent */
  readonly thanked: Readonly<Record<CardId, number>>
  /** phases whose votes have been shown and are therefore closed */
  readonly votesShown: readonly PhaseId[]
  /** phases whose drafts have been revealed; later cards of the phase are seen at once */
  readonly revealedPhases: readonly PhaseId[]
  readonly lastReveal: Reveal | null
  /** boards whose authors have been told although names were off while they were written */
  readonly namedBoards: readonly BoardName[]
  /** where names are off: the drafts of each team, by number alone */
  readonly draftCounts: readonly DraftCount[]
  /** one's own (the server holds everybody's) */
  readonly parked: readonly ParkedCard[]
  /** teams with something parked */
  readonly lots: readonly Lot[]
  readonly hints: HintSetup
  readonly plan: WorkshopPlan
  /** the call link of each one's team, where it has its own; one's own (the server holds everybody's) */
  readonly ownLinks: Readonly<Record<ParticipantId, string>>
  readonly form: ApplicationForm
  /** in the order in which they applied; for facilitators, empty for everybody else */
  readonly waiting: readonly Waiting[]
  /** for facilitators, empty for everybody else */
  readonly agreements: Agreements
  /** one's own (the server holds everybody's) */
  readonly friendLinks: FriendLinks
  /** for facilitators, empty for everybody else */
  readonly broughtBy: BroughtBy
  /** for facilitators; what every workshop begins with for everybody else */
  readonly formation: FormationSetup
  readonly houseRules: HouseRules
  /** which version each agreed to last; for facilitators, one's own for everybody else */
  readonly agreedRules: Readonly<Record<ParticipantId, number>>
  /** how often each has said something of themselves: enough to know when to ask again what it is */
  readonly wordsGiven: Readonly<Record<ParticipantId, number>>
  /** where names are off, who has a card in a phase, told only while no card can be seen beside it; and who parked theirs */
  readonly met: readonly { readonly phaseId: PhaseId; readonly participantId: ParticipantId }[]
  /** who passed the gate without a card, by phase */
  readonly passes: readonly { readonly phaseId: PhaseId; readonly participantId: ParticipantId }[]
  readonly calls: readonly Call[]
  readonly announcements: readonly Announcement[]
  readonly nudges: readonly Nudge[]
  readonly forcedGates: readonly ForcedGate[]
  readonly gatheredAt: Millis | null
  readonly share: Sharing
  /** participants read only, until a facilitator takes it back */
  readonly frozen: boolean
  /** `closed`: nobody takes a new seat; `guarded`: whom a facilitator lets in. Who has one comes and goes as before. */
  readonly door: 'open' | 'guarded' | 'closed'
  /** the latest boards that were brought back to an earlier moment, oldest first; absent when none was */
  readonly restores?: readonly BoardRestore[]
  /** filled in for facilitators at the edges, as `answers` are; never in the log, absent for everybody else */
  readonly past?: Past
}
