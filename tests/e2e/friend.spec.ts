import { expect, test, type Page } from '@playwright/test'
import { applyText } from '#shared/protocol/apply-text.ts'
import { formingWishesText } from '../../client/i18n/forming-wishes.ts'
import { formingText } from '../../client/i18n/forming.ts'
import { House, PICTURES } from './support/house.ts'
import {
  contextFor,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  nameOf,
  OPPOSITE_LOOKS,
} from './support/looks.ts'
import { setStage } from './support/stage.ts'
import { expectTouchTargets } from './support/touch-targets.ts'

const NAMES = { ja: ['見本あおい', '架空れん'], en: ['Sample Aoi', 'Madeup Ren'] } as const
/** where nobody reads Japanese time, and where everybody does */
const ZONES = { en: 'America/New_York', ja: 'Asia/Tokyo' } as const

const house = House.forThisFile()

for (const look of OPPOSITE_LOOKS)
  test(`APP-9 somebody brings a friend, and the facilitator seats the two together (${nameOf(look)})`, async ({
    browser,
  }) => {
    const { locale } = look
    const t = applyText[locale]
    const names = NAMES[locale]
    const stage = await setStage(house.url, { people: 4 })
    const lines = { inScope: 'A', outOfScope: 'B' }
    await stage.facilitate({ type: 'plan.edit', lines, startsAt: Date.UTC(2026, 10, 26, 10) })
    await stage.facilitate({ type: 'form.edit', questions: [] })
    await stage.facilitate({ type: 'form.publish' })
    const { title, goal, participants } = await stage.state()
    // teams are named in the workshop's own language
    const theirs = [title, goal, 'チーム', ...participants.map(({ name }) => name ?? '')]
    const judge = async (page: Page, what: string) => {
      const name = `${what} ${nameOf(look)}`
      await page.screenshot({ path: `${PICTURES}/${name.replaceAll(' ', '-')}.png`, fullPage: true })
      await expectAccessible(page, name)
      await expectNoOverflow(page, name)
      await expectWords(page, look, name, theirs)
    }
    const apply = async (page: Page, name: string) => {
      await page.getByRole('textbox', { name: t.name }).fill(name)
      await page.getByRole('button', { name: t.submit }).click()
      await expect(page.getByRole('heading', { name: t.placeTitle })).toBeVisible()
    }
    const where = { timezoneId: ZONES[locale] }

    const inviter = await (await contextFor(browser, look, where)).newPage()
    await inviter.goto(`${house.url}/a/${stage.opened.code}`)
    await expect(inviter.getByText(t.brought)).toHaveCount(0)
    // 19:00 in Japan is five in the morning in New York
    const yours = inviter.getByText(t.whenYours)
    if (locale === 'ja') await expect(yours).toBeHidden()
    else await expect(yours).toHaveText(/Thu.*26 Nov.*05:00.*GMT-5/)
    await apply(inviter, names[0])
    await judge(inviter, 'friend link')
    const link = await inviter.getByRole('textbox', { name: t.friendLinks.own }).inputValue()
    await expect(inviter.getByRole('button', { name: `${t.copy}: ${t.friendLinks.own}` })).toBeVisible()

    const friend = await (await contextFor(browser, look, where)).newPage()
    await friend.goto(link)
    await expect(friend.getByText(t.brought)).toBeVisible()
    await expect(friend.getByText(names[0])).toHaveCount(0)
    await judge(friend, 'friend applies')
    if (look.size === 'phone') await expectTouchTargets(friend, 'a friend’s page')
    await apply(friend, names[1])
    await inviter.reload()
    await expect(inviter.getByText(t.friendHints.came)).toBeVisible()
    await judge(inviter, 'friend came')

    const wishes = formingWishesText[locale].pairs
    const page = await (await contextFor(browser, look)).newPage()
    await house.toDesk(page, stage.opened, 'teams')
    await expect(page.getByRole('button', { name: formingText[locale].again })).toBeVisible()
    const seat = page.getByRole('button', { name: wishes.seatTogether(names[0], names[1]), exact: true })
    await expect(page.getByText(wishes.broughtBy(names[0], names[1]))).toBeVisible()
    await seat.scrollIntoViewIfNeeded()
    await judge(page, 'friend wish')
    await seat.click()
    await expect(seat).toHaveCount(0)
    await expect(page.getByText(wishes.names(names), { exact: true })).toBeVisible()
    const ids = (await stage.state()).participants.slice(-2).map(({ id }) => id)
    await expect.poll(async () => (await stage.state()).formation.together).toEqual([ids])
    stage.close()
  })
