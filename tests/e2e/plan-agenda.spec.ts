import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { phaseKind } from '#shared/domain/phases/registry.ts'
import { must } from '#shared/result.ts'
import { agendaText } from '../../client/i18n/console-agenda.ts'
import { planText } from '../../client/i18n/plan.ts'
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
import { expectTouchTargets } from './support/touch-targets.ts'

const PICTURES = '.cache/screens'
const GUIDANCE = 'ひとり30秒で。昨日いちばん困ったことをひとつ。'
const GOAL = 'となりの人の困りごとが言える'

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

for (const look of OPPOSITE_LOOKS)
  test(`AGD-21 the agenda is arranged on the plan page, saves itself, and its words reach the room (${nameOf(look)})`, async ({
    browser,
  }) => {
    const t = agendaText[look.locale].editor
    const p = planText[look.locale]
    const name = nameOf(look)
    const stage = await setStage(server.url, { people: 2 })
    const page = await (await contextFor(browser, look)).newPage()
    const desk = new URL(stage.opened.facilitatorUrl)
    await page.goto(server.url + desk.pathname.replace('console', 'plan') + desk.hash)
    const section = page.getByRole('region', { name: p.sections.agenda })
    const titleOf = (kind: Parameters<typeof phaseKind>[0]) => phaseKind(kind).text[look.locale].title
    const kinds = async () => (await stage.state()).agenda.phases.map(({ kind }) => kind)
    const before = await kinds()
    const minutes = (await stage.state()).agenda.phases.reduce((sum, phase) => sum + phase.minutes, 0)

    // how long it should take, and by how much it is over
    await section.getByText('60', { exact: true }).click()
    await expect(section.getByText(t.over(minutes - 60, 60))).toBeVisible()
    await section.getByLabel(t.minutesOf(titleOf('intro')), { exact: true }).fill('3')
    const intro = must((await stage.state()).agenda.phases[0], 'intro').minutes
    await expect(section.getByText(t.over(minutes - intro + 3 - 60, 60))).toBeVisible()

    // by key, the handle keeping the focus; then by the menu
    const handle = section.getByRole('button', { name: t.drag(titleOf('intro')) })
    await handle.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(handle).toBeFocused()
    await section.getByRole('button', { name: t.menu(titleOf('intro')) }).click()
    await page.getByRole('menuitem', { name: t.toTop }).click()
    await section.getByRole('button', { name: t.menu(titleOf('close')) }).click()
    await page.getByRole('menuitem', { name: t.toUp }).click()
    await section.getByRole('button', { name: t.menu(titleOf('break')) }).click()
    await page.getByRole('menuitem', { name: t.remove }).click()
    await section.getByRole('button', { name: t.add }).click()
    await page.getByRole('menuitem', { name: titleOf('next-topics') }).click()
    const wanted = before
      .filter((kind) => kind !== 'break')
      .with(-2, 'close')
      .with(-1, 'next-topics')
    wanted.push('next-topics')

    // what the facilitator says of a phase
    const row = section.getByRole('listitem').filter({ has: page.getByLabel(t.name(2), { exact: true }) })
    await row.getByText(t.words, { exact: true }).click()
    await row.getByLabel(t.goalOf(titleOf('check-in'))).fill(GOAL)
    await row.getByLabel(t.guidanceOf(titleOf('check-in'))).fill(GUIDANCE)
    await expect(row.getByText(t.ownWords)).toBeVisible()
    await expect(page.getByText(p.saved, { exact: true })).toBeVisible()
    expect(await kinds()).toEqual(wanted)
    expect((await stage.state()).agenda.phases[1]).toMatchObject({ goal: GOAL, guidance: GUIDANCE })
    expect((await stage.state()).agenda.phases[0]).toMatchObject({ minutes: 3 })

    await section.scrollIntoViewIfNeeded()
    await section.screenshot({ path: `${PICTURES}/plan-agenda-${name}.png` })
    await expectAccessible(page, `the agenda on the plan ${name}`)
    await expectNoOverflow(page, `the agenda on the plan ${name}`)
    if (look.size === 'phone') await expectTouchTargets(page, 'the plan')
    const { title, goal, participants } = await stage.state()
    const names = participants.map((one) => one.name ?? '')
    await expectWords(page, look, `the agenda on the plan ${name}`, [title, goal, GOAL, GUIDANCE, ...names])

    if (look.size === 'desk') {
      // by dragging its handle beyond the row below
      const from = must(await handle.boundingBox(), 'handle')
      const to = must(await row.boundingBox(), 'row')
      await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
      await page.mouse.down()
      await page.mouse.move(from.x + from.width / 2, from.y + 60, { steps: 4 })
      await page.mouse.move(from.x + from.width / 2, to.y + to.height, { steps: 8 })
      await expect(section.getByLabel(t.name(1), { exact: true })).toHaveAttribute(
        'placeholder',
        titleOf('check-in'),
      )
      await page.mouse.up()
      await expect.poll(async () => (await kinds())[0]).toBe('check-in')
    } else {
      await section.getByRole('button', { name: t.up(titleOf('check-in')) }).click()
      await expect.poll(async () => (await kinds())[0]).toBe('check-in')
    }

    await stage.facilitate({ type: 'team.form', by: 'headcount', size: 4 })
    await stage.facilitate({ type: 'agenda.open' })
    const guest = await (await contextFor(browser, look)).newPage()
    const { pathname, hash } = new URL(stage.seats[0]?.seatUrl ?? '')
    await guest.goto(server.url + pathname + hash)
    await expect(guest.getByText(GUIDANCE)).toBeVisible()
    await expect(guest.getByText(GOAL).filter({ visible: true })).toBeVisible()
    await guest.screenshot({ path: `${PICTURES}/plan-agenda-room-${name}.png` })
    await expectNoOverflow(guest, `a phase in the facilitator's words ${name}`)
    // what has begun is no longer there to be changed
    await expect(section.getByText(p.begun(1))).toBeVisible()
    await expect(section.getByLabel(t.name(2), { exact: true })).toBeVisible()
  })
