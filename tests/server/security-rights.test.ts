import { describe, expect, it } from 'vitest'
import { boardAccess } from '#shared/domain/board-access.ts'
import { commandSchemas, type CommandInput, type CommandType } from '#shared/domain/commands.ts'
import { PHASE_KINDS } from '#shared/domain/phases/phase-kind.ts'
import { policy, type Rule } from '#shared/domain/policy.ts'
import type { Actor, Viewer } from '#shared/domain/slice.ts'
import { ALL_TEAMS, BOARD_NAMES, type BoardName, type TeamId } from '#shared/ids.ts'
import {
  card,
  FACILITATOR,
  person,
  seated,
  seatedFacilitator,
  Story,
  SYSTEM,
  teamId,
  VISITOR,
} from '../support/domain-builder.ts'

const FOUR = ['aoi', 'ren', 'mei', 'sora'] as const
const types = Object.keys(commandSchemas) as CommandType[]
const ACTORS: Readonly<Record<string, Actor>> = {
  visitor: VISITOR,
  participant: seated('aoi'),
  'participant without a seat': seated('nobody'),
  facilitator: FACILITATOR,
  'facilitator with a seat': seatedFacilitator('aoi'),
  system: SYSTEM,
}

/** A command of each type whose fields are in order, so that rights alone decide. */
function sample(type: CommandType, story: Story): CommandInput {
  const participantId = person('aoi')
  const cardId = card('c1')
  const board: BoardName = 'ideals'
  const expectedPhaseId = story.state.agenda.current?.phaseId ?? story.state.agenda.phases[0]!.id
  const fields: Partial<Record<CommandType, object>> = {
    'setup.create': { title: 'テーマ', goal: 'ゴール' },
    'setup.edit': { title: 'テーマ' },
    'plan.edit': { lines: { inScope: '荷造り' } },
    'formation.wish': { axis: 'job' },
    'rules.edit': { lines: ['人の話をさえぎらない'] },
    'rules.agree': { version: 1 },
    'intro.write': { text: '窓口をしています' },
    'checkin.say': { mood: 'listen' },
    'form.edit': { capacity: 20 },
    'seat.apply': { participantId: person('yui'), name: 'ゆい' },
    'seat.admit': { participantId: person('yui') },
    'seat.withdraw': { participantId },
    'seat.forget': { participantId },
    'seat.take': { participantId: person('yui'), name: 'ゆい' },
    'seat.rename': { name: 'あおい' },
    'seat.remove': { participantId: person('ren') },
    'facilitator.grant': { participantId },
    'consent.set': { names: true },
    'team.form': { by: 'headcount' },
    'team.move': { participantId, teamId: null },
    'team.role': { participantId, role: 'scribe' },
    'team.rename': { teamId: teamId('team1'), name: 'あおぞら' },
    'agenda.advance': { expectedPhaseId, force: true, reason: '時間です' },
    'agenda.extend': { ms: 60_000 },
    'agenda.recover': { from: 0, until: 1_000 },
    'agenda.edit': { phases: [{ kind: 'close', minutes: 3 }] },
    'card.add': { cardId: card('c9'), board, text: '理想', part: null },
    'card.reword': { cardId, text: '理想' },
    'card.withdraw': { cardId },
    'card.hide': { cardId },
    'card.reveal': { expectedPhaseId },
    'card.park': { cardId: card('p9'), board, text: 'Slack' },
    'parked.place': { cardId, newCardId: card('c8') },
    'parked.drop': { cardId },
    'reply.add': { replyId: 'r1', under: { kind: 'card', cardId }, text: '返信' },
    'reply.withdraw': { replyId: 'r1' },
    'reply.hide': { replyId: 'r1' },
    'pledge.toggle': { cardId, kind: 'try' },
    'thanks.toggle': { cardId },
    'like.toggle': { cardId },
    'vote.cast': { cardId, count: 1 },
    'tally.show': { expectedPhaseId },
    announce: { text: 'あと5分です' },
    'board.restore': { teamId: teamId('team1'), board, moment: 1, takenAt: 0 },
  }
  return { type, ...fields[type] } as CommandInput
}

/** The whole table once more, by hand, as PRODUCT and reliability.md want it: `f` facilitator, `p` participant, `s` server. */
const WANTED: Readonly<
  Record<CommandType, `${string}:${'-' | 'before' | 'live' | 'always' | 'planning' | 'shown'}`>
> = {
  'setup.create': 's:-',
  'setup.edit': 'f:before',
  'plan.edit': 'f:before',
  'formation.wish': 'f:before',
  'rules.edit': 'f:before',
  'rules.agree': 'pf:before',
  'intro.write': 'pf:before',
  'checkin.say': 'pf:before',
  'form.edit': 'f:before',
  'form.publish': 'f:before',
  'form.close': 'f:always',
  'seat.take': 's:before',
  'seat.apply': 's:before',
  'seat.admit': 'f:before',
  'seat.withdraw': 'pfs:before',
  'seat.forget': 'pfs:always',
  'seat.rename': 'pf:always',
  'seat.leave': 'pf:before',
  'seat.remove': 'f:before',
  'facilitator.grant': 'f:before',
  'consent.set': 'pf:always',
  'team.form': 'f:before',
  'team.move': 'f:before',
  'team.role': 'f:before',
  'team.rename': 'f:before',
  'agenda.open': 'f:planning',
  'agenda.advance': 'fs:live',
  'agenda.back': 'f:live',
  'agenda.undo': 'f:live',
  'agenda.pause': 'f:live',
  'agenda.resume': 'f:live',
  'agenda.extend': 'f:live',
  'agenda.edit': 'f:before',
  'agenda.end': 'f:live',
  'agenda.recover': 's:live',
  'gate.pass': 'pf:live',
  'card.add': 'pf:live',
  'card.reword': 'pf:live',
  'card.withdraw': 'pf:live',
  'card.hide': 'f:shown',
  'card.reveal': 'f:live',
  'card.park': 'pf:live',
  'parked.place': 'pf:live',
  'parked.drop': 'pf:live',
  'reply.add': 'pf:live',
  'reply.withdraw': 'pf:live',
  'reply.hide': 'f:shown',
  'pledge.toggle': 'pf:live',
  'thanks.toggle': 'pf:live',
  'like.toggle': 'pf:live',
  'vote.cast': 'pf:live',
  'tally.show': 'f:live',
  'call.raise': 'pf:before',
  'call.clear': 'pf:always',
  announce: 'f:before',
  nudge: 'f:live',
  gather: 'f:live',
  'share.next': 'f:live',
  'room.freeze': 'f:before',
  'room.thaw': 'f:always',
  'door.close': 'f:before',
  'door.guard': 'f:before',
  'door.open': 'f:always',
  'board.restore': 'f:shown',
}
const TIMES = {
  '-': [],
  planning: ['planning'],
  before: ['planning', 'live'],
  live: ['live'],
  shown: ['live', 'ended'],
  always: ['planning', 'live', 'ended'],
} as const
const LETTERS = { p: 'participant', f: 'facilitator', s: 'system', v: 'visitor' } as const
/** What no freeze takes from a participant. */
const THEIRS: readonly CommandType[] = [
  'seat.leave',
  'seat.withdraw',
  'seat.forget',
  'consent.set',
  'rules.agree',
  'call.raise',
  'call.clear',
]
/** Refusals that are about rights; every other answer means that the actor was let through to the rules. */
const NO_RIGHT = ['not_allowed', 'participant_unknown']

function stories(): readonly { readonly name: string; readonly story: () => Story }[] {
  const planning = () =>
    Story.planning()
      .seats(...FOUR)
      .teams(2)
  const within = PHASE_KINDS.filter((kind) =>
    planning()
      .open()
      .state.agenda.phases.some((phase) => phase.kind === kind),
  )
  return [
    { name: 'planning', story: planning },
    ...within.map((kind) => ({ name: kind, story: () => Story.inPhase(kind, [...FOUR], 2) })),
    { name: 'ended', story: () => planning().open().facilitated({ type: 'agenda.end' }) },
  ]
}

describe('S-07 rights', () => {
  it('S-07 the table says what is wanted, for every command', () => {
    for (const type of types) {
      const [who = '', when = '-'] = WANTED[type].split(':')
      const rule: Rule = policy[type]
      expect([...rule.by].toSorted(), type).toEqual(
        [...who].map((letter) => LETTERS[letter as 'p']).toSorted(),
      )
      expect([...rule.during], type).toEqual(TIMES[when as keyof typeof TIMES])
      expect(rule.whileFrozen === true, type).toBe(THEIRS.includes(type))
    }
  })

  it('S-07 every actor in every phase, frozen or not, is let through exactly where the table says so', () => {
    let asked = 0
    for (const { name, story: begin } of stories()) {
      for (const frozen of [false, true]) {
        const story = begin()
        if (frozen) story.happened({ type: 'room.frozen' })
        for (const [who, actor] of Object.entries(ACTORS)) {
          for (const type of types) {
            const what = `${who} ${type} in ${name}${frozen ? ', frozen' : ''}`
            const rule: Rule = policy[type]
            const decision = story.ask(actor, sample(type, story))
            const code = decision.ok ? null : decision.error.code
            asked++
            const { status } = story.state
            if (!rule.by.includes(actor.role)) expect(code, what).toBe('not_allowed')
            else if (who === 'participant without a seat') expect(code, what).toBe('participant_unknown')
            else if (type === 'setup.create') expect(code, what).toBe('already_open')
            else if (!rule.during.includes(status))
              expect(code, what).toBe(
                { planning: 'not_open_yet', live: 'already_open', ended: 'ended' }[status],
              )
            else if (frozen && actor.role === 'participant' && !THEIRS.includes(type))
              expect(code, what).toBe('frozen')
            else {
              expect(code, what).not.toBe('frozen')
              // Without a seat there is nothing personal to do; and the server never moves on by itself where nobody asked it to (AGD-18).
              const personal = actor === FACILITATOR || (who === 'system' && type === 'agenda.advance')
              if (!personal) expect(NO_RIGHT, what).not.toContain(code)
            }
          }
        }
      }
    }
    expect(asked).toBeGreaterThan(5_000)
  })

  it('S-07 boards: role, team, board, phase and freeze together give exactly this', () => {
    const viewers: Readonly<Record<string, Viewer>> = {
      visitor: VISITOR,
      'of team 1': seated('aoi'),
      'of team 2': seated('mei'),
      gone: seated('nobody'),
      facilitator: FACILITATOR,
    }
    const teams = ['team1', 'team2', 'nowhere', ALL_TEAMS as string]
    for (const { name, story: begin } of stories()) {
      for (const frozen of [false, true]) {
        const story = begin()
        if (frozen) story.happened({ type: 'room.frozen' })
        const { agenda, status, share } = story.state
        const phase = agenda.phases.find(({ id }) => id === agenda.current?.phaseId)
        for (const [who, viewer] of Object.entries(viewers)) {
          const own = who === 'of team 1' ? 'team1' : who === 'of team 2' ? 'team2' : null
          for (const team of teams) {
            for (const board of BOARD_NAMES) {
              const open =
                status === 'live' &&
                !frozen &&
                phase?.board === board &&
                own !== null &&
                phase.kind !== 'share'
              const mine = phase?.scope === 'everyone' ? team === ALL_TEAMS : team === own
              const shown = status === 'live' && phase?.kind === 'share' && share.teamId === team
              const known = team !== 'nowhere'
              const reads =
                who === 'facilitator' ? known : own !== null && (team === own || team === ALL_TEAMS || shown)
              const wanted = open && mine ? 'write' : reads ? 'read' : 'none'
              expect(
                boardAccess(story.state, viewer, team as TeamId, board),
                `${who} on ${board} of ${team} in ${name}${frozen ? ', frozen' : ''}`,
              ).toBe(wanted)
            }
          }
        }
      }
    }
  })
})
