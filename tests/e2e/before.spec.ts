import { expect, test } from '@playwright/test'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { TakenSeat } from '#shared/protocol/http.ts'
import { beforeText } from '../../client/i18n/before.ts'
import { boardText } from '../../client/i18n/board.ts'
import { teamsText } from '../../client/i18n/console-teams.ts'
import { houseRulesText } from '../../client/i18n/house-rules.ts'
import { roomMenuText } from '../../client/i18n/room-menu.ts'
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
    theme: '問い合わせの引き継ぎをなくす',
    goal: '明日から試すことが、ひとつ決まっている',
    challenge: '返事がだれの番かわからない',
    job: 'カスタマーサポート',
    rules: ['人の話を最後まで聞く', 'ここで聞いた話は、名前を出して外で話さない'],
    people: ['朝倉', '伊吹', '宇佐美'],
    intro: '窓口を3人で回しています',
    today: '電車の中なので、文字で参加します',
    scope: '既存のお客さまとのチャット',
    card: '履歴がひとつにつながっている',
  },
  en: {
    theme: 'No more lost handovers',
    goal: 'One thing to try tomorrow is decided',
    challenge: 'Nobody knows whose turn it is',
    job: 'Customer support',
    rules: ['Let people finish', 'What you hear stays here, with the names'],
    people: ['Avery', 'Blair', 'Casey'],
    intro: 'Three of us answer all the customers',
    today: 'On a train, so I will write',
    scope: 'Chat with customers we have',
    card: 'One history, wherever they write',
  },
} as const

const house = House.forThisFile()

for (const look of OPPOSITE_LOOKS)
  test(`HRU-3 OWN-2 the seat page before the start: clock, rules, check-in, introductions; then the first card (${nameOf(look)})`, async ({
    browser,
  }) => {
    const { locale } = look
    const words = WORDS[locale]
    const t = beforeText[locale]
    const rules = houseRulesText[locale]
    const board = boardText[locale]
    const name = nameOf(look)

    const opened = await house.open({
      title: words.theme,
      goal: words.goal,
      locale,
    })
    const give = (command: CommandInput) => house.give(opened, command)
    const seats: TakenSeat[] = []
    for (const person of words.people)
      seats.push(
        await house.seat(opened, {
          name: person,
          consent: true,
          answers: { challenge: words.challenge, job: words.job, company: 'ACME', firstTime: true },
        }),
      )
    const [one, mate] = seats
    if (!one || !mate) throw new Error('no seats')
    await give({
      type: 'plan.edit',
      startsAt: Date.now() + 25 * 60 * 60_000,
      callLink: 'https://meet.example/room',
      lines: { inScope: words.scope },
    })
    await give({ type: 'rules.edit', lines: [...words.rules] })
    await give({
      type: 'team.form',
      by: 'answers',
      plan: [{ members: seats.map(({ participantId }) => participantId) }],
    })

    const context = await contextFor(browser, look)
    const page = await context.newPage()
    await house.toSeat(page, one)
    const check = page.getByRole('group', { name: t.checkIn.title })
    await expect(check).toBeVisible()
    await expect(page.getByRole('timer')).toHaveText(/^1/)
    await expect(page.getByRole('link', { name: t.ics })).toHaveAttribute('href', /event\.ics/)
    await expect(page.locator('.common')).toContainText(words.challenge)
    await expect(page.locator('.inner')).not.toContainText('ACME')
    await page.screenshot({ path: `${PICTURES}/before-${name}.png` })

    // the rules, one tap
    await page.getByRole('button', { name: rules.agree, exact: true }).click()
    await expect(page.getByText(rules.agreed, { exact: true })).toBeVisible()

    // how I come today, one tap and a few words
    await check.getByRole('button', { name: t.checkIn.mood.listen }).click()
    await expect(check.getByRole('button', { name: t.checkIn.mood.listen })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
    await page.getByRole('textbox', { name: t.checkIn.line }).fill(words.today)
    await page.getByRole('textbox', { name: t.checkIn.line }).press('Enter')
    await expect(page.locator('li').filter({ hasText: words.today })).toContainText(t.checkIn.mood.listen)

    // who I am; my work shows because I said so
    await page.getByRole('textbox', { name: t.intro.line }).fill(words.intro)
    await page.getByRole('checkbox', { name: t.intro.job(words.job) }).check()
    await page.getByRole('button', { name: t.intro.save, exact: true }).click()
    const mine = page.locator('li').filter({ hasText: words.intro })
    await expect(mine).toContainText(words.job)
    await page.setViewportSize({ width: page.viewportSize()!.width, height: 2200 })
    await page.screenshot({ path: `${PICTURES}/before-said-${name}.png` })
    await expectAccessible(page, `the seat page before the start ${name}`)
    await expectNoOverflow(page, `the seat page before the start ${name}`)
    await expectWords(page, look, `the seat page before the start ${name}`)
    if (look.size === 'phone') {
      await page.setViewportSize({ width: 360, height: 640 })
      await expectNoOverflow(page, `the seat page on the smallest phone`)
      await page.screenshot({ path: `${PICTURES}/before-small-${name}.png` })
    }

    // the facilitator reads how people come today where they arrange the teams
    const desk = await (await contextFor(browser, look)).newPage()
    await house.toDesk(desk, opened, 'console')
    const today = desk.locator('details').filter({ hasText: teamsText[locale].checkIns.title(1) })
    await expect(today.locator('li')).toContainText([words.today])
    await expect(today.locator('li')).toContainText([t.checkIn.mood.listen])
    await expect(today).not.toContainText(words.intro)
    await check.getByRole('button', { name: t.checkIn.mood.talk }).click()
    await expect(today.locator('li')).toContainText([t.checkIn.mood.talk])
    await today.scrollIntoViewIfNeeded()
    await desk.screenshot({ path: `${PICTURES}/before-console-${name}.png` })
    await expectAccessible(desk, `how people come today, on the console ${name}`)
    await expectNoOverflow(desk, `how people come today, on the console ${name}`)
    await expectWords(desk, look, `how people come today, on the console ${name}`)

    // a team-mate reads it, and has not agreed yet when the workshop begins
    const other = await (await contextFor(browser, look)).newPage()
    await house.toSeat(other, mate)
    await expect(other.locator('li').filter({ hasText: words.intro })).toContainText(words.job)
    await give({
      type: 'agenda.edit',
      phases: [
        { kind: 'list-ideals', minutes: 10 },
        { kind: 'close', minutes: 3 },
      ],
    })
    await give({ type: 'agenda.open' })
    await expect(other.getByText(rules.bannerOpen)).toBeVisible()
    const composer = other.getByRole('textbox', { name: board.composer.label.ideals })
    await composer.fill(words.card)
    await other.getByRole('button', { name: board.composer.add, exact: true }).click()
    // it comes back, nothing is lost
    await expect(composer).toHaveValue(words.card)
    await expectAccessible(other, `a card refused before the rules ${name}`)
    await other.screenshot({ path: `${PICTURES}/before-refused-${name}.png` })
    await other.locator('.toasts button').last().click()
    await other.getByRole('button', { name: rules.read, exact: true }).click()
    const dialog = other.getByRole('dialog', { name: rules.title })
    await expect(dialog.getByRole('listitem')).toHaveText([...words.rules])
    await dialog.getByRole('button', { name: rules.agree, exact: true }).click()
    await expect(dialog.getByText(rules.agreed, { exact: true })).toBeVisible()
    await other.screenshot({ path: `${PICTURES}/before-rules-${name}.png` })
    await other.keyboard.press('Escape')
    await other.getByRole('button', { name: board.composer.add, exact: true }).click()
    await expect(other.getByRole('article').filter({ hasText: words.card })).toBeVisible()

    // at any time in the menu
    await other.getByRole('button', { name: roomMenuText[locale].label }).click()
    await other.getByRole('menuitem', { name: roomMenuText[locale].rules }).click()
    await expect(other.getByRole('dialog', { name: rules.title })).toBeVisible()
  })
