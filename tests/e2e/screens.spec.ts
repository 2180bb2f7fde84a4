import { mkdirSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { addCluster, setLink } from '#shared/boards/edit-board.ts'
import type { BoardName, CardId } from '#shared/ids.ts'
import { workshopFixture } from '../fixtures/workshop.ts'
import type { FixtureCard } from '../fixtures/workshop-types.ts'
import {
  contextFor,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  LOOKS,
  nameOf,
  type Look,
} from './support/looks.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage, type Stage } from './support/stage.ts'

/**
 * Every screen in every look: no accessibility violation, nothing that sticks out, no raw key, no untranslated word.
 * The pictures land in `.cache/screens` for people to look at.
 */
const PICTURES = '.cache/screens'

interface Screen {
  readonly name: string
  readonly path: (stage: Stage) => string
  /** resolves when the screen is whole */
  readonly ready: (page: Page) => Promise<unknown>
}

const seatOf = (index: number) => (stage: Stage) =>
  new URL(stage.seats[index]?.seatUrl ?? '').pathname + new URL(stage.seats[index]?.seatUrl ?? '').hash
const deskOf = (screen: string) => (stage: Stage) => {
  const { pathname, hash } = new URL(stage.opened.facilitatorUrl)
  return pathname.replace('console', screen) + hash
}
const inPhase = (page: Page) => page.locator('[data-phase]').first().waitFor()

const HOME: readonly Screen[] = [
  {
    name: 'home',
    path: () => '/',
    ready: (page) => page.getByRole('form').or(page.locator('form')).first().waitFor(),
  },
  { name: 'code', path: () => '/join', ready: (page) => page.getByRole('textbox').waitFor() },
  {
    name: 'code-unknown',
    path: () => '/j/ZZZZZZ',
    ready: (page) => page.getByRole('heading').first().waitFor(),
  },
  {
    name: 'join',
    path: (stage) => `/j/${stage.opened.code}`,
    ready: (page) => page.getByRole('textbox').waitFor(),
  },
  { name: 'lost', path: () => '/nowhere', ready: (page) => page.getByRole('heading').first().waitFor() },
  {
    name: 'console-locked',
    path: (stage) => `/w/${stage.opened.workshopId}/console`,
    ready: (page) => page.getByRole('heading').first().waitFor(),
  },
]

const ROOM: Screen = { name: 'room', path: seatOf(0), ready: inPhase }
const CONSOLE: Screen = { name: 'console', path: deskOf('console'), ready: inPhase }
const OUTCOME: Screen = {
  name: 'outcome',
  path: (stage) => `/w/${stage.opened.workshopId}/outcome`,
  ready: (page) => page.getByRole('heading', { level: 1 }).waitFor(),
}

const headed = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor()
/** What is seen before the start. */
const BEFORE: readonly Screen[] = [
  { name: 'plan', path: deskOf('plan'), ready: headed },
  { name: 'people', path: deskOf('people'), ready: headed },
  { name: 'teams', path: deskOf('teams'), ready: headed },
  { name: 'apply', path: (stage) => `/a/${stage.opened.code}`, ready: headed },
]

/** Where the workshop stands when the two large screens are looked at, in the order of the agenda. */
const MOMENTS = [
  { name: 'planning', kind: null },
  { name: 'intro', kind: 'intro' },
  { name: 'check-in', kind: 'check-in' },
  { name: 'hidden', kind: 'list-ideals' },
  { name: 'voting', kind: 'deepen-ideals' },
  { name: 'hidden-challenges', kind: 'list-challenges' },
  { name: 'challenges', kind: 'deepen-challenges' },
  { name: 'break', kind: 'break' },
  { name: 'solutions', kind: 'solutions' },
  { name: 'prepare', kind: 'prepare' },
  { name: 'share', kind: 'share' },
  { name: 'topics', kind: 'next-topics' },
  { name: 'close', kind: 'close' },
] as const

const SCOPE = ['既存のお客さまとのチャット', '社内の連絡'] as const

/** what people wrote, and what the workshop itself holds in its own language: names of teams, a reason */
const words = [
  'チーム',
  '次の画面へ',
  '窓口が分かれて追えない',
  '費用が見えない',
  workshopFixture.title,
  workshopFixture.goal,
  ...SCOPE,
  ...workshopFixture.people.map(({ name }) => name),
  ...[
    ...workshopFixture.teams.flatMap(({ boards }) => Object.values(boards)),
    workshopFixture.topics,
  ].flatMap(({ cards }) => cards.flatMap(({ text }) => text.split('\n'))),
]

let server: TestServer

test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})

test.afterAll(() => server.close())

test('every screen is whole, accessible and translated in every look', async ({ browser }) => {
  const stage = await setStage(server.url, { people: 11 })
  /** Looks that differ in light and dark alone share a page: it is opened once, as slow as that is, and looked at twice. */
  const visit = async (looks: readonly Look[], screens: readonly Screen[], moment: string) => {
    for (const pair of pairs(looks)) {
      const context = await contextFor(browser, pair[0])
      for (const screen of screens) {
        const page = await context.newPage()
        const errors: string[] = []
        page.on('pageerror', (error) => errors.push(error.message))
        page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
        await page.goto(server.url + screen.path(stage))
        await screen.ready(page)
        await page.evaluate(() => document.fonts.ready)
        for (const look of pair) {
          await page.emulateMedia({ colorScheme: look.scheme })
          await lookAt(page, look, [screen.name, moment, nameOf(look)].filter(Boolean).join('-'), errors)
        }
        await page.close()
      }
      await context.close()
    }
  }
  await visit(LOOKS, HOME, '')
  await stage.facilitate({ type: 'plan.edit', lines: { inScope: SCOPE[0], outOfScope: SCOPE[1] } })
  await stage.facilitate({ type: 'form.publish' })
  await visit(LOOKS, BEFORE, '')

  for (const [index, { name, kind }] of MOMENTS.entries()) {
    if (kind === 'intro') {
      await stage.facilitate({ type: 'team.form', by: 'headcount', size: 5, seed: 7 })
      await stage.facilitate({ type: 'agenda.open' })
    } else if (kind !== null) await stage.moveTo(kind)
    if (kind !== null) await fill(stage)
    // all looks for the first, the hidden and the voting moment; two opposite ones for the rest keep the run short
    const looks = ['planning', 'hidden', 'voting'].includes(name)
      ? LOOKS
      : LOOKS.filter((_look, at) => (index % 2 === 0 ? [0, 7] : [3, 4]).includes(at))
    await visit(looks, [ROOM, CONSOLE], name)
  }
  await stage.facilitate({ type: 'agenda.end' })
  await visit(LOOKS, [ROOM, CONSOLE, OUTCOME], 'ended')
  stage.close()
})

/** Looks of one size and language, together. */
function pairs(looks: readonly Look[]): [Look, ...Look[]][] {
  const pairsOf = new Map<string, [Look, ...Look[]]>()
  for (const look of looks) {
    const pair = pairsOf.get(look.size + look.locale)
    if (pair) pair.push(look)
    else pairsOf.set(look.size + look.locale, [look])
  }
  return [...pairsOf.values()]
}

async function lookAt(page: Page, look: Look, what: string, errors: string[]): Promise<void> {
  await page.waitForTimeout(250) // what fades in has faded in
  await page.screenshot({ path: `${PICTURES}/${what}.png` })
  await expectNoOverflow(page, what)
  await expectAccessible(page, what)
  await expectWords(page, look, what, words)
  const unexpected = errors.splice(0).filter((text) => !/status of 40\d/.test(text))
  expect.soft(unexpected, `errors on ${what}`).toEqual([])
}

/** Everyone writes what the fixture has them write on the board of the phase. */
async function fill(stage: Stage): Promise<void> {
  const { agenda, participants } = await stage.state()
  const phase = agenda.phases.find(({ id }) => id === agenda.current?.phaseId)
  if (!phase?.board) return
  if (phase.kind.startsWith('deepen')) return arrange(stage, phase.board)
  for (const [seat, person] of workshopFixture.people.entries()) {
    if (!participants[seat] || (phase.hidden && seat === 10)) continue
    const cards = written(phase.board).filter(({ by }) => by === person.key)
    for (const { key, text, part } of cards.slice(0, 3)) {
      await stage.as(seat, {
        type: 'card.add',
        cardId: key as CardId,
        board: phase.board,
        text,
        part: part ?? null,
      })
    }
  }
}

/** The first seat's team clusters its cards three by three, names the clusters, and links what it can. */
async function arrange(stage: Stage, board: BoardName): Promise<void> {
  const { participants, cards } = await stage.state()
  const teamId = participants[0]?.teamId
  if (!teamId) throw new Error('the first seat has no team')
  const of = (name: BoardName) => cards.filter((card) => card.teamId === teamId && card.board === name)
  await stage.edit(0, teamId, board, (doc) => {
    const mine = of(board).filter(({ id }) => doc.cards.has(id))
    for (const [index, title] of ['窓口が分かれて追えない', '費用が見えない', ''].entries()) {
      addCluster(
        doc,
        `cluster-${index}`,
        title,
        mine.slice(index * 3, index * 3 + 3).map(({ id }) => id),
      )
    }
    for (const [index, ideal] of of('ideals').entries()) {
      if (board === 'challenges' && mine[index]) setLink(doc, mine[index].id, ideal.id, true)
    }
  })
}

function written(board: BoardName): readonly FixtureCard[] {
  if (board === 'topics') return workshopFixture.topics.cards
  return workshopFixture.teams.flatMap((team) => (board === 'lookback' ? [] : team.boards[board].cards))
}
