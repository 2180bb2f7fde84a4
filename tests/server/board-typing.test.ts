import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { addCard, writeSummary } from '#shared/boards/edit-board.ts'
import { readBoard } from '#shared/boards/read-board.ts'
import { seededRandom, type Random } from '#shared/random.ts'
import { LIMITS } from '#shared/text.ts'
import { BoardLog } from '../../server/boards/board-log.ts'
import type { Sender } from '../../server/boards/client-ids.ts'
import { GuardedBoard } from '../../server/boards/guarded-board.ts'
import { readTyped } from '../../server/boards/typed.ts'
import { boardStream } from '../../server/storage/ports.ts'
import { forgedUpdate } from '../support/board-forgery.ts'
import { AT, listeningLog } from '../support/board-server.ts'
import { HeldStorage } from '../support/board-storage.ts'

const CARDS = ['c1', 'c2', 'c3']
const WORDS = ['ん', 'か', 'a', '窓口', '👍🏽', 'é', '👨‍👩‍👧']
const textOf = ({ cards }: BoardDoc, id: string) => cards.get(id)?.get('text') as Y.Text

/** What an edit of `board` sends. */
function sentBy(board: BoardDoc, edit: () => void): Uint8Array[] {
  const sent: Uint8Array[] = []
  const note = (update: Uint8Array, origin: unknown) => void (origin === 'others' || sent.push(update))
  board.doc.on('update', note)
  edit()
  board.doc.off('update', note)
  return sent
}

/** One board as the server holds it, and people who know what they were told. */
class House {
  readonly log = listeningLog()
  readonly live: GuardedBoard
  readonly #written: BoardLog

  private constructor(written: BoardLog) {
    this.#written = written
    this.live = new GuardedBoard(written, this.log, Math.random)
    const made = this.live.change((board) => {
      for (const id of CARDS) addCard(board, { id, text: '', part: null })
    })
    if (made.ok) this.#written.write({ sender: '' as Sender, updates: made.value }, () => undefined)
  }

  static async open(): Promise<House> {
    const stream = boardStream(AT.workshopId, AT.teamId, AT.board)
    const log = listeningLog()
    return new House(
      await BoardLog.open({ storage: new HeldStorage(), stream, log, onFailure: () => undefined }),
    )
  }

  visitor(): BoardDoc {
    const board = boardDoc(new Y.Doc())
    Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(this.live.board.doc), 'others')
    return board
  }

  take(update: Uint8Array, name: string) {
    const taken = this.live.take(update, name as Sender)
    if (taken.ok) this.#written.write({ sender: name as Sender, updates: taken.value }, () => undefined)
    return taken
  }

  /** as the next server would build it */
  rebuilt(): BoardDoc {
    return this.#written.build()
  }
}

describe('typing on is judged by its bytes alone', () => {
  it('reads a character after a character, at the end and in between, and nothing else', async () => {
    const ana = (await House.open()).visitor()
    const text = textOf(ana, 'c1')
    const read = (edit: () => void) => sentBy(ana, edit).map((update) => readTyped(update)?.units ?? null)
    expect(read(() => text.insert(0, 'は'))).toEqual([null])
    expect(read(() => text.insert(1, 'い'))).toEqual([1])
    expect(read(() => text.insert(1, '👍'))).toEqual([2])
    expect(read(() => text.insert(3, 'と言う'))).toEqual([3])
    expect(read(() => text.delete(0, 1))).toEqual([null])
    expect(read(() => ana.cards.get('c1')?.set('parked', true))).toEqual([null])
    expect(read(() => writeSummary(ana, 'まとめ'))).toEqual([null])
    expect(read(() => ana.doc.transact(() => (text.insert(1, 'a'), text.delete(2, 1))))).toEqual([null])
  })

  it('takes no byte for typed that Yjs would not write the same way', async () => {
    const seed = 20_310_718
    const random = seededRandom(seed)
    const ana = (await House.open()).visitor()
    const text = textOf(ana, 'c1')
    text.insert(0, 'は')
    const honest = WORDS.flatMap((word) => [
      ...sentBy(ana, () => text.insert(text.length, word)),
      ...sentBy(ana, () => text.insert(1, word)),
    ])
    let accepted = 0
    for (let round = 0; round < 20_000; round++) {
      const bytes = mutated(honest[round % honest.length] as Uint8Array, random)
      if (readTyped(bytes) === null) continue
      accepted++
      expect(Y.diffUpdate(bytes, new Uint8Array([0])), `seed ${seed}, round ${round}`).toEqual(bytes)
    }
    expect(accepted).toBeGreaterThan(100)
    for (const update of honest) {
      expect(readTyped(update)).not.toBeNull()
      for (let end = 0; end < update.byteLength; end++) expect(readTyped(update.slice(0, end))).toBeNull()
    }
  })

  it('lets the very same bytes go on when they are exact, and writes them anew when they are not', async () => {
    const house = await House.open()
    const ana = house.visitor()
    const text = textOf(ana, 'c1')
    for (const update of sentBy(ana, () => text.insert(0, 'は'))) house.take(update, 'ana')
    const [exact] = sentBy(ana, () => text.insert(1, 'い')) as [Uint8Array]
    expect(house.take(exact, 'ana')).toEqual({ ok: true, value: [Buffer.from(exact)] })

    const [next] = sentBy(ana, () => text.insert(2, 'と')) as [Uint8Array]
    const withJunk = new Uint8Array([...next, 7, 7, 7])
    const taken = house.take(withJunk, 'ana')
    expect(taken).toEqual({ ok: true, value: [next] })

    // The number of structs in two bytes where one would do.
    const [last] = sentBy(ana, () => text.insert(3, '言')) as [Uint8Array]
    const stretched = new Uint8Array([1, 0x81, 0, ...last.subarray(2)])
    expect(Y.decodeUpdate(stretched).structs).toHaveLength(1)
    expect(house.take(stretched, 'ana')).toEqual({ ok: true, value: [last] })
    expect(readBoard(house.live.board)).toEqual(readBoard(ana))
    expect(house.take(exact, 'ana')).toEqual({ ok: true, value: [] })
  })

  it('F-17 lets nobody type on under another’s client id, and leaves no gap', async () => {
    const house = await House.open()
    const ana = house.visitor()
    const text = textOf(ana, 'c1')
    const { clientID } = ana.doc
    for (const at of [0, 1])
      for (const sent of sentBy(ana, () => text.insert(at, 'a'))) house.take(sent, 'ana')
    const typed = (clock: number, origin: number) =>
      forgedUpdate({ client: clientID, clock, items: [{ origin: [clientID, origin], text: 'x' }] })
    expect(house.take(typed(2, 1), 'mallory').ok).toBe(false)
    expect(house.take(typed(3, 2), 'ana').ok).toBe(false)
    expect(house.take(typed(2, 2), 'ana').ok).toBe(false)
    expect(house.take(typed(2, 1), 'ana').ok).toBe(true)
    expect(textOf(house.live.board, 'c1').toJSON()).toBe('aax')
  })

  it('refuses a text that grows too long, however small the pieces and however many write', async () => {
    const house = await House.open()
    const people = ['ana', 'ben'].map((name) => ({ name, board: house.visitor() }))
    const refused: string[] = []
    for (let round = 0; round < 300 && refused.length === 0; round++) {
      for (const { name, board } of people) {
        const text = textOf(board, 'c1')
        const sent = sentBy(board, () => text.insert(round === 0 ? 0 : round * 5, 'あいうえお'))
        for (const update of sent) {
          const taken = house.take(update, name)
          if (!taken.ok) refused.push(taken.error.reason)
        }
      }
    }
    expect(refused[0]).toBe('too_large')
    const { length } = textOf(house.live.board, 'c1')
    expect(length).toBeLessThanOrEqual(2 * LIMITS.card)
    expect(length).toBeGreaterThan(2 * LIMITS.card - 20)
  })

  it('leaves the summary, whose marks Yjs tidies up, to the document', async () => {
    const house = await House.open()
    const ana = house.visitor()
    for (const update of sentBy(ana, () => writeSummary(ana, 'まとめ'))) house.take(update, 'ana')
    const paragraph = (ana.summary.get(0) as Y.XmlElement).get(0) as Y.XmlText
    for (const word of ['る', '。']) {
      for (const update of sentBy(ana, () => paragraph.insert(paragraph.length, word)))
        expect(house.take(update, 'ana').ok).toBe(true)
    }
    expect(readBoard(house.live.board).summary).toBe('まとめる。')
  })

  it('reads the same for everybody and on the disk, whoever types where and whenever the document is looked at', async () => {
    const seed = 20_310_719
    const random = seededRandom(seed)
    const house = await House.open()
    const people = ['ana', 'ben', 'chie', 'dan'].map((name) => ({
      name,
      board: house.visitor(),
      unheard: [] as Uint8Array[],
      at: { id: 'c1', index: 0 },
    }))
    let same = 0
    for (let round = 0; round < 4_000; round++) {
      const person = people[Math.floor(random() * people.length)] as (typeof people)[number]
      if (random() < 0.05) for (const update of person.unheard.splice(0)) hear(person.board, update)
      const sent = sentBy(person.board, () => typeOn(person, random))
      for (const update of sent) {
        const taken = house.take(update, person.name)
        expect(taken.ok, `seed ${seed}, round ${round}`).toBe(true)
        if (!taken.ok) continue
        if (taken.value.length === 1 && Buffer.compare(taken.value[0] as Uint8Array, update) === 0) same++
        for (const other of people) if (other !== person) other.unheard.push(...taken.value)
      }
      if (random() < 0.01) readBoard(house.live.board)
    }
    for (const { board, unheard } of people) for (const update of unheard) hear(board, update)
    const now = readBoard(house.live.board)
    for (const { board } of people) expect(readBoard(board), `seed ${seed}`).toEqual(now)
    expect(readBoard(house.rebuilt())).toEqual(now)
    expect(Y.encodeStateVector(house.rebuilt().doc)).toEqual(Y.encodeStateVector(house.live.board.doc))
    expect(house.log.lines).toEqual([])
    expect(same).toBeGreaterThan(2_000)
  })
})

function hear(board: BoardDoc, update: Uint8Array): void {
  Y.applyUpdate(board.doc, update, 'others')
}

/** Mostly goes on where this person was; sometimes takes a character back, or begins elsewhere. */
function typeOn(person: { board: BoardDoc; at: { id: string; index: number } }, random: Random): void {
  if (random() < 0.04) person.at = { id: CARDS[Math.floor(random() * 3)] ?? 'c1', index: -1 }
  const { at, board } = person
  const text = textOf(board, at.id)
  if (at.index < 0) at.index = Math.floor(random() * (text.length + 1))
  at.index = Math.min(at.index, text.length)
  if (text.length > 200) {
    text.delete(0, 150)
    at.index = 0
  } else if (random() < 0.06 && at.index > 0) {
    text.delete(at.index - 1, 1)
    at.index--
  } else {
    const word = ['ん', 'か', 'a', '窓口'][Math.floor(random() * 4)] ?? 'ん'
    text.insert(at.index, word)
    at.index += word.length
  }
}

/** A byte changed, put in or taken out, or something behind the end. */
function mutated(update: Uint8Array, random: Random): Uint8Array {
  const bytes = [...update]
  const index = Math.floor(random() * bytes.length)
  const byte = Math.floor(random() * 256)
  const kind = Math.floor(random() * 4)
  if (kind === 0) bytes[index] = byte
  else if (kind === 1) bytes.splice(index, 0, byte)
  else if (kind === 2) bytes.splice(index, 1)
  else bytes.push(byte)
  return new Uint8Array(bytes)
}
