import { mkdirSync } from 'node:fs'
import { expect, test, type Browser, type Locator, type Page } from '@playwright/test'
import { addCluster, setLink } from '#shared/boards/edit-board.ts'
import type { CardId } from '#shared/ids.ts'
import { boardText } from '../../client/i18n/board.ts'
import { chainsText } from '../../client/i18n/board-chains.ts'
import { pledgesText } from '../../client/i18n/board-pledges.ts'
import { threadsText } from '../../client/i18n/board-threads.ts'
import { contextFor, expectAccessible, expectNoOverflow, nameOf, type Look } from './support/looks.ts'
import type { TestServer } from './support/server.ts'
import type { Stage } from './support/stage.ts'
import { teamForEachTest } from './support/team.ts'

/** Chains and what hangs on a card, in real browsers. The pictures land in `.cache/screens` for people to look at. */
const PICTURES = '.cache/screens'
const DESK: Look = { size: 'desk', locale: 'ja', scheme: 'light' }
const PHONE: Look = { size: 'phone', locale: 'ja', scheme: 'dark' }
const chains = chainsText.ja
const threads = threadsText.ja

let server: TestServer
let stage: Stage

teamForEachTest(4, (set, at) => {
  mkdirSync(PICTURES, { recursive: true })
  stage = set
  server = at
})

async function sit(browser: Browser, seat: number, look: Look): Promise<Page> {
  const page = await (await contextFor(browser, look)).newPage()
  await page.goto(stage.seats[seat]?.seatUrl ?? '')
  await page.getByRole('article').first().waitFor()
  await page.locator('.board[data-ready]').waitFor()
  return page
}

const add = (seat: number, board: 'ideals' | 'challenges' | 'solutions', id: string, text: string) =>
  stage.as(seat, { type: 'card.add', cardId: id as CardId, board, text, part: 'operation' })

/** An ideal answered by a challenge, and a second challenge; the solutions are on. */
async function solving(): Promise<void> {
  const teamId = (await stage.state()).teams[0]!.id
  await stage.moveTo('deepen-ideals')
  await add(0, 'ideals', 'i1', 'どこから来ても、履歴が1本でたどれる')
  await stage.moveTo('deepen-challenges')
  await add(0, 'challenges', 'c1', '記録が3か所に分かれている')
  await add(1, 'challenges', 'c2', '電話の内容を書きとめる時間がない')
  await stage.edit(0, teamId, 'challenges', (board) => {
    setLink(board, 'c1', 'i1', true)
    addCluster(board, 'k1', '記録', ['c1'])
  })
  await stage.moveTo('solutions')
  await add(0, 'solutions', 's1', '受付簿を1枚にする')
  await add(1, 'solutions', 's2', '電話のあと30秒で音声メモ')
}

const card = (page: Page, id: string): Locator => page.locator(`[data-card="${id}"]`)
const earlier = (page: Page, id: string): Locator => page.locator(`[data-chain-target="${id}"]`)

async function picture(page: Page, name: string, look: Look): Promise<void> {
  await page.screenshot({ path: `${PICTURES}/${name}-${nameOf(look)}.png` })
  await expectNoOverflow(page, name)
}

test('a card without a chain is marked; dragged onto an earlier card it is linked, and the link shows both ends', async ({
  browser,
}) => {
  await solving()
  const page = await sit(browser, 0, DESK)
  await expect(card(page, 's1')).toContainText(chains.unlinked.solutions)
  await expect(earlier(page, 'c1')).toContainText(chains.noAnswer.solutions)
  await picture(page, 'chains-unlinked', DESK)

  const from = (await card(page, 's1').locator('p').first().boundingBox())!
  const to = (await earlier(page, 'c1').boundingBox())!
  await page.mouse.move(from.x + 12, from.y + 12)
  await page.mouse.down()
  await page.mouse.move(from.x + 60, from.y + 40, { steps: 5 })
  await page.mouse.move(to.x + 40, to.y + 10, { steps: 12 })
  await expect(earlier(page, 'c1')).toContainText(chains.dropHere)
  await picture(page, 'chains-dragging', DESK)
  await page.mouse.up()
  await expect(earlier(page, 'c1')).toContainText(chains.answers.solutions(1))
  await expect(page.locator('.lane [data-card="s1"]')).toBeVisible()
  await expect(card(page, 's1')).not.toContainText(chains.unlinked.solutions)

  const link = card(page, 's1').getByRole('button', { name: /^つながりを見る/ })
  await link.click()
  await expect(page.locator('article.lit')).toHaveCount(1)
  await expect(page.locator('aside li.lit')).toHaveCount(2)
  await picture(page, 'chains-lit', DESK)
  await expectAccessible(page, 'lit chain')

  // without a mouse: the menu's picker
  await card(page, 's2').getByRole('button', { name: chains.unlinked.solutions }).press('Enter')
  await page.getByRole('checkbox', { name: '電話の内容' }).check()
  await page.getByRole('button', { name: boardText.ja.link.done, exact: true }).last().click()
  await expect(earlier(page, 'c2')).toContainText(chains.answers.solutions(1))
})

test('a solution is judged by cost, effort and effect, and a phone shows a whole chain at once', async ({
  browser,
}) => {
  await solving()
  const teamId = (await stage.state()).teams[0]!.id
  await stage.edit(0, teamId, 'solutions', (board) => setLink(board, 's1', 'c1', true))
  const [page, other] = [
    await sit(browser, 0, PHONE),
    await sit(browser, 1, { ...DESK, locale: 'en', scheme: 'dark' }),
  ]
  await card(page, 's1')
    .getByRole('button', { name: /の操作$/ })
    .click()
  await page.getByRole('menuitem', { name: chains.estimate.open }).click()
  await page
    .getByRole('group', { name: chains.estimate.name.cost })
    .getByText(chains.estimate.level.low)
    .click()
  await page
    .getByRole('group', { name: chains.estimate.name.effect })
    .getByText(chains.estimate.level.high)
    .click()
  await picture(page, 'chains-estimate', PHONE)
  await page.getByRole('button', { name: chains.chain.close, exact: true }).last().click()
  await expect(card(page, 's1')).toContainText('お金 小 · 効果 大')
  await expect(card(other, 's1')).toContainText('Cost: low · Effect: high')
  await picture(other, 'chains-solutions', { ...DESK, locale: 'en', scheme: 'dark' })

  await card(page, 's1')
    .getByRole('button', { name: /^つながりを見る/ })
    .click()
  const dialog = page.getByRole('dialog')
  for (const words of ['履歴が1本', '記録が3か所', '受付簿']) await expect(dialog).toContainText(words)
  await picture(page, 'chains-whole', PHONE)
  await page.getByRole('button', { name: chains.chain.close, exact: true }).last().click()
  await picture(page, 'chains-solutions', PHONE)
  const outcome = await fetch(`${server.url}/api/workshops/${stage.opened.workshopId}/outcome.md`, {
    headers: { authorization: `Bearer ${stage.opened.facilitatorToken}` },
  })
  expect(await outcome.text()).toContain('お金: 小 · 効果: 大')
})

test('a challenge is asked "why?" twice, replies keep their authors, and a dissolved cluster keeps its own', async ({
  browser,
}) => {
  await stage.moveTo('deepen-challenges')
  await add(0, 'challenges', 'c1', '記録が3か所に分かれている')
  await add(1, 'challenges', 'c2', 'だれが答えるか決まっていない')
  const teamId = (await stage.state()).teams[0]!.id
  await stage.edit(0, teamId, 'challenges', (board) => addCluster(board, 'k1', '記録', ['c1']))
  const [page, other] = [await sit(browser, 0, DESK), await sit(browser, 1, PHONE)]
  const answer = async (page: Page, within: Locator, open: string, field: string, words: string) => {
    await within.getByRole('button', { name: open, exact: true }).click()
    await page.getByRole('textbox', { name: field }).fill(words)
    await page.getByRole('textbox', { name: field }).press('Control+Enter')
    await expect(within.getByRole('list', { name: threads.label })).toContainText(words)
  }
  await answer(page, card(page, 'c1'), threads.open[1], threads.field[1], '入口ごとに別の道具を入れた')
  await card(other, 'c1').scrollIntoViewIfNeeded()
  await answer(
    other,
    card(other, 'c1'),
    threads.open[2],
    threads.field[2],
    '入れるとき、だれにも相談しなかった',
  )
  await answer(page, card(page, 'c1'), threads.open[0], threads.field[0], 'うちも同じです')
  await expect(card(other, 'c1')).toContainText('うちも同じです')
  await card(page, 'c2').getByRole('button', { name: threads.open[1], exact: true }).click()
  await picture(page, 'threads', DESK)
  await picture(other, 'threads', PHONE)
  await expectAccessible(page, 'replies')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: boardText.ja.move.clusterMenu('記録') }).click()
  await page.getByRole('menuitem', { name: threads.menu[0] }).click()
  await page.getByRole('textbox', { name: threads.field[0] }).fill('ここから話したい')
  await page.getByRole('button', { name: threads.add, exact: true }).click()
  await expect(page.locator('.talk')).toContainText('ここから話したい')
  await page.getByRole('button', { name: boardText.ja.move.clusterMenu('記録') }).click()
  await page.getByRole('menuitem', { name: boardText.ja.move.dissolve }).click()
  await expect(page.locator('.talk')).toContainText(threads.left)

  const english = await sit(browser, 2, { ...DESK, locale: 'en', scheme: 'dark' })
  await picture(english, 'threads', { ...DESK, locale: 'en', scheme: 'dark' })
})

test('a solution is pledged by name, thanks reach its author alone, and both are taken back by the keyboard', async ({
  browser,
}) => {
  const pledges = pledgesText.ja
  await solving()
  const [page, author] = [await sit(browser, 2, DESK), await sit(browser, 0, PHONE)]
  const row = (on: Page, id: string) => card(on, id).getByRole('group', { name: pledges.label })
  await row(page, 's1').getByRole('button', { name: pledges.kind.try }).click()
  await expect(row(page, 's1').getByRole('button', { name: pledges.kind.try })).toContainText(pledges.you)
  await stage.as(1, { type: 'pledge.toggle', cardId: 's1' as CardId, kind: 'try' })
  await stage.as(1, { type: 'pledge.toggle', cardId: 's1' as CardId, kind: 'teach' })
  const names = await stage.state().then(({ participants }) => participants.map(({ name }) => name ?? ''))
  await expect(row(author, 's1')).toContainText(names[2]!)
  await expect(row(author, 's1')).toContainText(names[1]!)
  await row(author, 's1').getByRole('button', { name: pledges.kind.teach }).tap()
  await expect(row(page, 's1')).toContainText(names[0]!)

  const menu = page.getByRole('button', { name: boardText.ja.card.menu('受付簿を1枚にする') })
  await menu.click()
  await page.getByRole('menuitem', { name: pledges.thanks.give }).click()
  await expect(card(page, 's1').getByRole('img', { name: pledges.thanks.given })).toBeVisible()
  await expect(card(author, 's1').getByText(pledges.thanks.told, { exact: true })).toBeVisible()
  await card(author, 's1').scrollIntoViewIfNeeded()
  await picture(page, 'pledges', DESK)
  await picture(author, 'pledges', PHONE)
  await expectAccessible(page, 'pledges')
  await expectAccessible(author, 'pledges on a phone')
  const other = await sit(browser, 3, { ...DESK, locale: 'en', scheme: 'dark' })
  await expect(card(other, 's1')).toContainText(pledgesText.en.kind.try)
  await expect(card(other, 's1').getByText(pledgesText.en.thanks.told, { exact: true })).toHaveCount(0)
  await picture(other, 'pledges', { ...DESK, locale: 'en', scheme: 'dark' })

  await row(page, 's1').getByRole('button', { name: pledges.kind.try }).focus()
  await page.keyboard.press('Space')
  await expect(row(page, 's1').getByRole('button', { name: pledges.kind.try })).not.toContainText(pledges.you)
  await menu.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: pledges.thanks.takeBack }).press('Enter')
  await expect(card(author, 's1').getByText(pledges.thanks.told, { exact: true })).toHaveCount(0)
})
