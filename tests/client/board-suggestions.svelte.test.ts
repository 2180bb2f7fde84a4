import { beforeEach, describe, expect, it } from 'vitest'
import { addCluster } from '#shared/boards/edit-board.ts'
import { groupingText } from '../../client/i18n/grouping.ts'
import { card, Story } from '../support/domain-builder.ts'
import { sitDown, type Table } from './board-kit.svelte.ts'

const t = groupingText.ja.suggest
const TEXTS = {
  c1: '夜中に通知が鳴ってつらい',
  c2: '夜中に通知が鳴る',
  c3: '問い合わせの窓口が二つある',
  c4: '問い合わせの窓口が分からない',
  c5: '予算',
}
let table: Table

beforeEach(() => {
  localStorage.clear()
  const story = Story.inPhase('deepen-challenges')
  for (const id of Object.keys(TEXTS)) story.posts('aoi', id)
  table = sitDown(story, 'aoi')
  table.client.write(story, 'challenges', TEXTS)
})

const suggestions = () => table.desk.suggestions
const clusters = () => table.client.content.clusters.length
const clusterOf = (id: string) => table.client.content.cards.find((one) => one.id === id)?.clusterId ?? null

describe('suggested clusters', () => {
  it('come when asked for, and nothing moves before the person says so', async () => {
    expect(suggestions().current).toBeNull()
    await suggestions().ask()
    expect(suggestions().count).toBe(2)
    expect(suggestions().current).toMatchObject({ number: 1, join: null })
    const numbered = Object.keys(TEXTS).map((id) => suggestions().numberOf(card(id)))
    expect(new Set(numbered)).toEqual(new Set([1, 2, null]))
    expect(suggestions().numberOf(card('c5'))).toBeNull()
    expect(clusters()).toBe(0)
    expect(table.desk.moves.said).toBe(t.found(2))
  })

  it('are made one by one; the next keeps its number', async () => {
    await suggestions().ask()
    const first = suggestions().current?.cardIds ?? []
    suggestions().accept()
    expect(clusters()).toBe(1)
    expect(new Set(first.map(clusterOf)).size).toBe(1)
    expect(suggestions().current?.number).toBe(2)
    expect(suggestions().count).toBe(2)
    suggestions().dismiss()
    expect(clusters()).toBe(1)
    expect(suggestions().current).toBeNull()
    expect(table.desk.moves.said).toBe(t.done)
  })

  it('lose a card that does not belong, and go when too few are left', async () => {
    await suggestions().ask()
    const [one] = suggestions().current?.cardIds ?? []
    const { number } = suggestions().current ?? {}
    if (one) suggestions().leaveOut(one)
    expect(suggestions().numberOf(one ?? card('none'))).toBeNull()
    // one card alone is no cluster
    expect(suggestions().current?.number).not.toBe(number)
  })

  it('are no more than what still lies loose when somebody else has moved cards meanwhile', async () => {
    await suggestions().ask()
    const [one] = suggestions().current?.cardIds ?? []
    addCluster(table.client.board, 'k1', '先に', one ? [one] : [])
    expect(suggestions().current?.number).toBe(2)
    suggestions().accept()
    expect(clusterOf(one ?? '')).toBe('k1')
  })

  it('put a card into a cluster that reads like it', async () => {
    addCluster(table.client.board, 'k1', '問い合わせの窓口', ['c3'])
    await suggestions().ask()
    const join = () => suggestions().current?.join
    if (join() === null) suggestions().dismiss()
    expect(join()).toMatchObject({ id: 'k1', title: '問い合わせの窓口' })
    suggestions().accept()
    expect(clusterOf('c4')).toBe('k1')
    expect(clusters()).toBe(1)
  })

  it('to join a cluster that is gone are gone', async () => {
    addCluster(table.client.board, 'k1', '問い合わせの窓口', ['c3'])
    await suggestions().ask()
    const lane = table.desk.wall.lanes.find(({ key }) => key === 'cluster:k1')
    if (lane) table.desk.moves.dissolve(lane)
    expect(suggestions().current?.join ?? null).toBeNull()
    suggestions().dismiss()
    expect(suggestions().current).toBeNull()
  })

  it('are put away without a trace', async () => {
    await suggestions().ask()
    suggestions().close()
    expect(clusters()).toBe(0)
    expect(suggestions().current).toBeNull()
    expect(suggestions().numberOf(card('c1'))).toBeNull()
  })
})
