import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import type { Text } from 'yjs'
import { addCluster, moveCard, writeSummary } from '#shared/boards/edit-board.ts'
import type { CardId, TeamId } from '#shared/ids.ts'
import { historyText } from '../../client/i18n/console-history.ts'
import { teamsText } from '../../client/i18n/console-teams.ts'
import { workshopFixture } from '../fixtures/workshop.ts'
import {
  closePages,
  contextFor,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  nameOf,
  OPPOSITE_LOOKS,
} from './support/looks.ts'
import { startServer, type TestServer } from './support/server.ts'
import { setStage } from './support/stage.ts'

const PICTURES = '.cache/screens'

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

const theirs = [
  workshopFixture.title,
  workshopFixture.goal,
  ...workshopFixture.people.map(({ name }) => name),
  'チーム',
  '次の画面へ',
  '身軽さ',
  '身軽に動く',
  'その',
  'あとから',
]

for (const look of OPPOSITE_LOOKS)
  test(`S-35 a facilitator looks at a spoiled board as it was, and brings it back (${nameOf(look)})`, async ({
    browser,
  }) => {
    const t = historyText[look.locale]
    const stage = await setStage(server.url, { people: 4 })
    await stage.facilitate({ type: 'team.form', by: 'headcount', size: 4 })
    await stage.facilitate({ type: 'agenda.open' })
    await stage.moveTo('list-ideals')
    const write = (seat: number, id: string, text: string) =>
      stage.as(seat, { type: 'card.add', cardId: id as CardId, board: 'ideals', text, part: null })
    for (const seat of [0, 1, 2, 3]) await write(seat, `c${seat}`, `身軽に動く その${seat + 1}`)
    await stage.moveTo('deepen-ideals')
    const [team] = (await stage.state()).teams
    const teamId = team?.id as TeamId
    await stage.edit(0, teamId, 'ideals', (board) => addCluster(board, 'k1', '身軽さ', ['c0', 'c1', 'c2']))
    await stage.edit(0, teamId, 'ideals', (board) => writeSummary(board, '身軽に動く'))

    const context = await contextFor(browser, look)
    const page = await context.newPage()
    const console_ = new URL(stage.opened.facilitatorUrl)
    await page.goto(server.url + console_.pathname + console_.hash)
    await page.getByRole('button', { name: teamsText[look.locale].tile.peekOf(team?.name ?? '') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: t.open }).click()
    const moments = dialog.getByRole('list', { name: t.list }).getByRole('button')
    // the end of the listing, and half a minute after the edits what they made
    await expect(async () => {
      await dialog.getByRole('button', { name: t.close }).click()
      await dialog.getByRole('button', { name: t.open }).click()
      await expect(moments.filter({ hasText: t.counts(4, 1) }).first()).toBeVisible({ timeout: 2_000 })
    }).toPass({ timeout: 120_000 })

    await stage.edit(1, teamId, 'ideals', (board) => {
      for (const card of board.cards.values()) {
        const text = card.get('text') as Text
        text.delete(0, text.length)
      }
      board.clusters.delete('k1')
    })
    await stage.edit(1, teamId, 'ideals', (board) => writeSummary(board, ''))
    await write(2, 'c9', '身軽に動く あとから')
    const last = { clusterId: null, beforeId: null }
    await stage.edit(1, teamId, 'ideals', (board) => moveCard(board, 'c3', last))

    await moments
      .filter({ hasText: t.counts(4, 1) })
      .first()
      .click()
    await expect(dialog.getByRole('heading', { name: '身軽さ' })).toBeVisible()
    await expect(dialog.getByText('身軽に動く その1')).toBeVisible()
    await dialog.getByRole('button', { name: t.bring }).click()
    await expect(dialog.getByText(t.confirm.reworded(4))).toBeVisible()
    await expect(dialog.getByText(t.confirm.clustersBack(1))).toBeVisible()
    await expect(dialog.getByText(t.confirm.reordered)).toBeVisible()
    await expect(dialog.getByText(t.confirm.newer(1))).toBeVisible()
    await page.screenshot({ path: `${PICTURES}/history-${nameOf(look)}.png` })
    await expectAccessible(page, `history ${nameOf(look)}`)
    await expectNoOverflow(page, `history ${nameOf(look)}`)
    await expectWords(page, look, `history ${nameOf(look)}`, theirs)
    await dialog.getByRole('button', { name: t.confirm.yes, exact: true }).click()
    await expect(dialog.getByText(t.same)).toBeVisible()

    // the board of now: everything as it was, and the newer card
    await dialog.getByRole('button', { name: t.close }).click()
    await expect(dialog.getByText('身軽に動く その4')).toBeVisible()
    await expect(dialog.getByText('身軽に動く あとから')).toBeVisible()
    await expect(dialog.getByRole('heading', { name: '身軽さ' })).toBeVisible()

    // and back again: what was there before is a moment itself
    await dialog.getByRole('button', { name: t.open }).click()
    await moments.filter({ hasText: t.before }).first().click()
    await page.screenshot({ path: `${PICTURES}/history-before-${nameOf(look)}.png` })
    await dialog.getByRole('button', { name: t.bring }).click()
    await dialog.getByRole('button', { name: t.confirm.yes, exact: true }).click()
    await expect(dialog.getByText(t.same)).toBeVisible()
    await dialog.getByRole('button', { name: t.close }).click()
    await expect(dialog.getByText('身軽に動く その4')).toHaveCount(0)
    await expect(dialog.getByText('身軽に動く あとから')).toBeVisible()
    stage.close()
  })
