import { describe, expect, it } from 'vitest'
import { commandSchemas, type CommandInput, type CommandType } from '#shared/domain/commands.ts'
import { mayGive, policy, type Rule } from '#shared/domain/policy.ts'
import { decide } from '#shared/domain/workshop.ts'
import type { Actor } from '#shared/domain/slice.ts'
import {
  accepted,
  card,
  command,
  FACILITATOR,
  person,
  refused,
  seated,
  Story,
  START,
  SYSTEM,
  teamId,
  VISITOR,
} from '../support/domain-builder.ts'

/** One well-formed command of each type, as anybody could send it. */
function samples(story: Story): Readonly<Record<CommandType, CommandInput>> {
  const expectedPhaseId = story.state.agenda.phases[0]!.id
  const participantId = person('aoi')
  const cardId = card('c1')
  return {
    'setup.create': { type: 'setup.create', title: 'テーマ', goal: 'ゴール' },
    'setup.edit': { type: 'setup.edit', title: 'テーマ' },
    'plan.edit': { type: 'plan.edit', lines: { inScope: '荷造り' } },
    'rules.edit': { type: 'rules.edit', lines: ['人の話をさえぎらない'] },
    'rules.agree': { type: 'rules.agree', version: 1 },
    'intro.write': { type: 'intro.write', text: '窓口をしています' },
    'checkin.say': { type: 'checkin.say', mood: 'listen' },
    'form.edit': { type: 'form.edit', capacity: 20 },
    'form.publish': { type: 'form.publish' },
    'form.close': { type: 'form.close' },
    'seat.apply': { type: 'seat.apply', participantId: person('mei'), name: 'めい' },
    'seat.admit': { type: 'seat.admit', participantId: person('mei') },
    'seat.withdraw': { type: 'seat.withdraw', participantId },
    'seat.forget': { type: 'seat.forget', participantId },
    'seat.take': { type: 'seat.take', participantId: person('mei'), name: 'めい' },
    'seat.rename': { type: 'seat.rename', name: 'あおい' },
    'seat.leave': { type: 'seat.leave' },
    'seat.remove': { type: 'seat.remove', participantId },
    'facilitator.grant': { type: 'facilitator.grant', participantId },
    'consent.set': { type: 'consent.set', names: true },
    'formation.wish': { type: 'formation.wish', axis: 'job' },
    'team.form': { type: 'team.form', by: 'headcount' },
    'team.move': { type: 'team.move', participantId, teamId: null },
    'team.role': { type: 'team.role', participantId, role: 'scribe' },
    'team.rename': { type: 'team.rename', teamId: teamId('team1'), name: 'あおぞら' },
    'agenda.open': { type: 'agenda.open' },
    'agenda.advance': { type: 'agenda.advance', expectedPhaseId },
    'agenda.back': { type: 'agenda.back' },
    'agenda.undo': { type: 'agenda.undo' },
    'agenda.pause': { type: 'agenda.pause' },
    'agenda.resume': { type: 'agenda.resume' },
    'agenda.extend': { type: 'agenda.extend', ms: 60_000 },
    'agenda.edit': { type: 'agenda.edit', phases: [{ kind: 'close', minutes: 3 }] },
    'agenda.end': { type: 'agenda.end' },
    'agenda.recover': { type: 'agenda.recover', from: START, until: START + 60_000 },
    'gate.pass': { type: 'gate.pass' },
    'card.add': { type: 'card.add', cardId, board: 'ideals', text: '理想' },
    'card.reword': { type: 'card.reword', cardId, text: '理想' },
    'card.withdraw': { type: 'card.withdraw', cardId },
    'card.hide': { type: 'card.hide', cardId },
    'reply.add': { type: 'reply.add', replyId: card('r1'), under: { kind: 'card', cardId }, text: '返信' },
    'reply.withdraw': { type: 'reply.withdraw', replyId: card('r1') },
    'reply.hide': { type: 'reply.hide', replyId: card('r1') },
    'card.reveal': { type: 'card.reveal', expectedPhaseId },
    'pledge.toggle': { type: 'pledge.toggle', cardId: card('c1'), kind: 'try' },
    'thanks.toggle': { type: 'thanks.toggle', cardId: card('c1') },
    'card.park': { type: 'card.park', cardId, board: 'ideals', text: 'Slack' },
    'parked.place': { type: 'parked.place', cardId, newCardId: card('c2') },
    'parked.drop': { type: 'parked.drop', cardId },
    'like.toggle': { type: 'like.toggle', cardId },
    'vote.cast': { type: 'vote.cast', cardId, count: 1 },
    'tally.show': { type: 'tally.show', expectedPhaseId },
    'call.raise': { type: 'call.raise' },
    'call.clear': { type: 'call.clear' },
    announce: { type: 'announce', text: 'あと5分です' },
    nudge: { type: 'nudge' },
    gather: { type: 'gather' },
    'share.next': { type: 'share.next' },
    'room.freeze': { type: 'room.freeze' },
    'room.thaw': { type: 'room.thaw' },
    'door.close': { type: 'door.close' },
    'door.guard': { type: 'door.guard' },
    'door.open': { type: 'door.open' },
    'board.restore': {
      type: 'board.restore',
      teamId: teamId('team1'),
      board: 'ideals',
      moment: 1,
      takenAt: START,
    },
  }
}

const types = Object.keys(commandSchemas) as CommandType[]
const rule = (type: CommandType): Rule => policy[type]
const planning = () => Story.planning().seats('aoi', 'ren').teams(2)
const ended = () => planning().open().facilitated({ type: 'agenda.end' })
const actors: readonly Actor[] = [VISITOR, seated('aoi'), FACILITATOR, SYSTEM]

describe('rights', () => {
  it('RGT-1 what the table does not give to a role is refused, for every role and command', () => {
    for (const story of [planning(), planning().open(), ended()]) {
      for (const actor of actors) {
        for (const type of types.filter((type) => !mayGive(actor.role, type))) {
          expect(story.ask(actor, samples(story)[type]), `${actor.role} ${type}`).toEqual(
            refused('not_allowed'),
          )
        }
      }
    }
  })

  it('RGT-1 a visitor may do nothing, a participant nothing that steers the workshop', () => {
    expect(types.filter((type) => mayGive('visitor', type))).toEqual([])
    const steering = types.filter((type) => /^(agenda|team|setup|facilitator|share)\./.test(type))
    expect(steering.filter((type) => mayGive('participant', type))).toEqual([])
    expect(steering.length).toBeGreaterThan(10)
  })

  it('RGT-2 only the server creates workshops and takes seats, and it does nothing else but advance, give time back and speak for who waits', () => {
    expect(types.filter((type) => mayGive('system', type))).toEqual([
      'setup.create',
      'seat.take',
      'seat.apply',
      'seat.withdraw',
      'seat.forget',
      'agenda.advance',
      'agenda.recover',
    ])
    const sample = samples(planning())
    for (const actor of [VISITOR, seated('aoi'), FACILITATOR]) {
      expect(decide(command(sample['setup.create']), null, planning().context(actor))).toEqual(
        refused('not_allowed'),
      )
    }
  })

  it('RGT-2 a workshop is created once, and nothing works before', () => {
    const story = planning()
    expect(story.ask(SYSTEM, samples(story)['setup.create'])).toEqual(refused('already_open'))
    expect(new Story().ask(FACILITATOR, { type: 'agenda.open' })).toEqual(refused('not_allowed'))
  })

  it('RGT-3 who no longer has a seat can do nothing', () => {
    const story = planning()
      .open()
      .facilitated({ type: 'seat.remove', participantId: person('aoi') })
    for (const type of types.filter((type) => mayGive('participant', type))) {
      expect(story.ask(seated('aoi'), samples(story)[type]), type).toEqual(refused('participant_unknown'))
    }
  })

  it('RGT-4 before the opening, what needs a live workshop is refused', () => {
    const story = planning()
    const live = types.filter(
      (type) => rule(type).during.includes('live') && !rule(type).during.includes('planning'),
    )
    expect(live).toContain('card.add')
    for (const type of live) {
      const actor = [seated('aoi'), FACILITATOR, SYSTEM].find(({ role }) => mayGive(role, type))
      expect(story.ask(actor ?? VISITOR, samples(story)[type]), type).toEqual(refused('not_open_yet'))
    }
  })

  it('RGT-5 after the end only closing the form, names, forgetting people, consent, open calls, hiding a card, bringing a board back and taking a freeze, a closed or a guarded door back are left', () => {
    const story = ended()
    const left = types.filter((type) => rule(type).during.includes('ended'))
    expect(left).toEqual([
      'form.close',
      'seat.rename',
      'consent.set',
      'seat.forget',
      'card.hide',
      'reply.hide',
      'call.clear',
      'room.thaw',
      'door.open',
      'board.restore',
    ])
    for (const type of types.filter((type) => !left.includes(type) && type !== 'setup.create')) {
      const actor = actors.find((actor) => mayGive(actor.role, type))!
      expect(story.ask(actor, samples(story)[type]), type).toEqual(refused('ended'))
    }
  })

  it('RGT-6 a facilitator without a seat cannot do what only a seated person does', () => {
    const story = planning().open()
    const personal = [
      'seat.leave',
      'consent.set',
      'gate.pass',
      'card.add',
      'card.reword',
      'card.withdraw',
    ] as const
    for (const type of [
      ...personal,
      'reply.add',
      'reply.withdraw',
      'like.toggle',
      'vote.cast',
      'call.raise',
      'call.clear',
      'seat.rename',
    ] as const) {
      expect(story.ask(FACILITATOR, samples(story)[type]), type).toEqual(refused('participant_unknown'))
    }
    expect(story.ask(FACILITATOR, { type: 'gather' })).toEqual(
      accepted({ type: 'gather.called', at: story.now }),
    )
  })
})
