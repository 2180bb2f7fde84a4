import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { systemRuntime } from '../../server/runtime.ts'
import { openSqliteStorage } from '../../server/storage/sqlite/sqlite-storage.ts'
import { PERSON_KEYS, type FixtureCard } from '../fixtures/workshop-types.ts'
import { readMarkdown } from '../outcome/markdown-reader.ts'
import { storageFolder } from '../support/storage-folder.ts'
import { runWorkshop, type HiddenPhase, type Run } from './run-workshop.ts'

/** Everything each person has received so far, in order, whatever way it came. */
class Received {
  readonly #bytes = new Map<string, Buffer[]>()

  add = (who: string, bytes: Uint8Array): void => {
    const all = this.#bytes.get(who) ?? []
    all.push(Buffer.from(bytes))
    this.#bytes.set(who, all)
  }

  /** Whether these words have reached `who`. The longest line counts, because JSON writes line breaks differently. */
  holds(who: string, { text }: FixtureCard): boolean {
    const [line = text] = text.split('\n').toSorted((one, other) => other.length - one.length)
    return Buffer.concat(this.#bytes.get(who) ?? []).includes(Buffer.from(line))
  }

  count(who: string): number {
    return (this.#bytes.get(who) ?? []).length
  }
}

const EVERYONE = ['facilitator', ...PERSON_KEYS]

describe('a whole workshop without a browser', () => {
  const received = new Received()
  const hiddenPhases: string[] = []
  const leaks: string[] = []
  const unseenByAuthor: string[] = []
  const revealedTo = new Map<string, readonly string[]>()
  const stops: (() => Promise<void>)[] = []
  let run: Run

  const onHidden = ({ kind, cards }: HiddenPhase) => {
    hiddenPhases.push(kind)
    for (const card of cards) {
      for (const who of EVERYONE) {
        const holds = received.holds(who, card)
        if (who !== card.by && holds) leaks.push(`${who} received ${card.key} in ${kind}`)
        if (who === card.by && !holds) unseenByAuthor.push(card.key)
      }
    }
  }
  const onRevealed = ({ kind, cards }: HiddenPhase) => {
    const watchers = PERSON_KEYS.filter((who) =>
      cards.some((card) => card.by !== who && received.holds(who, card)),
    )
    revealedTo.set(kind, watchers)
  }

  beforeAll(async () => {
    const folder = await storageFolder()
    stops.unshift(folder.remove)
    const config = readConfig({ PORT: '0', DATA_DIR: folder.dir, LOG_LEVEL: 'silent' })
    if (!config.ok) throw new Error(config.error.join(' '))
    const storage = await openSqliteStorage({ dir: folder.dir })
    stops.unshift(() => storage.close())
    const app = await createApp({
      config: config.value,
      storage,
      runtime: systemRuntime(),
      log: pino({ level: 'silent' }),
    })
    stops.unshift(() => app.close())
    run = await runWorkshop(await app.listen(), { tap: received.add, onHidden, onRevealed })
  }, 120_000)

  afterAll(async () => {
    for (const stop of stops) await stop()
  })

  it('takes home every card once, with its cluster, votes, likes and links', () => {
    expect(run.faults).toEqual([])
  })

  it('takes home Markdown that reads back as a document of two teams and the topics', () => {
    const { sections } = readMarkdown(run.markdown)
    expect(sections.map(({ title }) => title)).toEqual([
      '窓口をそろえたい',
      '乗り換えを迷っている',
      '次回知りたいこと',
    ])
  })

  it('sends nobody a word of the others in a hidden phase, the facilitator included', () => {
    expect(hiddenPhases).toEqual(['list-ideals', 'list-challenges'])
    expect(leaks).toEqual([])
  })

  it('sends authors their own drafts, and everybody on the board all of them at the reveal', () => {
    for (const who of EVERYONE) expect(received.count(who), who).toBeGreaterThan(5)
    expect(unseenByAuthor).toEqual([])
    for (const kind of hiddenPhases)
      expect(revealedTo.get(kind)).toEqual(expect.arrayContaining(['mio', 'aoi']))
  })
})
