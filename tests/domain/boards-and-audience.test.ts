import { describe, expect, it } from 'vitest'
import { audienceOf, mayHear, viewFor, type Audience } from '#shared/domain/audience.ts'
import { boardAccess } from '#shared/domain/board-access.ts'
import type { WorkshopEvent } from '#shared/domain/events.ts'
import type { Viewer } from '#shared/domain/slice.ts'
import type { BoardName } from '#shared/ids.ts'
import {
  card,
  FACILITATOR,
  person,
  phaseId,
  seated,
  seatedFacilitator,
  START,
  Story,
  teamId,
  VISITOR,
} from '../support/domain-builder.ts'

const access = (story: Story, viewer: Viewer, team: string, board: BoardName) =>
  boardAccess(story.state, viewer, teamId(team), board)
const two = (kind: Parameters<typeof Story.inPhase>[0]) =>
  Story.inPhase(kind, ['aoi', 'ren', 'mei', 'sora'], 2)

describe('board rights', () => {
  it('BRD-1 one writes only on one’s own team’s board while its phase is on', () => {
    const story = two('deepen-ideals')
    expect(access(story, seated('aoi'), 'team1', 'ideals')).toBe('write')
    expect(access(story, seated('aoi'), 'team1', 'challenges')).toBe('read')
    expect(access(story, seated('aoi'), 'team2', 'ideals')).toBe('none')
    expect(access(story, FACILITATOR, 'team1', 'ideals')).toBe('read')
    expect(access(story, seatedFacilitator('mei'), 'team1', 'ideals')).toBe('read')
    expect(access(story, seatedFacilitator('mei'), 'team2', 'ideals')).toBe('write')
    expect(access(story.goTo('list-challenges'), seated('aoi'), 'team1', 'ideals')).toBe('read')
    expect(access(story.facilitated({ type: 'agenda.end' }), seated('aoi'), 'team1', 'challenges')).toBe(
      'read',
    )
  })

  it('BRD-1 who changes teams writes on the new team’s board at once, and no longer on the old one’s', () => {
    const story = two('deepen-ideals').facilitated({
      type: 'team.move',
      participantId: person('aoi'),
      teamId: teamId('team2'),
    })
    expect(access(story, seated('aoi'), 'team1', 'ideals')).toBe('none')
    expect(access(story, seated('aoi'), 'team2', 'ideals')).toBe('write')
  })

  it('BRD-2 another team’s boards are read while it presents', () => {
    const story = two('share')
    expect(access(story, seated('mei'), 'team1', 'challenges')).toBe('read')
    expect(access(story.facilitated({ type: 'share.next' }), seated('mei'), 'team1', 'challenges')).toBe(
      'none',
    )
    expect(access(story, seated('aoi'), 'team1', 'ideals')).toBe('read')
    expect(access(story.advance(), seated('aoi'), 'team2', 'ideals')).toBe('none')
  })

  it('BRD-3 boards of all are for everybody seated; facilitators read everything; visitors nothing', () => {
    const story = two('next-topics')
    expect(access(story, seated('aoi'), 'all', 'topics')).toBe('write')
    expect(access(story, FACILITATOR, 'all', 'topics')).toBe('read')
    expect(access(story, seated('nobody'), 'all', 'topics')).toBe('none')
    expect(access(story, VISITOR, 'all', 'topics')).toBe('none')
    expect(access(story, FACILITATOR, 'team2', 'solutions')).toBe('read')
    expect(access(story, FACILITATOR, 'nowhere', 'ideals')).toBe('none')
    expect(access(story.advance(), seated('aoi'), 'all', 'topics')).toBe('read')
    expect(access(Story.planning().seats('aoi'), seated('aoi'), 'all', 'topics')).toBe('read')
  })
})

describe('audience', () => {
  const aoi: Audience = { to: 'person', participantId: person('aoi') }
  const secrets: readonly (readonly [WorkshopEvent, Audience])[] = [
    [{ type: 'card.texted', cardId: card('c1'), authorId: person('aoi'), text: '' }, aoi],
    [{ type: 'card.owned', cardId: card('c1'), authorId: person('aoi') }, aoi],
    [{ type: 'draft.dropped', cardId: card('c1'), authorId: person('aoi') }, aoi],
    [
      {
        type: 'draft.kept',
        cardId: card('c1'),
        teamId: teamId('team1'),
        board: 'ideals',
        phaseId: phaseId('p'),
        authorId: person('aoi'),
        part: null,
        at: START,
      },
      aoi,
    ],
    [{ type: 'reply.texted', replyId: card('r1'), authorId: person('aoi'), text: '' }, aoi],
    [{ type: 'thanks.toggled', cardId: card('c1'), participantId: person('aoi'), on: true }, aoi],
    [{ type: 'thanks.told', cardId: card('c1'), authorId: person('aoi'), count: 1 }, aoi],
    [{ type: 'like.toggled', cardId: card('c1'), participantId: person('aoi'), on: true }, aoi],
    [{ type: 'nudge.sent', participantId: person('aoi'), phaseId: phaseId('p'), at: START }, aoi],
    [
      {
        type: 'vote.cast',
        phaseId: phaseId('p'),
        cardId: card('c1'),
        participantId: person('aoi'),
        count: 1,
      },
      aoi,
    ],
    [{ type: 'gate.forced', phaseId: phaseId('p'), reason: '', at: START }, { to: 'facilitators' }],
  ]

  it.each(secrets)('AUD-1 $type is not for everyone', (event, audience) => {
    expect(audienceOf(event)).toEqual(audience)
    expect(mayHear(seated('ren'), audience)).toBe(false)
    expect(mayHear(seated('aoi'), audience)).toBe(audience.to === 'person')
    expect(mayHear(FACILITATOR, audience)).toBe(audience.to === 'facilitators')
    expect(mayHear(seatedFacilitator('aoi'), audience)).toBe(true)
  })

  it('AUD-1 everything else is for everyone', () => {
    expect(audienceOf({ type: 'gather.called', at: START })).toEqual({ to: 'everyone' })
    expect(mayHear(seated('ren'), { to: 'everyone' })).toBe(true)
  })

  it('AUD-2 visitors hear nothing, and a visitor’s view holds nothing of anybody', () => {
    for (const [, audience] of secrets) expect(mayHear(VISITOR, audience)).toBe(false)
    expect(mayHear(VISITOR, { to: 'everyone' })).toBe(false)
    const story = Story.inPhase('deepen-ideals').posts('aoi', 'c1')
    story.by('aoi', { type: 'vote.cast', cardId: card('c1'), count: 1 })
    expect(viewFor(story.state, VISITOR)).toMatchObject({ drafts: {}, votes: [], likes: [], nudges: [] })
  })
})
