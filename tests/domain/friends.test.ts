import { describe, expect, it } from 'vitest'
import { viewFor } from '#shared/domain/audience.ts'
import { bringerBy, hasBrought } from '#shared/domain/friends.ts'
import { must } from '#shared/result.ts'
import { about, apply, published } from '../support/applying.ts'
import { FACILITATOR, person, seated, SYSTEM, typesOf, type Story } from '../support/domain-builder.ts'

const linkOf = ({ state }: Story, id: string) => must(state.friendLinks[person(id)], `the link of ${id}`)
const broughtIn = ({ state }: Story) => state.broughtBy

/** 葵 (aoi) has applied, and brings 蓮 (ren). */
function brought(): Story {
  const story = published().given(SYSTEM, apply('aoi'))
  return story.given(SYSTEM, apply('ren', { friendLink: linkOf(story, 'aoi') }))
}

describe('bringing one friend', () => {
  it('APP-9 everybody who applied has a reference of their own, and who applies with it is brought by them', () => {
    const story = brought()
    expect(broughtIn(story)).toEqual({ ren: 'aoi' })
    expect(linkOf(story, 'aoi')).not.toBe(linkOf(story, 'ren'))
    expect([hasBrought(story.state, person('aoi')), hasBrought(story.state, person('ren'))]).toEqual([
      true,
      false,
    ])
  })

  it('APP-9 a second friend, a wrong reference and none at all apply as everybody does', () => {
    const story = brought()
    for (const friendLink of [linkOf(story, 'aoi'), 'nobodys', '', 'aoi']) {
      const decision = story.ask(SYSTEM, apply('mei', { friendLink }))
      expect(typesOf(decision)).toEqual(['seat.taken', 'answers.given', 'friend.offered'])
    }
  })

  it('APP-9 the reference counts again once the friend withdrew, and no longer once its owner has', () => {
    const story = brought()
    const link = linkOf(story, 'aoi')
    expect(bringerBy(story.state, link)).toBeNull()
    story.by('ren', about('seat.withdraw', 'ren'))
    expect(bringerBy(story.state, link)).toBe('aoi')
    story.by('aoi', about('seat.withdraw', 'aoi'))
    expect(bringerBy(story.state, link)).toBeNull()
  })

  it('APP-9 a friend is not preferred: where places are taken, they wait behind who came before', () => {
    const story = published({ capacity: 1 }).given(SYSTEM, apply('aoi')).given(SYSTEM, apply('mei'))
    story.given(SYSTEM, apply('ren', { friendLink: linkOf(story, 'aoi') }))
    expect(story.state.waiting.map(({ participantId }) => participantId)).toEqual(['mei', 'ren'])
    expect(broughtIn(story)).toEqual({ ren: 'aoi' })
  })

  it('APP-10 facilitators know who brought whom; participants know their own reference and nothing else', () => {
    const { state } = brought()
    const [facilitator, aoi] = [viewFor(state, FACILITATOR), viewFor(state, seated('aoi'))]
    expect([facilitator.broughtBy, facilitator.friendLinks]).toEqual([{ ren: 'aoi' }, {}])
    expect([aoi.broughtBy, Object.keys(aoi.friendLinks)]).toEqual([{}, ['aoi']])
  })

  it.each(['aoi', 'ren'])(
    'APP-10 when %s is forgotten, it is no longer known that they came together',
    (id) => {
      const story = brought().by(id, about('seat.forget', id))
      expect(broughtIn(story)).toEqual({})
      expect(Object.keys(story.state.friendLinks)).toEqual([id === 'aoi' ? 'ren' : 'aoi'])
    },
  )
})
