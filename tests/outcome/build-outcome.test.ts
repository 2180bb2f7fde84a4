import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { addCard, addCluster } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import type { CardId, ParticipantId, TeamId } from '#shared/ids.ts'
import { buildOutcome } from '#shared/outcome/build-outcome.ts'
import { cutAtAddresses } from '#shared/outcome/exporters/web-address.ts'
import { markdownExporter } from '#shared/outcome/exporters/markdown.ts'
import { heldAt } from '#shared/outcome/held-at.ts'
import { playWorkshop } from '../support/fixture.ts'

const played = playWorkshop()

describe('the outcome', () => {
  it('says what, when, how long and how many', () => {
    const { workshop, version, licence } = buildOutcome(played.state, played.boards)
    expect({ version, licence }).toEqual({ version: 1, licence: 'CC BY 4.0' })
    expect(workshop).toEqual({
      id: played.state.id,
      title: played.state.title,
      goal: played.state.goal,
      locale: 'ja',
      openedAt: Date.UTC(2026, 10, 26, 10, 0),
      endedAt: Date.UTC(2026, 10, 26, 11, 31),
      minutes: 90,
      participants: 11,
    })
  })

  it('leaves out boards it was not given, and ignores those of teams nobody knows', () => {
    const foreign = played.boards.map((reading) => ({ ...reading, teamId: 'nobody' as TeamId }))
    const outcome = buildOutcome(played.state, foreign)
    expect(outcome.teams.map(({ boards }) => boards)).toEqual([{}, {}])
    expect(outcome.chains).toEqual([])
    expect(outcome.topics).toEqual([])
  })

  it('D11 forgets an erased name everywhere, and a consent taken back', () => {
    const haru = 'seat-haru' as ParticipantId
    const named = (state: typeof played.state) => JSON.stringify(buildOutcome(state, played.boards))
    const withPerson = (change: object) => ({
      ...played.state,
      participants: played.state.participants.map((one) => (one.id === haru ? { ...one, ...change } : one)),
    })
    expect(named(played.state)).toContain('"はる"')
    expect(named(withPerson({ name: null }))).not.toContain('"はる"')
    expect(named(withPerson({ consent: false }))).not.toContain('"はる"')
    expect(named(withPerson({ consent: false }))).not.toContain(haru)
  })

  it('shows no likes and votes before they were shown', () => {
    const outcome = buildOutcome({ ...played.state, tallies: {} }, played.boards)
    const cards = outcome.teams.flatMap(({ boards }) => Object.values(boards).flatMap((board) => board.cards))
    expect(cards.filter(({ likes, votes }) => likes + votes > 0)).toEqual([])
  })
})

describe('the topics', () => {
  const reading = (edit: (board: BoardDoc) => void) =>
    played.boards.map((one) => {
      if (one.board !== 'topics') return one
      const board = boardDoc(new Y.Doc())
      for (const card of one.content.cards)
        addCard(board, { id: card.id as CardId, text: card.text, part: null })
      edit(board)
      return { ...one, content: readBoard(board) }
    })
  const ids = played.boards
    .find(({ board }) => board === 'topics')!
    .content.cards.map(({ id }) => id as CardId)
  const votes = (...counts: readonly number[]) => ({
    ...played.state,
    tallies: Object.fromEntries(ids.map((id, index) => [id, { likes: 0, votes: counts[index] ?? 0 }])),
  })

  it('VOT-6 rank a cluster as one, by the dots of all its cards, which stay together', () => {
    const [first, second, third] = ids as [CardId, CardId, CardId]
    const outcome = buildOutcome(
      votes(2, 3, 2),
      reading((board) => addCluster(board, 'k1', '続け方', [first, third])),
    )
    expect(outcome.topics.slice(0, 3).map(({ id, votes, cluster }) => [id, votes, cluster])).toEqual([
      [first, 2, { title: '続け方', votes: 4 }],
      [third, 2, { title: '続け方', votes: 4 }],
      [second, 3, undefined],
    ])
    for (const locale of ['ja', 'en'] as const)
      expect(markdownExporter.export(outcome, locale)).toMatch(/続け方.+4/)
  })

  it('rank a card that is alone in its cluster by itself', () => {
    const [first, second] = ids as [CardId, CardId]
    const { topics } = buildOutcome(
      votes(1, 3),
      reading((board) => addCluster(board, 'k1', '続け方', [first])),
    )
    expect(topics[0]?.id).toBe(second)
    expect(topics.every(({ cluster }) => cluster === undefined)).toBe(true)
  })
})

describe('the time it was held', () => {
  it('is Japanese time with the weekday, in both languages', () => {
    const from = Date.UTC(2026, 10, 26, 10, 5)
    expect(heldAt(from, from + 85 * 60_000, 'ja')).toBe('2026年11月26日(木) 19:05〜20:30')
    expect(heldAt(from, from + 85 * 60_000, 'en')).toBe('Thu, 26 Nov 2026, 19:05–20:30 (Japan time)')
  })

  it('is the Japanese day even where it is another one elsewhere, and midnight is 00:00', () => {
    expect(heldAt(Date.UTC(2026, 11, 31, 15), null, 'ja')).toBe('2027年1月1日(金) 00:00')
  })

  it('has its weekday on a Sunday, too, whose word is the unit of a day', () => {
    expect(heldAt(Date.UTC(2026, 10, 22, 1), null, 'ja')).toBe('2026年11月22日(日) 10:00')
  })
})

describe('web addresses in a text', () => {
  const addresses = (text: string) =>
    cutAtAddresses(text)
      .filter(({ kind }) => kind === 'address')
      .map((piece) => piece.text)

  it('end where Japanese goes on and before the mark that ends a sentence', () => {
    expect(
      addresses('参考https://example.com/a?b=1&c=2#dを見て。「https://example.org/」 (HTTP://EXAMPLE.NET).'),
    ).toEqual(['https://example.com/a?b=1&c=2#d', 'https://example.org/', 'HTTP://EXAMPLE.NET'])
  })

  it('are http and https alone', () => {
    expect(
      addresses('javascript:alert(1) ftp://example.com data:text/html,x https:// file:///etc mailto:a@b.c'),
    ).toEqual([])
  })

  it('leave the text whole', () => {
    const text = 'a https://example.com、b\nhttps://'
    expect(
      cutAtAddresses(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text)
  })
})
