import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { EMPTY_CHARTER, editCharter, type CharterInput } from '#shared/domain/community.ts'
import type { CommunityId } from '#shared/ids.ts'
import type { Keeping } from '#shared/protocol/communities.ts'
import { err, ok } from '#shared/result.ts'
import { CommunityDesk } from '../../client/community/community-desk.svelte.ts'
import { beginning } from '../../client/community/beginning.ts'

const keeping: Keeping = {
  communityId: 'c1' as CommunityId,
  charter: { ...EMPTY_CHARTER, name: '引っ越しの会' },
  createdAt: 1,
  workshops: [],
  templates: [],
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A desk before a server that keeps what it is given, unless it is `away`. */
function atDesk() {
  const sent: CharterInput[] = []
  const refused = vi.fn()
  const server = { away: false, now: keeping }
  const save = (changes: CharterInput) => {
    sent.push(changes)
    const edited = editCharter(server.now.charter, changes)
    if (server.away || !edited.ok)
      return Promise.resolve(err({ code: 'unavailable' as const, message: 'つながりません' }))
    server.now = { ...server.now, charter: edited.value }
    return Promise.resolve(ok(server.now))
  }
  return { desk: new CommunityDesk({ keeping, save, refused }), sent, refused, server }
}

describe('a keeper’s desk', () => {
  it('COM-1 saves what was typed after a pause, and only that', async () => {
    const { desk, sent } = atDesk()
    desk.write('purpose', '段取りの知恵を')
    desk.write('purpose', '段取りの知恵を分けあう')
    expect(desk.saved).toBe('saving')
    expect(sent).toEqual([])
    await vi.runAllTimersAsync()
    expect(sent).toEqual([{ purpose: '段取りの知恵を分けあう' }])
    expect(desk.saved).toBe('saved')
  })

  it('COM-1 keeps what cannot be saved in its field, says why, and saves the rest', async () => {
    const { desk, sent } = atDesk()
    desk.write('name', ' ')
    desk.write('values', '急がない')
    await vi.runAllTimersAsync()
    expect(sent).toEqual([{ values: '急がない' }])
    expect(desk.fault('name')).toEqual({ kind: 'name', limit: 60 })
    expect([desk.text('name'), desk.saved]).toEqual([' ', 'unsaved'])
  })

  it('COM-2 reads one rule a line, and says when they are too many', async () => {
    const { desk, sent } = atDesk()
    desk.write('rules', ' 最後まで聞く \n\n役職で呼ばない\n')
    await vi.runAllTimersAsync()
    expect(sent).toEqual([{ houseRules: ['最後まで聞く', '役職で呼ばない'] }])
    desk.write('rules', 'ルール\n'.repeat(13))
    expect(desk.fault('rules')).toEqual({ kind: 'rules' })
  })

  it('F-05 says that it is not saved when the server did not take it, and tries again with the next key', async () => {
    const { desk, server, refused, sent } = atDesk()
    server.away = true
    desk.write('stance', '持ちまわり')
    await vi.runAllTimersAsync()
    expect([desk.saved, desk.text('stance')]).toEqual(['unsaved', '持ちまわり'])
    expect(refused).toHaveBeenCalledOnce()
    server.away = false
    desk.write('stance', '持ちまわりで')
    await vi.runAllTimersAsync()
    expect([desk.saved, sent.length]).toEqual(['saved', 2])
  })

  it('IME-1 nothing is saved in the midst of a conversion, and what is left over is saved at the end', async () => {
    const { desk, sent } = atDesk()
    desk.write('forWhom', 'はるに', true)
    await vi.runAllTimersAsync()
    expect(sent).toEqual([])
    desk.close()
    await vi.runAllTimersAsync()
    expect(sent).toEqual([{ forWhom: 'はるに' }])
  })
})

it('COM-3 COM-4 a choice of the list is a template or an earlier workshop', () => {
  expect(beginning('usual:ideals-challenges-solutions-60')).toEqual({
    template: 'ideals-challenges-solutions-60',
  })
  expect(beginning('own:t_1')).toEqual({ template: 't_1' })
  expect(beginning('clone:w-1')).toEqual({ cloneOf: 'w-1' })
})
