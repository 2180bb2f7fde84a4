import { expect, test, type Browser, type Locator, type Page } from '@playwright/test'
import type { CardId, ParticipantId } from '#shared/ids.ts'
import { must } from '#shared/result.ts'
import { hiddenText } from '../../client/i18n/hidden-writing.ts'
import { closePages } from './support/looks.ts'
import { words } from './support/people.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage, type Stage } from './support/stage.ts'

let server: TestServer
test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(() => server.close())
test.afterEach(({ browser }) => closePages(browser))

/** A page of one seat, with every byte it received over a socket, and whether it ever counted a reveal down. */
interface Watched {
  readonly page: Page
  readonly frames: () => string
}

async function watch(
  browser: Browser,
  path: string,
  reducedMotion: 'reduce' | 'no-preference' = 'no-preference',
): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion })
  const page = await context.newPage()
  const received: string[] = []
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => void received.push(payload.toString('utf8'))),
  )
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector('.reveal')) document.documentElement.dataset['counted'] = 'yes'
      const board = document.querySelector('.board')
      for (const one of document.getAnimations()) {
        const { target = null } = (one.effect as KeyframeEffect | null) ?? {}
        const { duration = 0 } = one.effect?.getComputedTiming() ?? {}
        // where motion is reduced the styles cut every animation down to nothing rather than leave it out
        if (board?.contains(target) === true && Number(duration) > 50)
          document.documentElement.dataset['moved'] = `${target?.className} ${one.constructor.name}`
      }
    }).observe(document, { subtree: true, childList: true, characterData: true })
  })
  await page.goto(server.url + path)
  return { page, frames: () => received.join('\n') }
}

const seatPath = (stage: Stage, seat: number) => {
  const { pathname, hash } = new URL(must(stage.seats[seat], 'seat').seatUrl)
  return pathname + hash
}
const composer = (page: Page) => page.getByRole('textbox', { name: words.board.composer.label.ideals })
const add = (page: Page) => page.getByRole('button', { name: words.board.composer.add, exact: true }).click()
const cardsOf = (page: Page) => page.locator('li[data-card]')
const orderOf = (cards: Locator) =>
  cards.evaluateAll((elements) => elements.map((element) => element.getAttribute('data-card')))
const flag = (page: Page, name: 'counted' | 'moved') =>
  page.evaluate((name) => document.documentElement.dataset[name] ?? 'no', name)

/** One team in the phase of hidden ideals. */
async function hiddenIdeals(people: number, names: 'start' | 'summary' | 'never'): Promise<Stage> {
  const stage = await setStage(server.url, { people, names })
  await stage.facilitate({ type: 'team.form', by: 'headcount', size: 6, seed: 3 })
  await stage.facilitate({ type: 'agenda.open' })
  await stage.moveTo('list-ideals')
  return stage
}

async function phaseOf(stage: Stage) {
  return must((await stage.state()).agenda.current, 'phase').phaseId
}

test('others’ writing is felt and not read; the reveal is one moment in one order, the mentor’s last', async ({
  browser,
}) => {
  const stage = await hiddenIdeals(3, 'summary')
  await stage.facilitate({
    type: 'team.role',
    participantId: must(stage.seats[2], 'seat').participantId,
    role: 'mentor',
  })
  const { pathname, hash } = new URL(stage.opened.facilitatorUrl)
  const writer = await watch(browser, seatPath(stage, 0))
  const other = await watch(browser, seatPath(stage, 1), 'reduce')
  const desk = await watch(browser, pathname + hash)
  const blanks = other.page.locator('.blanks i')
  await expect(composer(other.page)).toBeVisible()

  const secret = '朝の会を紙1枚で終える'
  await composer(writer.page).pressSequentially(secret, { delay: 20 })
  await expect(other.page.locator('.blanks .coming')).toHaveCount(1)
  await expect(other.page.getByText(words.board.drafts.writing(1))).toBeVisible()
  await expect(writer.page.locator('.blanks i')).toHaveCount(0)
  await add(writer.page)
  await expect(other.page.locator('.blanks .coming')).toHaveCount(0)
  await expect(blanks).toHaveCount(1)
  // not even the card's id is told: only that there is one more
  expect(other.frames()).toContain('drafts.counted')
  for (const { frames } of [other, desk]) expect(frames()).not.toContain('draft.kept')

  // one's own draft can be reworded, which the others feel as well
  const draft = writer.page.getByRole('article').filter({ hasText: secret })
  await draft.getByRole('button', { name: words.board.card.edit }).click()
  const reworded = `${secret}。短く`
  await writer.page.getByRole('textbox', { name: words.board.card.editing }).fill(reworded)
  await expect(other.page.locator('.blanks .writing:not(.coming)')).toHaveCount(1)
  await writer.page.getByRole('button', { name: words.board.card.save }).click()
  await expect(other.page.locator('.blanks .writing')).toHaveCount(0)

  await composer(other.page).fill('誰でも過去の経緯を探せる')
  await add(other.page)
  await stage.as(2, { type: 'card.add', cardId: 'mentor-card' as CardId, board: 'ideals', text: '先生の1枚' })
  await stage.as(2, {
    type: 'card.add',
    cardId: 'mentor-more' as CardId,
    board: 'ideals',
    text: '先生の2枚目',
  })
  await expect(writer.page.locator('.blanks i')).toHaveCount(3)
  for (const { page, frames } of [other, desk]) {
    expect(frames()).not.toContain('朝の会')
    expect(await page.content()).not.toContain('朝の会')
  }
  expect((await stage.state()).cards).toEqual([])

  await stage.facilitate({ type: 'card.reveal', expectedPhaseId: await phaseOf(stage) })
  await expect(writer.page.locator('.reveal .count')).toHaveText(/^[321]$/)
  await expect(cardsOf(writer.page)).toHaveCount(0)
  await expect(other.page.getByText(hiddenText.ja.reveal.soon)).toBeVisible()
  await expect(other.page.locator('.reveal .count')).toHaveCount(0)
  // who loads the page meanwhile sees the result
  const late = await watch(browser, seatPath(stage, 1))
  for (const { page } of [writer, other, late]) await expect(cardsOf(page)).toHaveCount(4)
  expect(await flag(late.page, 'counted')).toBe('no')
  expect(await flag(writer.page, 'moved')).not.toBe('no')
  expect(await flag(other.page, 'moved')).toBe('no')

  const order = await orderOf(cardsOf(writer.page))
  expect(await orderOf(cardsOf(other.page))).toEqual(order)
  expect(await orderOf(cardsOf(late.page))).toEqual(order)
  expect(order.slice(2).sort()).toEqual(['mentor-card', 'mentor-more'])
  expect((await stage.state()).lastReveal?.cardIds).toEqual(order)

  await composer(other.page).fill('公開のあとに思いついた')
  await add(other.page)
  const after = writer.page.getByRole('article').filter({ hasText: '公開のあとに思いついた' })
  await expect(after.getByText(words.board.card.late)).toBeVisible()
  await expect(writer.page.getByText(words.board.card.late)).toHaveCount(1)
  // no names yet but "you" on one's own
  await expect(writer.page.locator('.footer .name')).toHaveCount(0)
  await expect(writer.page.locator('.footer .own')).toHaveCount(1)

  await writer.page.reload()
  await expect(cardsOf(writer.page)).toHaveCount(5)
  expect(await flag(writer.page, 'counted')).toBe('no')
  await stage.moveTo('list-challenges')
  const told = (await stage.state()).cards.filter(({ board }) => board === 'ideals')
  expect(told.map(({ authorId }) => authorId)).not.toContain(null)
  stage.close()
})

test('where names never come nobody learns whose a card is, and a facilitator still takes it off', async ({
  browser,
}) => {
  const stage = await hiddenIdeals(2, 'never')
  const author: ParticipantId = must(stage.seats[0], 'seat').participantId
  const lead = must(stage.seats[1], 'seat').participantId
  await stage.facilitate({ type: 'facilitator.grant', participantId: lead })
  await stage.as(0, { type: 'consent.set', names: true })
  const writer = await watch(browser, seatPath(stage, 0), 'reduce')
  const facilitator = await watch(browser, seatPath(stage, 1), 'reduce')
  await expect(composer(facilitator.page)).toBeVisible()
  await expect(facilitator.page.getByText(hiddenText.ja.names.never)).toBeVisible()

  await composer(writer.page).fill('ひどいことば')
  await add(writer.page)
  await composer(facilitator.page).fill('ふつうのことば')
  await add(facilitator.page)
  await expect(facilitator.page.locator('.blanks i')).toHaveCount(1)
  await stage.facilitate({ type: 'card.reveal', expectedPhaseId: await phaseOf(stage) })

  const card = facilitator.page.getByRole('article').filter({ hasText: 'ひどいことば' })
  await expect(card).toBeVisible()
  await expect(card.locator('.name, .own')).toHaveCount(0)
  await expect(
    writer.page.getByRole('article').filter({ hasText: 'ひどいことば' }).locator('.own'),
  ).toBeVisible()
  await composer(writer.page).fill('公開のあとの1枚')
  await add(writer.page)
  await expect(cardsOf(facilitator.page)).toHaveCount(3)
  await card.getByRole('button', { name: /の操作$/ }).click()
  await facilitator.page.getByRole('menuitem', { name: words.board.card.hide }).click()
  for (const { page } of [facilitator, writer]) await expect(cardsOf(page)).toHaveCount(2)

  await stage.facilitate({ type: 'agenda.end' })
  expect(facilitator.frames()).toContain('cards.revealed')
  expect(facilitator.frames()).not.toContain(`"authorId":"${author}"`)
  const { cards } = await stage.state()
  expect(cards.map(({ authorId }) => authorId)).toEqual([null, null, null])
  const headers = { authorization: `Bearer ${stage.opened.facilitatorToken}` }
  const base = `${server.url}/api/workshops/${stage.opened.workshopId}`
  const outcome = (await (await fetch(`${base}/outcome.json`, { headers })).json()) as {
    teams: { boards: { ideals: { cards: { text: string; authorId: unknown; authorName: unknown }[] } } }[]
  }
  const ideals = must(outcome.teams[0], 'team').boards.ideals.cards
  expect(ideals.map(({ text }) => text).sort()).toEqual(['ふつうのことば', '公開のあとの1枚'].sort())
  for (const { authorId, authorName } of ideals) expect([authorId, authorName]).toEqual([null, null])
  stage.close()
})
