import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { planText } from '../../client/i18n/plan.ts'
import { roomText } from '../../client/i18n/room.ts'
import { teamLinksText } from '../../client/i18n/team-links.ts'
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
const ALL = 'https://call.example/everybody'
const ONE = 'https://us02web.zoom.us/j/81234567890?pwd=abc'
const TWO = 'https://meet.jit.si/Yoriai'

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

for (const look of OPPOSITE_LOOKS)
  test(`PLN-5 two teams are given links of their own, and each member sees theirs (${nameOf(look)})`, async ({
    browser,
  }) => {
    const t = teamLinksText[look.locale]
    const plan = planText[look.locale]
    const room = roomText[look.locale]
    const name = nameOf(look)
    const stage = await setStage(server.url, { people: 4 })
    await stage.facilitate({ type: 'plan.edit', callLink: ALL })
    const page = await (await contextFor(browser, look)).newPage()
    const desk = new URL(stage.opened.facilitatorUrl)
    await page.goto(server.url + desk.pathname.replace('console', 'plan') + desk.hash)
    const when = page.getByRole('region', { name: plan.sections.when })
    await expect(when.getByText(t.none)).toBeVisible()
    await when.screenshot({ path: `${PICTURES}/team-links-none-${name}.png` })

    await stage.facilitate({ type: 'team.form', by: 'headcount', size: 2, seed: 1 })
    const { teams } = await stage.state()
    await when.getByText(t.title).click()
    await expect(when.getByText(t.given(0, 2))).toBeVisible()
    await page.screenshot({ path: `${PICTURES}/team-links-empty-${name}.png`, fullPage: true })

    // several lines at once: one is not whole yet, one has no team
    const several = when.getByLabel(t.paste.label)
    await several.fill(`zoom.us/j/81234567890\n${TWO}\nhttps://call.example/third`)
    await when.getByRole('button', { name: t.paste.button }).click()
    await expect(several).toHaveValue('https://call.example/third')
    await expect(when.getByText(t.paste.left(1))).toBeVisible()
    const first = when.getByLabel(teams[0]!.name, { exact: true })
    await expect(first).toHaveValue('zoom.us/j/81234567890')
    await expect(when.getByText(t.fault)).toBeVisible()
    await expect(page.getByText(plan.unsaved)).toBeVisible()
    await expect.poll(async () => (await stage.state()).plan.teamLinks).toEqual({ [teams[1]!.id]: TWO })
    await when.screenshot({ path: `${PICTURES}/team-links-mend-${name}.png` })
    await expectAccessible(page, `links to mend ${name}`)

    await several.fill('')
    await first.fill(ONE)
    await expect(page.getByText(plan.saved, { exact: true })).toBeVisible()
    await expect(when.getByText(t.given(2, 2))).toBeVisible()
    expect((await stage.state()).plan.teamLinks).toEqual({ [teams[0]!.id]: ONE, [teams[1]!.id]: TWO })
    await when.screenshot({ path: `${PICTURES}/team-links-full-${name}.png` })
    await expectAccessible(page, `links of teams ${name}`)
    await expectNoOverflow(page, `links of teams ${name}`)
    if (look.size === 'phone')
      await expectTouchTargets(page, `links of teams ${name}`, `[aria-label="${plan.sections.when}"]`)
    await expectWords(page, look, `links of teams ${name}`, [
      (await stage.state()).title,
      (await stage.state()).goal,
      ...teams.map((team) => team.name),
      ...(await stage.state()).participants.map((one) => one.name ?? ''),
    ])

    for (const [index, team] of teams.entries()) {
      const [own, service] = index === 0 ? ([ONE, 'Zoom'] as const) : ([TWO, 'Jitsi Meet'] as const)
      const member = team.members[0]!.participantId
      const seat = stage.seats.find(({ participantId }) => participantId === member)
      const guest = await (await contextFor(browser, look)).newPage()
      const { pathname, hash } = new URL(seat!.seatUrl)
      await guest.goto(server.url + pathname + hash)
      await expect(guest.getByRole('link', { name: plan.call.team(service) })).toHaveAttribute('href', own)
      await expect(guest.getByRole('link', { name: plan.call.all(plan.call.service.other) })).toHaveAttribute(
        'href',
        ALL,
      )
      expect(await guest.content()).not.toContain(index === 0 ? TWO : ONE)
      await guest.screenshot({ path: `${PICTURES}/team-links-welcome-${index}-${name}.png`, fullPage: true })
      await expectAccessible(guest, `a team’s link before the start ${name}`)
      await expectNoOverflow(guest, `a team’s link before the start ${name}`)
      if (index === 0) continue
      await stage.facilitate({ type: 'agenda.open' })
      await stage.moveTo('check-in')
      const aside = guest.getByRole('navigation', { name: room.nav.label })
      if (await aside.isVisible()) await aside.getByRole('button', { name: room.nav.summary }).click()
      await expect(guest.getByRole('link', { name: plan.call.team(service) })).toHaveCount(1)
      await guest.screenshot({ path: `${PICTURES}/team-links-room-${name}.png` })
    }
    stage.close()
  })
