import { expect, test, type Browser } from '@playwright/test'
import { workshopFixture } from '../fixtures/workshop.ts'
import type { FixtureCard, PersonKey } from '../fixtures/workshop-types.ts'
import { readMarkdown, type ReadBoard, type ReadCard } from '../outcome/markdown-reader.ts'
import { Facilitator, Participant, phaseTitleJa, words } from './support/people.ts'
import { startServer, type TestServer } from './support/server.ts'

/**
 * The product's main job as its people do it: one facilitator and six participants in two teams, each in a browser of
 * their own, through every phase of the 90-minute agenda on a clock ten times as fast. One loses the network, one
 * reloads, one joins late, and the server is killed in the challenges phase. At the end the Markdown holds every card.
 */
const CLOCK_RATE = 10
const [ONE_DOOR, MOVING_HOUSE] = workshopFixture.teams

type BoardKey = 'ideals' | 'challenges' | 'solutions'
const HEADINGS: Record<BoardKey, string> = { ideals: '理想', challenges: '課題', solutions: '打ち手' }

/** What one person writes on a board: three cards of the fixture, in the fixture's own words. */
function cardsOf(key: PersonKey, board: BoardKey): readonly FixtureCard[] {
  const all = [ONE_DOOR, MOVING_HOUSE].flatMap((team) => team?.boards[board].cards ?? [])
  return all.filter((card) => card.by === key).slice(0, 2)
}

interface Cast {
  readonly key: PersonKey
  readonly person: Participant
}

let server: TestServer

test.beforeAll(async () => {
  server = await startServer({ rate: CLOCK_RATE })
})

test.afterAll(() => server.close())

test('a whole workshop runs, survives, and leaves with every card', async ({ browser }) => {
  const facilitator = await Facilitator.open(browser, server.url, {
    title: workshopFixture.title,
    goal: workshopFixture.goal,
  })
  const cast = await joinAll(browser, facilitator.joinUrl, ['haru', 'mio', 'shin', 'yuzu', 'takeru'])
  const [haru, mio, shin, yuzu, takeru] = cast as [Cast, Cast, Cast, Cast, Cast]

  await test.step('two teams are formed of those present', async () => {
    await facilitator.formTeams(3)
    for (const { person } of cast) await expect(person.page.getByText(/^チーム[AB]$/).first()).toBeVisible()
  })

  await test.step('the facilitator opens; everyone is in the intro', async () => {
    await facilitator.start()
    await everyoneIn(cast, 'intro')
    await facilitator.advanceTo('check-in')
    await everyoneIn(cast, 'check-in')
  })

  // somebody who comes late finds a seat in the smaller team
  const riku = {
    key: 'riku' as const,
    person: await Participant.join(browser, facilitator.joinUrl, 'りく', true),
  }
  await riku.person.expectPhase('check-in')
  cast.push(riku)

  const team = await teamsOf(cast)
  const mates = (one: Cast) =>
    cast.filter((other) => team.get(other.key) === team.get(one.key) && other !== one)

  await test.step('ideals are written alone; the gate waits, and opens', async () => {
    await facilitator.advanceTo('list-ideals')
    await everyoneIn(cast, 'list-ideals')
    for (const { key, person } of cast.slice(0, -1)) await postAll(person, cardsOf(key, 'ideals'))
    for (const mate of mates(haru)) {
      const text = cardsOf(mate.key, 'ideals')[0]?.text.split('\n')[0] ?? ''
      expect(await haru.person.page.content(), 'hidden means hidden').not.toContain(text)
    }
    await facilitator.page
      .getByRole('button', { name: words.console.move.next(phaseTitleJa('deepen-ideals')) })
      .click()
    await expect(facilitator.page.getByRole('dialog')).toContainText('りく')
    await facilitator.page.getByRole('button', { name: words.console.gate.wait }).click()
    await postAll(riku.person, cardsOf('riku', 'ideals'))
    await facilitator.advanceTo('deepen-ideals')
    await everyoneIn(cast, 'deepen-ideals')
    for (const mate of mates(haru)) {
      await expect(haru.person.card(cardsOf(mate.key, 'ideals')[0]?.text ?? '')).toBeVisible()
    }
  })

  await test.step('ideals are clustered, voted on, summed up', async () => {
    for (const leader of leaders(cast, team)) {
      const [first] = cardsOf(leader.key, 'ideals')
      await leader.person.openMenu(leader.person.card(first?.text ?? ''), words.board.card.move)
      await leader.person.page.getByRole('button', { name: words.board.move.newCluster }).click()
      await nameCluster(leader.person, `${leader.person.name}のまとまり`)
      await leader.person.writeSummary(`${leader.person.name}のチームの理想`)
    }
    for (const { key, person } of cast) await vote(person, cardsOf(key, 'ideals')[0])
  })

  await test.step('one reloads and is in the same seat', async () => {
    await mio.person.page.reload()
    await mio.person.expectPhase('deepen-ideals')
    await expect(mio.person.card(cardsOf('mio', 'ideals')[0]?.text ?? '')).toBeVisible()
  })

  await test.step('challenges: one is without network, the server is killed', async () => {
    await facilitator.advanceTo('list-challenges')
    await everyoneIn(cast, 'list-challenges')
    await shin.person.context.setOffline(true)
    for (const { key, person } of [haru, mio]) await postAll(person, cardsOf(key, 'challenges'))
    const before = await timeLeft(haru.person)
    await server.kill()
    await postWhileAway(yuzu.person, cardsOf('yuzu', 'challenges')[0])
    await server.start()
    await shin.person.context.setOffline(false)
    for (const { person } of cast)
      await expect(person.page.getByText(/再接続|つなぎ直し/)).toHaveCount(0, { timeout: 30_000 })
    await everyoneIn(cast, 'list-challenges')
    expect(await timeLeft(haru.person), 'the clock went on').toBeLessThanOrEqual(before)
    for (const card of cardsOf('haru', 'challenges')) await expect(haru.person.card(card.text)).toBeVisible()
    await expect(yuzu.person.card(cardsOf('yuzu', 'challenges')[0]?.text ?? '')).toBeVisible()
    await postAll(yuzu.person, cardsOf('yuzu', 'challenges').slice(1))
    for (const { key, person } of [shin, takeru, riku]) await postAll(person, cardsOf(key, 'challenges'))
  })

  await test.step('challenges are linked to ideals, voted on, summed up', async () => {
    await facilitator.advanceTo('deepen-challenges')
    await everyoneIn(cast, 'deepen-challenges')
    for (const { key, person } of cast) await vote(person, cardsOf(key, 'challenges')[0])
    for (const leader of leaders(cast, team)) {
      const [challenge] = cardsOf(leader.key, 'challenges')
      const [ideal] = cardsOf(leader.key, 'ideals')
      await link(leader.person, challenge, ideal)
      await leader.person.writeSummary(`${leader.person.name}のチームの課題`)
    }
  })

  await test.step('solutions, after the break', async () => {
    await facilitator.advanceTo('break')
    await facilitator.advanceTo('solutions')
    await everyoneIn(cast, 'solutions')
    for (const { key, person } of cast) await postAll(person, cardsOf(key, 'solutions'))
    for (const leader of leaders(cast, team)) {
      await link(leader.person, cardsOf(leader.key, 'solutions')[0], cardsOf(leader.key, 'challenges')[0])
    }
  })

  await test.step('prepare, share, next topics, close', async () => {
    await facilitator.advanceUnsummedTo('prepare')
    await facilitator.advanceTo('share')
    await everyoneIn(cast, 'share')
    await facilitator.advanceTo('next-topics')
    await everyoneIn(cast, 'next-topics')
    for (const { person } of cast) await person.post(`${person.name}が次に知りたいこと`)
    await facilitator.advanceTo('close')
    await everyoneIn(cast, 'close')
    await facilitator.end()
  })

  await test.step('the Markdown holds every card once, in its place, with cluster and votes', async () => {
    const answer = await facilitator.context.request.get(
      `${server.url}/api/workshops/${facilitator.workshopId}/outcome.md`,
      { headers: { 'x-yoriai-as': 'facilitator' } },
    )
    expect(answer.status()).toBe(200)
    const document = readMarkdown(await answer.text())
    const everywhere = document.sections.flatMap(cardsIn).map(({ text }) => text)
    for (const one of cast) {
      const section = document.sections.find(({ title }) => title === team.get(one.key))
      for (const board of ['ideals', 'challenges', 'solutions'] as const) {
        const shelf = section?.boards.find(({ title }) => title === HEADINGS[board])
        for (const [index, card] of cardsOf(one.key, board).entries()) {
          const at = `${one.person.name}, ${board}: ${card.text}`
          expect(
            everywhere.filter((text) => text === card.text),
            at,
          ).toHaveLength(1)
          const found = shelf ? cardsOfBoard(shelf).find(({ text }) => text === card.text) : undefined
          expect(found, at).toBeDefined()
          if (index === 0 && board !== 'solutions') expect(found?.facts.join(), at).toContain('2票')
        }
      }
      expect(everywhere).toContain(`${one.person.name}が次に知りたいこと`)
    }
    for (const leader of leaders(cast, team)) {
      const ideals = document.sections
        .find(({ title }) => title === team.get(leader.key))
        ?.boards.find(({ title }) => title === HEADINGS.ideals)
      const cluster = ideals?.clusters.find(({ title }) => title === `${leader.person.name}のまとまり`)
      expect(cluster?.cards.map(({ text }) => text)).toEqual([cardsOf(leader.key, 'ideals')[0]?.text])
      expect(ideals?.summary.join('')).toContain(`${leader.person.name}のチームの理想`)
    }
    expect(everywhere).toHaveLength(6 * 2 * 3 + 6)
  })

  await test.step('and everybody can read it on the outcome page', async () => {
    await haru.person.page.goto(`${server.url}/w/${facilitator.workshopId}/outcome`)
    await expect(haru.person.page.getByRole('heading', { level: 1 })).toContainText(workshopFixture.title)
    await expect(
      haru.person.page.getByText(cardsOf('riku', 'ideals')[0]?.text.split('\n')[0] ?? '').first(),
    ).toBeAttached()
  })
})

async function joinAll(browser: Browser, joinUrl: string, keys: readonly PersonKey[]): Promise<Cast[]> {
  const cast: Cast[] = []
  for (const key of keys) {
    const name = workshopFixture.people.find((one) => one.key === key)?.name ?? key
    cast.push({ key, person: await Participant.join(browser, joinUrl, name) })
  }
  return cast
}

async function everyoneIn(
  cast: readonly Cast[],
  kind: Parameters<Participant['expectPhase']>[0],
): Promise<void> {
  for (const { person } of cast) await person.expectPhase(kind)
}

/** The name of each person's team, as their own screen shows it. */
async function teamsOf(cast: readonly Cast[]): Promise<ReadonlyMap<PersonKey, string>> {
  const teams = new Map<PersonKey, string>()
  for (const { key, person } of cast) {
    teams.set(key, (await person.page.locator('aside h2').first().textContent())?.trim() ?? '')
  }
  expect(new Set(teams.values()).size).toBe(2)
  return teams
}

/** The first of each team does what a team does once. */
function leaders(cast: readonly Cast[], team: ReadonlyMap<PersonKey, string>): readonly Cast[] {
  return cast.filter((one) => cast.find((other) => team.get(other.key) === team.get(one.key)) === one)
}

async function postAll(person: Participant, cards: readonly FixtureCard[]): Promise<void> {
  expect(cards.length).toBeGreaterThan(0)
  for (const { text } of cards) await person.post(text)
}

/** Posts while the server is gone: the card waits here, in sight. */
async function postWhileAway(person: Participant, card: FixtureCard | undefined): Promise<void> {
  await person.post(card?.text ?? '')
}

async function vote(person: Participant, card: FixtureCard | undefined): Promise<void> {
  const more = person.card(card?.text ?? '').getByRole('button', { name: words.board.vote.more })
  await more.click()
  await more.click()
  await expect(
    person.card(card?.text ?? '').getByRole('img', { name: words.board.vote.mine(2) }),
  ).toBeVisible()
}

async function link(
  person: Participant,
  from: FixtureCard | undefined,
  to: FixtureCard | undefined,
): Promise<void> {
  await person.openMenu(person.card(from?.text ?? ''), words.board.card.link)
  const dialog = person.page.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: (to?.text ?? '').split('\n')[0] ?? '' }).check()
  await dialog.getByRole('button', { name: words.board.link.done }).first().click()
}

async function nameCluster(person: Participant, title: string): Promise<void> {
  const field = person.page.getByRole('textbox', { name: words.board.clusterName }).last()
  await field.click()
  await field.fill(title)
  await expect(field).toHaveValue(title)
}

/** Seconds on the clock of somebody's screen; negative in overtime. */
async function timeLeft(person: Participant): Promise<number> {
  const shown = (await person.page.getByRole('timer').first().innerText()).trim()
  const [minutes = 0, seconds = 0] = shown.replace('+', '').split(':').map(Number)
  return (shown.startsWith('+') ? -1 : 1) * (minutes * 60 + seconds)
}

const cardsOfBoard = (board: ReadBoard): readonly ReadCard[] => board.clusters.flatMap(({ cards }) => cards)

const cardsIn = (section: {
  cards: readonly ReadCard[]
  boards: readonly ReadBoard[]
}): readonly ReadCard[] => [...section.cards, ...section.boards.flatMap(cardsOfBoard)]
