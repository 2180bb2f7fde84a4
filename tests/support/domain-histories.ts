import fc from 'fast-check'
import type { CommandInput, CommandType } from '#shared/domain/commands.ts'
import { AXES } from '#shared/domain/formation/entrant.ts'
import { lotOpen } from '#shared/domain/lot.ts'
import { PHASE_KINDS } from '#shared/domain/phases/phase-kind.ts'
import type { Decision, Viewer } from '#shared/domain/slice.ts'
import {
  NAMES_SHOWN,
  SOLUTION_PARTS,
  TEAM_ROLES,
  type NamesShown,
  type WorkshopState,
} from '#shared/domain/state.ts'
import { BOARD_NAMES, type ClusterId, type ParticipantId } from '#shared/ids.ts'
import { must } from '#shared/result.ts'
import {
  card,
  FACILITATOR,
  person,
  phaseId,
  seated,
  seatedFacilitator,
  Story,
  START,
  SYSTEM,
  teamId,
  VISITOR,
} from './domain-builder.ts'

/**
 * Random histories as plain data, so that fast-check can print and shrink them. Numbers pick, modulo, among what the
 * workshop holds at that moment and one thing that does not exist.
 */
export interface Step {
  readonly type: CommandType | 'later' | 'comes' | 'goes'
  readonly actor: number
  readonly a: number
  readonly b: number
  readonly flag: boolean
  readonly text: string
}

export interface History {
  /** where the story begins: people seated, teams of two to six or none, phases moved, -1 for planning */
  readonly seats: number
  readonly teamSize: number
  readonly phases: number
  /** whether each team has a mentor from the beginning */
  readonly mentors: boolean
  readonly names: NamesShown
  readonly steps: readonly Step[]
}

const NAMES = ['aoi', 'ren', 'mei', 'sora', 'yui', 'kai', 'rin', 'haru']

/** What happens often in a workshop happens often here, so that histories reach deep states. */
const often: readonly Step['type'][] = [
  'card.add',
  'card.add',
  'vote.cast',
  'agenda.advance',
  'agenda.advance',
]
const sometimes: readonly Step['type'][] = [
  ...([
    'card.add',
    'card.reword',
    'card.withdraw',
    'card.hide',
    'reply.add',
    'reply.add',
    'reply.withdraw',
    'reply.hide',
    'card.reveal',
    'like.toggle',
    'pledge.toggle',
    'thanks.toggle',
    'thanks.toggle',
    'thanks.toggle',
    'tally.show',
    'card.park',
    'card.park',
    'parked.place',
    'parked.drop',
  ] as const),
  ...([
    'agenda.back',
    'agenda.undo',
    'agenda.edit',
    'agenda.pause',
    'agenda.resume',
    'agenda.extend',
    'agenda.recover',
  ] as const),
  ...([
    'team.form',
    'team.move',
    'team.role',
    'team.role',
    'team.role',
    'seat.take',
    'seat.apply',
    'seat.leave',
    'gate.pass',
    'rules.agree',
    'intro.write',
    'checkin.say',
  ] as const),
  ...(['share.next', 'call.raise', 'nudge', 'later', 'comes', 'goes'] as const),
]
const seldom: readonly Step['type'][] = [
  ...([
    'setup.create',
    'setup.edit',
    'plan.edit',
    'rules.edit',
    'formation.wish',
    'form.edit',
    'form.publish',
    'form.close',
    'seat.admit',
    'seat.withdraw',
    'seat.forget',
    'seat.rename',
    'seat.remove',
    'facilitator.grant',
    'consent.set',
    'room.freeze',
    'room.thaw',
    'door.close',
    'door.guard',
    'door.open',
    'board.restore',
  ] as const),
  ...(['team.rename', 'agenda.open', 'agenda.end', 'call.clear', 'announce', 'gather'] as const),
]

const step: fc.Arbitrary<Step> = fc.record({
  type: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...often) },
    { weight: 5, arbitrary: fc.constantFrom(...sometimes) },
    { weight: 1, arbitrary: fc.constantFrom(...seldom) },
  ),
  actor: fc.nat(30),
  a: fc.nat(60),
  b: fc.nat(60),
  flag: fc.boolean(),
  text: fc.string({ unit: 'grapheme', maxLength: 12 }),
})

export const histories: fc.Arbitrary<History> = fc.record({
  seats: fc.integer({ min: 0, max: 6 }),
  teamSize: fc.integer({ min: 1, max: 6 }),
  phases: fc.integer({ min: -1, max: 9 }),
  mentors: fc.boolean(),
  names: fc.constantFrom(...NAMES_SHOWN),
  steps: fc.array(step, { maxLength: 40, size: 'max' }),
})

/** What a law may look at after each step. */
export interface Moment {
  readonly story: Story
  readonly before: WorkshopState
  readonly decision: Decision
  readonly command: CommandInput
}

/** Plays a history; `look` is called after every command, also refused ones. */
export function play(history: History, look: (moment: Moment) => void = () => undefined): Story {
  const story = Story.planning({ names: history.names }).seats(...NAMES.slice(0, history.seats))
  if (history.seats > 0) story.teams(history.teamSize)
  for (const team of history.mentors ? story.state.teams.filter(({ members }) => members.length > 1) : []) {
    const participantId = must(team.members[0], 'member').participantId
    story.facilitated({ type: 'team.role', participantId, role: 'mentor' })
  }
  // Half of them have a form that people apply by, and few places.
  if (history.seats % 2 === 0)
    story
      .facilitated({ type: 'plan.edit', lines: { inScope: '荷造り', outOfScope: '家さがし' } })
      .facilitated({ type: 'form.edit', capacity: history.seats + 1 })
      .facilitated({ type: 'form.publish' })
  if (history.phases >= 0) story.open()
  for (let moves = 0; moves < history.phases && story.state.teams.length > 0; moves++) story.advance()
  const { board } = story.state.agenda.current === null ? { board: null } : story.phase
  // A few cards to begin with, by two people, so that there is something to vote on.
  for (let count = 0; board !== null && count < Math.min(4, history.seats * 2); count++) {
    const author = nameAt(Math.min(count % 2, history.seats - 1))
    story.posts(author, `c${count}`, `はじめの secret#${story.events.length}#`)
  }
  if (history.seats > 0 && lotOpen(story.state)) {
    const text = `とっておく secret#${story.events.length}#`
    story.by(nameAt(0), { type: 'card.park', cardId: card('p0'), board: board ?? 'ideals', text })
  }
  // And answers to the first of them, so that no law about answers has nothing to look at.
  for (const { id: cardId } of story.state.cards.slice(0, 1))
    for (const { id } of story.state.participants) {
      const text = `こたえる secret#${story.events.length}#`
      const under = { kind: 'card', cardId } as const
      perhaps(story, id, { type: 'reply.add', replyId: card(`to-${id}`), under, text })
      perhaps(story, id, { type: 'thanks.toggle', cardId })
    }
  for (const step of history.steps) {
    if (step.type === 'later') story.later(step.a * 1_000)
    else if (step.type === 'comes') story.present.add(person(nameAt(step.a)))
    else if (step.type === 'goes') story.away(nameAt(step.a))
    else take(story, step, step.type, look)
  }
  return story
}

/** Refused, it has not happened. */
function perhaps(story: Story, id: ParticipantId, input: CommandInput): void {
  const decision = story.ask(seated(id), input)
  if (decision.ok) story.happened(...decision.value)
}

function take(story: Story, step: Step, type: CommandType, look: (moment: Moment) => void): void {
  const before = deepFreeze(story.state)
  const command = commandOf(type, step, story)
  const decision = story.ask(actorOf(type, step, before), command)
  if (decision.ok) story.happened(...decision.value)
  look({ story, before, decision, command })
}

/** Everyone who could look at a story, seated or not any more. */
export function viewersOf(story: Story): readonly Viewer[] {
  const ids = story.state.participants.map((one) => one.id)
  return [FACILITATOR, ...NAMES.map(seated), ...ids.map((id) => seatedFacilitator(id))]
}

function nameAt(index: number): string {
  return must(NAMES[index % NAMES.length], 'name')
}

/** Mostly somebody who may; now and then anybody. */
function actorOf(type: CommandType, { actor, flag }: Step, state: WorkshopState) {
  // The same two people vote, so that they come to the end of their dots.
  const among = type === 'vote.cast' ? Math.min(2, state.participants.length) : state.participants.length
  const one = state.participants[actor % Math.max(1, among)]?.id ?? person(nameAt(actor))
  const anybody = [
    VISITOR,
    SYSTEM,
    FACILITATOR,
    seated(one),
    seatedFacilitator(one),
    seated('nobody'),
  ] as const
  if (actor < 3) return must(anybody[(actor + (flag ? 3 : 0)) % anybody.length], 'actor')
  if (type === 'setup.create' || type === 'seat.take' || type === 'seat.apply' || type === 'agenda.recover')
    return SYSTEM
  if (
    /^(card\.(add|reword|withdraw|park)|parked|reply\.(add|withdraw)|pledge|thanks|like|vote|seat\.leave|gate|call|consent|rules\.agree|intro|checkin)/.test(
      type,
    )
  )
    return seated(one)
  return FACILITATOR
}

function commandOf(type: CommandType, { a, b, flag, text }: Step, { state, events }: Story): CommandInput {
  const pick = <T>(list: readonly T[], index: number, other: T): T => list[index % (list.length + 1)] ?? other
  const participantId = pick(
    state.participants.map((one) => one.id),
    a,
    person('nobody'),
  )
  const team = pick(
    state.teams.map((one) => one.id),
    b,
    teamId('nowhere'),
  )
  const cardId = pick(
    state.cards.map((one) => one.id),
    a,
    card(`c${b % 9}`),
  )
  const now = state.agenda.current?.phaseId ?? phaseId('nowhere')
  const expectedPhaseId = b % 8 === 0 ? must(state.agenda.phases[0], 'phase').id : now
  const phase = state.agenda.phases.find((one) => one.id === now)
  switch (type) {
    case 'setup.create':
      return { type, title: text, goal: text }
    case 'setup.edit':
      return {
        type,
        title: text,
        ...(flag ? { goal: text } : {}),
        ...(b % 3 === 0 ? { tools: flag ? null : [text], hints: a % 2 === 0 } : {}),
        ...(b % 2 === 0 ? { names: must(NAMES_SHOWN[a % NAMES_SHOWN.length], 'names') } : {}),
      }
    case 'plan.edit':
      return {
        type,
        lines: { inScope: text, ...(flag ? { forWhom: '' } : {}) },
        ...(b % 3 === 0 ? { startsAt: flag ? null : b } : {}),
        ...(b % 5 === 0 ? { target: flag ? null : 60 + a } : {}),
        ...(a % 3 === 0 ? { teamLinks: { [team]: flag ? null : `https://call.example/team-${a}` } } : {}),
        ...(b % 4 === 0 ? { callLink: flag ? null : 'https://call.example/room' } : {}),
      }
    case 'intro.write':
      return { type, text: `${text}secret#${events.length}#`, job: flag }
    case 'checkin.say':
      return { type, mood: flag ? 'listen' : null, text }
    case 'rules.edit':
      return { type, lines: flag ? [text] : ['人の話をさえぎらない', text] }
    case 'formation.wish':
      return {
        type,
        axis: must(AXES[a % AXES.length], 'axis'),
        wishes: { mentors: b % 3 },
        ...(flag
          ? { apart: [[participantId, person(nameAt(b))]] }
          : { together: [[participantId, person(nameAt(b))]] }),
      }
    case 'rules.agree':
      return { type, version: Math.max(1, state.houseRules.version - (b % 8 === 0 ? 1 : 0)) }
    case 'seat.take':
      return {
        type,
        participantId: person(nameAt(a)),
        name: text,
        consent: flag,
        ...(b % 3 === 0 ? { answers: { wish: text, mentor: flag } } : {}),
      }
    case 'form.edit':
      return { type, capacity: flag ? null : 1 + (a % 6), ...(b % 2 === 0 ? { consents: [{ text }] } : {}) }
    case 'seat.apply':
      return {
        type,
        participantId: person(nameAt(a)),
        name: `${text}!`,
        consent: flag,
        answers: { challenge: '課題', wish: text },
        agreed: [text],
        friendLink: pick(Object.values(state.friendLinks), b, ''),
      }
    case 'seat.admit':
    case 'seat.withdraw':
    case 'seat.forget':
      return {
        type,
        participantId: b % 2 === 0 ? (state.waiting[0]?.participantId ?? participantId) : participantId,
      }
    case 'seat.rename':
      return { type, name: text, ...(flag ? { participantId } : {}) }
    case 'seat.remove':
    case 'facilitator.grant':
      return { type, participantId }
    case 'consent.set':
      return { type, names: flag }
    case 'team.form':
      return {
        type,
        by: b % 4 === 0 ? 'answers' : 'headcount',
        size: 2 + (a % 5),
        ...(flag ? { seed: b } : {}),
      }
    case 'team.move':
      return { type, participantId, teamId: flag && b % 4 === 0 ? null : team }
    case 'team.role':
      return {
        type,
        participantId,
        role: flag ? 'presenter' : must(TEAM_ROLES[b % TEAM_ROLES.length], 'role'),
      }
    case 'team.rename':
      return { type, teamId: team, name: text }
    case 'agenda.advance':
      return {
        type,
        expectedPhaseId,
        force: flag || b % 2 === 0,
        ...(b % 3 === 0 ? {} : { reason: `${text}!` }),
      }
    case 'agenda.back':
      return { type, ...(flag ? { expectedPhaseId } : {}) }
    case 'agenda.recover':
      return { type, from: START + a * 10_000, until: START + a * 10_000 + b * 1_000 }
    case 'agenda.extend':
      return { type, ms: (a - 30) * 30_000 }
    case 'agenda.edit':
      return { type, phases: editOf(state, a, b, flag) }
    case 'card.add': {
      const board = b % 6 === 0 ? BOARD_NAMES[a % BOARD_NAMES.length] : phase?.board
      const part = flag ? SOLUTION_PARTS[a % SOLUTION_PARTS.length] : null
      // Unique words, so that a leak can be told from a coincidence.
      return {
        type,
        cardId: card(`c${a % 24}`),
        board: board ?? 'ideals',
        text: `${text}secret#${events.length}#`,
        part,
      }
    }
    case 'card.reword':
      return { type, cardId, text: `${text}secret#${events.length}#` }
    case 'card.park': {
      const words = state.drafts[cardId] ?? `${text}secret#${events.length}#`
      return { type, cardId, board: phase?.board ?? 'ideals', text: words }
    }
    case 'parked.place':
    case 'parked.drop': {
      const parked = state.parked[b % Math.max(1, state.parked.length)]?.id ?? cardId
      return type === 'parked.drop'
        ? { type, cardId: parked }
        : { type, cardId: parked, newCardId: card(`n${a}`) }
    }
    case 'card.withdraw':
    case 'card.hide':
    case 'like.toggle':
    case 'thanks.toggle':
      return { type, cardId }
    case 'pledge.toggle': {
      const solutions = state.cards.filter((one) => one.board === 'solutions')
      return {
        type,
        cardId: solutions[a % Math.max(1, solutions.length)]?.id ?? cardId,
        kind: flag ? 'try' : 'teach',
      }
    }
    case 'reply.add': {
      const on = state.cards.filter((one) => one.board === phase?.board)
      const clusterId = `k${a % 3}` as ClusterId
      return {
        type,
        replyId: card(b % 9 === 0 ? `c${a % 24}` : `r${(a * 61 + b) % 90}`),
        under: flag
          ? { kind: 'card', cardId: on[a % Math.max(1, on.length)]?.id ?? cardId }
          : { kind: 'cluster', clusterId },
        why: must(([0, 1, 2] as const)[b % 3], 'depth'),
        text: `${text}secret#${events.length}#`,
      }
    }
    case 'reply.withdraw':
    case 'reply.hide':
      return { type, replyId: state.replies[a % Math.max(1, state.replies.length)]?.id ?? card('nothing') }
    case 'card.reveal':
    case 'tally.show':
      return { type, expectedPhaseId }
    case 'vote.cast': {
      const onBoard = state.cards.filter((one) => one.board === phase?.board && one.revealed)
      return {
        type,
        cardId: onBoard[a % Math.max(1, onBoard.length)]?.id ?? cardId,
        count: Math.min(2, b % 5),
      }
    }
    case 'call.clear':
      return { type, ...(flag ? { participantId } : {}) }
    case 'announce':
      return { type, text }
    case 'nudge':
      return { type, ...(flag ? { participantIds: [participantId] } : {}) }
    case 'board.restore': {
      const board = must(BOARD_NAMES[a % BOARD_NAMES.length], 'board')
      return { type, teamId: team, board, moment: a, takenAt: START + b }
    }
    case 'share.next':
      return { type, ...(flag ? { teamId: team } : {}) }
    default:
      return { type }
  }
}

/** The coming agenda with one phase dropped, changed or added. */
function editOf(state: WorkshopState, a: number, b: number, flag: boolean) {
  const { phases, current } = state.agenda
  const from = phases.findIndex((phase) => phase.id === current?.phaseId) + 1
  const coming = phases
    .slice(from)
    .map(({ id, kind, minutes }) => ({ id, kind, minutes, votes: b % 5, hidden: flag }))
  const kind = must(PHASE_KINDS[b % PHASE_KINDS.length], 'kind')
  if (a % 5 === 4)
    return coming.map((phase) => ({ ...phase, guidance: flag ? `ひとこと${a}` : null, goal: `目標${b}` }))
  if (a % 3 === 0) return coming.filter((_, index) => index !== b % Math.max(1, coming.length))
  if (a % 3 === 1) return [{ kind, minutes: 1 + (a % 90), auto: flag, gate: flag }, ...coming]
  return [...coming, { kind, minutes: a }]
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  Object.values(value).forEach(deepFreeze)
  return value
}
