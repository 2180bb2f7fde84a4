import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { addCluster, writeSummary } from '#shared/boards/edit-board.ts'
import { FRAME, SYNC } from '#shared/protocol/board-frames.ts'
import type { Random } from '#shared/random.ts'

/** What an attacker knows: the board as it is, and who writes on it. */
export interface Target {
  readonly state: Uint8Array
  readonly victims: readonly number[]
}

type Forge = (target: Target, random: Random) => Uint8Array

const HUGE = [2 ** 31, 2 ** 32 - 1, 2 ** 40, 2 ** 52]
const below = (random: Random, count: number) => Math.floor(random() * count)
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T
const huge = (random: Random) => pick(random, HUGE)

/** A sync frame around anything. */
export function syncFrame(kind: number, payload: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, FRAME.sync)
    encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, payload)
  })
}

const numbers = (...values: readonly number[]) =>
  encoding.encode((encoder) => values.forEach((value) => encoding.writeVarUint(encoder, value)))

/** What comes out when somebody who holds the board does this to it, in one update. */
function change(run: (doc: Y.Doc, random: Random) => void, version: 1 | 2 = 1): Forge {
  return ({ state }, random) => {
    const doc = new Y.Doc()
    boardDoc(doc)
    Y.applyUpdate(doc, state)
    const before = Y.encodeStateVector(doc)
    doc.transact(() => run(doc, random))
    const encode = version === 1 ? Y.encodeStateAsUpdate : Y.encodeStateAsUpdateV2
    const update = encode(doc, before)
    doc.destroy()
    return syncFrame(SYNC.update, update)
  }
}

const firstCard = (doc: Y.Doc) => [...doc.getMap<Y.Map<unknown>>('cards').values()][0]

/** Level by level in a living document: Yjs itself could not take it in one piece. */
function nestMaps(root: Y.Map<unknown>, depth: number): void {
  let inner = root
  for (let level = 0; level < depth; level++) {
    const next = new Y.Map<unknown>()
    inner.set('a', next)
    inner = next
  }
}

function nestedArrays(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = [value]
  return value
}

/** What a summary is made of, in places where it does not belong, and what it is not. */
const SUMMARY_NAMES = [
  'bulletList',
  'orderedList',
  'listItem',
  'paragraph',
  'hardBreak',
  'taskList',
  'img',
] as const
const HOSTILE_ADDRESSES = [
  'javascript:alert(1)',
  'java\nscript:alert(1)',
  ' JAVASCRIPT:alert(1)',
  'data:text/html;base64,PHNjcmlwdD4=',
  '//elsewhere.test',
  'https://bank.test@elsewhere.test',
  'https://example.test/\u202e',
  { href: 'https://example.test' },
] as const

function nestElements(root: Y.XmlFragment, depth: number, names: readonly string[] = ['blockquote']): void {
  let inner = root
  for (let level = 0; level < depth; level++) {
    const next = new Y.XmlElement(names[level % names.length])
    inner.insert(0, [next])
    inner = next
  }
}

function awareness(entries: readonly (readonly [number, number, string])[]): Uint8Array {
  const payload = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const [clientId, clock, state] of entries) {
      encoding.writeVarUint(encoder, clientId)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarString(encoder, state)
    }
  })
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, FRAME.awareness)
    encoding.writeVarUint8Array(encoder, payload)
  })
}

const spoof = JSON.stringify({ person: { id: 'somebody', name: 'だれか', hue: 1 }, editing: null })
const update = (...values: readonly number[]) => syncFrame(SYNC.update, numbers(...values))

/** Frames that look as frames do and mean harm, one class of attack each. */
export const FORGERIES: Readonly<Record<string, Forge>> = {
  'structs without end': (_, random) => update(1, huge(random), 7, 0, 0),
  'clients without end': (_, random) => update(huge(random), 1, 7, 0, 0),
  'deletes without end': (_, random) => update(0, huge(random), 7, huge(random), 0, huge(random)),
  'a state vector without end': (_, random) => syncFrame(SYNC.step1, numbers(huge(random), 1, 1)),
  'a clock stolen by a hollow struct': ({ victims }, random) =>
    // one client, one struct of garbage collection, of a length nobody can have written
    update(1, 1, pick(random, [...victims, 5]), below(random, 3) * 40, 0, 1 + below(random, 100_000), 0),
  'a gap': (_, random) => update(1, 1, 9_000 + below(random, 99), 5 + below(random, 99), 0, 1, 0),
  'a skip': (_, random) => update(1, 1, 9_100 + below(random, 99), 0, 10, 1 + below(random, 99), 0),
  'everything deleted': ({ state }) => {
    const clocks = [...Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state))]
    return update(0, clocks.length, ...clocks.flatMap(([client, clock]) => [client, 1, 0, clock]))
  },
  'all cards gone': change((doc) => doc.getMap('cards').clear()),
  'a card of nobody': change((doc) => doc.getMap('cards').set(`x${doc.clientID}`, new Y.Map())),
  'maps two hundred deep': change((doc) => nestMaps(doc.getMap('clusters'), 200)),
  'arrays three thousand deep': change((doc) => firstCard(doc)?.set('place', nestedArrays(3_000))),
  'quotes two hundred deep': change((doc) => nestElements(doc.getXmlFragment('summary'), 200)),
  'lists two hundred deep': change((doc) =>
    nestElements(doc.getXmlFragment('summary'), 200, ['bulletList', 'listItem']),
  ),
  'a list of anything': change((doc, random) =>
    nestElements(
      doc.getXmlFragment('summary'),
      2 + below(random, 9),
      Array.from({ length: 4 }, () => pick(random, SUMMARY_NAMES)),
    ),
  ),
  'a link that runs': change((doc, random) => {
    const text = new Y.XmlText()
    const paragraph = new Y.XmlElement('paragraph')
    doc.getXmlFragment('summary').insert(0, [paragraph])
    paragraph.insert(0, [text])
    text.insert(0, '押して', { link: { href: pick(random, HOSTILE_ADDRESSES) } })
  }),
  'a link with handlers': change((doc) => {
    const text = new Y.XmlText()
    const paragraph = new Y.XmlElement('paragraph')
    doc.getXmlFragment('summary').insert(0, [paragraph])
    paragraph.insert(0, [text])
    text.insert(0, '押して', { link: { href: 'https://example.test', onmouseover: 'alert(1)', style: 'x' } })
  }),
  'a prototype key': change((doc) => doc.getMap('clusters').set('__proto__', new Y.Map())),
  'a prototype in a value': change((doc) =>
    firstCard(doc)?.set('place', JSON.parse('{"cluster":null,"order":1,"__proto__":{"admin":true}}')),
  ),
  'a thousand roots': change((doc) => {
    for (let root = 0; root < 1_000; root++) doc.getMap(`r${root}`).set('a', 1)
  }),
  'cards as a text': ({ state }) => {
    const doc = new Y.Doc()
    doc.getText('cards').insert(0, 'x'.repeat(99))
    doc.getArray('links').insert(0, [1, 2, 3])
    return syncFrame(SYNC.step2, Y.mergeUpdates([state, Y.encodeStateAsUpdate(doc)]))
  },
  'another text in a card': change((doc) => firstCard(doc)?.set('text', new Y.Text('eingeschmuggelt'))),
  'a number for a text': change((doc) => firstCard(doc)?.set('text', 42)),
  'an unknown field': change((doc) => firstCard(doc)?.set('colour', 'red')),
  'bytes in a field': change((doc) => firstCard(doc)?.set('part', new Uint8Array(50_000))),
  'a document in a document': change((doc) => doc.getMap('clusters').set('sub', new Y.Doc())),
  'markup in plain text': change((doc) => {
    const text = firstCard(doc)?.get('text')
    if (text instanceof Y.Text) text.insertEmbed(0, { onerror: 'alert(1)' })
  }),
  'half an emoji': change((doc) => {
    const text = firstCard(doc)?.get('text')
    if (text instanceof Y.Text) text.insert(0, '\ud83d')
  }),
  'sixty-five thousand letters': change((doc) => writeSummary(boardDoc(doc), 'あ'.repeat(65_000))),
  'fifty clusters': change((doc) => {
    const board = boardDoc(doc)
    for (let count = 0; count < 50; count++) addCluster(board, `k${doc.clientID}-${count}`, 'x', [])
  }),
  'a script in the summary': change((doc) =>
    doc.getXmlFragment('summary').insert(0, [new Y.XmlElement('script'), new Y.XmlElement('iframe')]),
  ),
  'the second version': change((doc) => doc.getMap('links').set('a>b', true), 2),
  'presence in others’ names': ({ victims }) => awareness(victims.map((id) => [id, 2 ** 52, spoof])),
  'presence of thousands': () =>
    awareness(Array.from({ length: 2_000 }, (_, index) => [index + 1, 1, '{}'] as const)),
  'presence that is no JSON': (_, random) => awareness([[below(random, 99), 1, '{"__proto__":']]),
  'presence without end': (_, random) =>
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, FRAME.awareness)
      encoding.writeVarUint8Array(encoder, numbers(huge(random), 1, 1))
    }),
  'a number without end': () => new Uint8Array(40).fill(0xff),
  nothing: () => new Uint8Array(0),
  'a frame of no type': (_, random) => numbers(4 + below(random, 200), below(random, 9)),
  'a sync of no kind': (_, random) => numbers(FRAME.sync, 3 + below(random, 99), 1, 0),
  'junk behind an update': () =>
    syncFrame(SYNC.update, new Uint8Array([0, 0, ...new Array<number>(500).fill(7)])),
  noise: (_, random) => Uint8Array.from({ length: below(random, 300) }, () => below(random, 256)),
}

/** An honest frame with some bits turned, bytes put in, taken out or cut off, or the end of another one. */
export function mutated(frames: readonly Uint8Array[], random: Random): Uint8Array {
  const bytes = [...pick(random, frames)]
  for (let count = 1 + below(random, 3); count > 0; count--) {
    const index = below(random, bytes.length)
    switch (below(random, 6)) {
      case 0:
        bytes[index] = (bytes[index] as number) ^ (1 << below(random, 8))
        break
      case 1:
        bytes[index] = below(random, 256)
        break
      case 2:
        bytes.splice(index, 0, below(random, 256))
        break
      case 3:
        bytes.splice(index, 1 + below(random, 4))
        break
      case 4:
        bytes.length = index
        break
      default: {
        const other = pick(random, frames)
        bytes.splice(index, bytes.length, ...other.subarray(below(random, other.length)))
      }
    }
    if (bytes.length === 0) break
  }
  return Uint8Array.from(bytes)
}
