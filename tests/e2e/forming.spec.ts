import { expect, test } from '@playwright/test'
import type { Answers } from '#shared/domain/answers.ts'
import { formingWishesText } from '../../client/i18n/forming-wishes.ts'
import { formingText } from '../../client/i18n/forming.ts'
import { chooseByKeyboard } from './support/keyboard.ts'
import { House, PICTURES } from './support/house.ts'
import {
  contextFor,
  expectAccessible,
  expectNoOverflow,
  expectWords,
  nameOf,
  OPPOSITE_LOOKS,
} from './support/looks.ts'

const WORDS = {
  ja: {
    names: '朝倉 伊吹 宇佐美 江波 小野寺 香月 桐谷 久我 剣持 木暮 佐伯 紫藤 須賀 瀬名',
    challenges: ['社内FAQが続かない', '議事録が読まれない', '問い合わせの引き継ぎ'],
    companies: '青空製作所 ひだまり物流 みなと食品 こもれび設計',
    jobs: ['開発', '営業', '人事'],
    theme: '決まったことを社内に残す',
  },
  en: {
    names: 'Avery Blair Casey Devon Emery Finley Gray Harper Indigo Jules Kerry Lane Marlow Nico',
    challenges: ['The FAQ goes stale', 'Nobody reads the minutes', 'Handing over requests'],
    companies: 'Bluesky Sunnyside Harbour Arbour',
    jobs: ['Engineering', 'Sales', 'People'],
    theme: 'Keeping decisions where people find them',
  },
} as const

/** Made-up people; three of fourteen offer to be mentors, none for the last challenge. */
function answersOf(index: number, locale: 'ja' | 'en'): Partial<Answers> {
  const { challenges, companies, jobs } = WORDS[locale]
  const firms = companies.split(' ')
  const challenge = challenges[index % 3] ?? null
  const mentor = [0, 4, 7].includes(index)
  return {
    challenge,
    mentor,
    solved: mentor && challenge !== challenges[2] ? [challenge ?? ''] : [],
    size: index % 5,
    job: jobs[index % 3] ?? null,
    company: firms[index % 4] ?? null,
    firstTime: index % 3 === 1,
    onSite: index % 4 !== 2,
  }
}

const house = House.forThisFile()

for (const look of OPPOSITE_LOOKS)
  test(`TEA-16 teams are formed by answers, one person moved by keyboard, and taken (${nameOf(look)})`, async ({
    browser,
  }) => {
    const { locale } = look
    const t = formingText[locale]
    const wishes = formingWishesText[locale]
    const words = WORDS[locale]
    const name = nameOf(look)
    const opened = await house.open({
      title: words.theme,
      goal: words.theme,
      locale,
    })
    const context = await contextFor(browser, look)
    const page = await context.newPage()
    await house.toDesk(page, opened, 'teams')

    // nobody has come yet; then they do, while the screen is open
    await expect(page.getByText(t.nobody)).toBeVisible()
    await page.screenshot({ path: `${PICTURES}/forming-empty-${name}.png` })
    await expectAccessible(page, `nobody to form teams of ${name}`)
    const names = words.names.split(' ')
    for (const [index, given] of names.entries())
      await house.seat(opened, {
        name: given,
        consent: true,
        answers: answersOf(index, locale),
      })
    const tiles = page.locator('section[data-team]')
    const again = page.getByRole('button', { name: t.again })
    await expect(async () => {
      await again.click()
      await expect(page.getByText(t.facts(14, 3, 14))).toBeVisible({ timeout: 5_000 })
    }).toPass()
    await expect(page.getByText(t.compare.chance, { exact: true })).toHaveCount(1)
    for (const one of names) await expect(tiles.getByText(one, { exact: true })).toHaveCount(1)
    await page.screenshot({ path: `${PICTURES}/forming-found-${name}.png`, fullPage: true })
    await expectAccessible(page, `teams found ${name}`)
    await expectNoOverflow(page, `teams found ${name}`)
    await expectWords(page, look, `teams found ${name}`)

    // one person goes to another team by keyboard, is pinned there, and stays when teams are formed again
    const mover = names[3] ?? ''
    const from = tiles.filter({ hasText: mover })
    const target = tiles.filter({ hasNotText: mover }).first()
    const to = (await target.getAttribute('data-team')) ?? ''
    const toName = await target.getByRole('heading', { level: 3 }).innerText()
    await expect(from).toHaveCount(1)
    const menu = page.getByRole('button', { name: t.person.menu(mover) })
    await chooseByKeyboard(page, menu, new RegExp(`^${t.person.moveTo(toName, 0).split(/[((]/)[0]}`))
    const there = page.locator(`section[data-team="${to}"]`)
    await expect(there.getByText(mover, { exact: true })).toBeVisible()
    await expect(there.getByRole('button', { name: t.person.unpin(mover) })).toBeVisible()
    await expect(menu).toBeFocused()
    await page.screenshot({ path: `${PICTURES}/forming-moved-${name}.png` })
    await again.click()
    await expect(page.getByRole('button', { name: t.undo })).toBeEnabled()
    await expect(there.getByRole('button', { name: t.person.unpin(mover) })).toBeVisible()

    // two people are kept apart; the drawing and the pair are there again after a reload
    const [one, other] = [names[0] ?? '', names[1] ?? '']
    const pairs = page.locator('details').filter({ hasText: wishes.pairs.hint })
    await pairs.locator('summary').click()
    await pairs.getByLabel(wishes.pairs.one, { exact: true }).selectOption(one)
    await pairs.getByLabel(wishes.pairs.other, { exact: true }).selectOption(other)
    await pairs.getByRole('button', { name: wishes.pairs.apart, exact: true }).click()
    await expect(pairs.getByRole('button', { name: wishes.pairs.remove([one, other]) })).toBeVisible()
    await expect(tiles.filter({ hasText: one }).filter({ hasText: other })).toHaveCount(0)
    await expect(there.getByRole('button', { name: t.person.unpin(mover) })).toBeVisible()
    await page.screenshot({ path: `${PICTURES}/forming-pairs-${name}.png`, fullPage: true })
    await expectAccessible(page, `a pair apart ${name}`)
    await expectNoOverflow(page, `a pair apart ${name}`)
    const apart = async () => (await house.state(opened)).formation.apart
    await expect.poll(apart).toHaveLength(1)
    await page.reload()
    await expect(page.getByRole('button', { name: t.person.unpin(mover) })).toBeVisible()
    await expect(tiles.filter({ hasText: one }).filter({ hasText: other })).toHaveCount(0)

    // why somebody sits where they do
    await chooseByKeyboard(page, menu, t.person.why)
    await expect(page.getByRole('dialog')).toContainText(t.why.elsewhere)
    await page.screenshot({ path: `${PICTURES}/forming-why-${name}.png` })
    await expectAccessible(page, `why here ${name}`)
    await page.keyboard.press('Escape')

    const drawn = await there.locator('li .name').allInnerTexts()
    await page.getByRole('button', { name: t.take }).click()
    await expect(page.getByText(t.taken)).toBeVisible()
    const { teams, participants } = await house.state(opened)
    const seated = teams.map(({ members }) =>
      members.map((member) => participants.find(({ id }) => id === member.participantId)?.name ?? '').sort(),
    )
    expect(seated).toContainEqual([...drawn].sort())
    expect(seated.flat().sort()).toEqual([...names].sort())
    await page.screenshot({ path: `${PICTURES}/forming-taken-${name}.png`, fullPage: true })
  })
