import { describe, expect, it } from 'vitest'
import { acquaintance, earlierSeats, type ReadWorkshop } from '#shared/domain/earlier-people.ts'
import { personOf, sitsOnce, type KnownSeat } from '#shared/domain/one-person.ts'
import type { PersonId, TeamId, WorkshopId } from '#shared/ids.ts'
import { person } from '../support/domain-builder.ts'

const at = (workshop: string, who: string) => ({
  workshopId: workshop as WorkshopId,
  participantId: person(who),
})

/** A workshop with one team of these people, by id and name. */
function workshop(
  id: string,
  openedAt: number | null,
  names: Readonly<Record<string, string | null>>,
  elsewhere: ReadWorkshop['elsewhere'] = [],
): ReadWorkshop {
  const members = Object.keys(names).map((who) => ({ participantId: person(who), role: 'member' as const }))
  return {
    workshopId: id as WorkshopId,
    state: {
      title: `${id}の会`,
      agenda: { openedAt },
      teams: [{ id: 't1' as TeamId, name: 'チーム1', members }],
    },
    people: names,
    elsewhere,
  }
}

const AOI = { ...at('now', 'aoi'), name: '見本　アオイ', openedAt: 100 }
const namesOf = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name)

describe('who somebody may be confirmed to be', () => {
  it('COM-7 offers who took part in an earlier workshop, the same name first, then the latest, by name', () => {
    const earlier = [
      workshop('spring', 1, { a: '見本 あおい', b: '架空' }),
      workshop('summer', 2, { a: 'れいの人', b: 'ﾐﾎﾝアオイ', c: 'かくう' }),
      workshop('later', 200, { a: '見本 あおい' }),
      workshop('never', null, { a: '見本 あおい' }),
    ]
    const { known, others } = acquaintance(AOI, earlier)
    expect(known).toEqual([])
    expect(namesOf(others)).toEqual(['見本 あおい', 'かくう', 'ﾐﾎﾝアオイ', 'れいの人', '架空'])
    expect(others[0]).toEqual({
      ...at('spring', 'a'),
      name: '見本 あおい',
      title: 'springの会',
      openedAt: 1,
      sameName: true,
    })
    // before it opens, whatever has opened is earlier
    expect(acquaintance({ ...AOI, openedAt: null }, earlier).others).toHaveLength(6)
  })

  it('COM-7 offers nobody without a name or a place in a team, and nobody who has a seat here', () => {
    const taken = [{ participantId: person('b'), seat: at('now', 'mio') }]
    const spring = workshop('spring', 1, { a: null, b: '見本', c: '架空' }, taken)
    expect(earlierSeats(spring, null).map(({ participantId }) => participantId)).toEqual(['b', 'c'])
    expect(earlierSeats({ ...spring, state: { ...spring.state, teams: [] } }, null)).toEqual([])
    expect(namesOf(acquaintance(AOI, [spring]).others)).toEqual(['架空'])
  })

  it('COM-7 tells where somebody is known from, and offers each other person once', () => {
    const own = { participantId: person('a'), seat: at('now', 'aoi') }
    const both = (there: string) => ({ participantId: person('b'), seat: at(there, 'b') })
    const earlier = [
      workshop('spring', 1, { a: '見本', b: '架空' }, [own, both('summer')]),
      workshop('summer', 2, { a: '見本', b: '架空' }, [own, both('spring')]),
    ]
    const { known, others } = acquaintance(AOI, earlier)
    expect(known.map(({ workshopId }) => workshopId)).toEqual(['summer', 'spring'])
    expect(others).toMatchObject([at('summer', 'b')])
  })

  it('COM-7 makes one person of no two seats in a workshop, and of no two persons by their links', () => {
    expect(sitsOnce([at('spring', 'a'), at('summer', 'a'), at('spring', 'a')])).toBe(true)
    expect(sitsOnce([at('spring', 'a'), at('spring', 'b')])).toBe(false)
    const seat = (where: string, who: string, whose: string | null): KnownSeat => ({
      ...at(where, who),
      person: whose as PersonId | null,
    })
    const [one, two] = [seat('spring', 'a', 'p'), seat('summer', 'b', 'q')]
    const [here, fresh] = [seat('now', 'aoi', null), 'fresh' as PersonId]
    const alone = (of: object) => [one, two, here].filter((each) => each === of)
    expect(personOf([here, one], fresh, alone)).toBe('p')
    expect(personOf([here, one, two], fresh, alone)).toBeNull()
    // a facilitator has said that these are one
    expect(personOf([here, one, two], fresh, (of) => (of === here ? [here] : [one, two]))).toBe('p')
    expect(personOf([here], fresh, alone)).toBeNull()
  })
})
