import { expect, test } from '@playwright/test'
import { must } from '#shared/result.ts'
import { planText } from '../../client/i18n/plan.ts'
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

const LINES = {
  forWhom: '10〜50人の会社で、お客さまの問い合わせに答えている人',
  seeking: 'ほかの会社が、当番と引き継ぎをどう決めているか',
  leaving: '明日から試すことが1つ、言葉になっている',
  inScope: '既存のお客さまとのチャット。取りこぼさないために',
  outOfScope: '社内の連絡。新しいツールの比較',
  background: '担当3人、お客さま200社。電話とメールとチャットが混ざる',
  challenge: '返事がだれの番かわからず、2日空いた',
  solution: '朝に5分、当番が未返信を読み上げる',
  result: '返信までの時間が半日になった',
} as const

const house = House.forThisFile()

for (const look of OPPOSITE_LOOKS)
  test(`PLN-1 a plan is written, saves itself, and is what participants read (${nameOf(look)})`, async ({
    browser,
  }) => {
    const t = planText[look.locale]
    const name = nameOf(look)
    const stage = await setStage(house.url, { people: 2 })
    await stage.facilitate({ type: 'setup.edit', title: 'ツールについて' })
    const context = await contextFor(browser, look)
    const page = await context.newPage()
    await house.toDesk(page, stage.opened, 'plan')
    const field = (label: string) => page.getByLabel(label, { exact: true })
    await expect(field(t.fields.title.label)).toHaveValue('ツールについて')
    await expect(page.getByText(t.sheet.empty)).toBeVisible()

    // the theme check: a narrower theme with one tap
    await expect(page.getByText(t.theme.wide('ツール'))).toBeVisible()
    await page.screenshot({ path: `${PICTURES}/plan-empty-${name}.png`, fullPage: true })
    await expectAccessible(page, `an empty plan ${name}`)
    await page
      .getByRole('button', { name: t.theme.use('決まったことを社内に残して探せるツールの運用') })
      .click()
    await expect(page.getByText(t.theme.wide('ツール'))).toBeHidden()

    for (const [line, text] of Object.entries(LINES))
      await field(t.fields[line as keyof typeof LINES].label).fill(text)
    await field(t.fields.startsAt.label).fill('2026-11-26T19:00')
    await field(t.fields.callLink.label).fill('zoom.us/j/81234567890')
    await expect(page.getByText(t.faults.callLink)).toBeVisible()
    await expect(page.getByText(t.unsaved)).toBeVisible()
    await field(t.fields.callLink.label).fill('https://us02web.zoom.us/j/81234567890')
    await expect(page.getByText(t.saved, { exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name: t.call.join('Zoom') })).toBeVisible()
    expect((await stage.state()).plan).toMatchObject({
      lines: LINES,
      callLink: 'https://us02web.zoom.us/j/81234567890',
    })
    await page.screenshot({ path: `${PICTURES}/plan-full-${name}.png`, fullPage: true })
    await expectAccessible(page, `a full plan ${name}`)
    await expectNoOverflow(page, `a full plan ${name}`)
    await expectWords(page, look, `a full plan ${name}`, [
      ...Object.values(LINES),
      '決まったことを社内に残して探せるツールの運用',
      (await stage.state()).goal,
      ...(await stage.state()).participants.map((one) => one.name ?? ''),
    ])

    await page.reload()
    await expect(field(t.fields.result.label)).toHaveValue(LINES.result)

    const guest = await (await contextFor(browser, look)).newPage()
    await house.toSeat(guest, must(stage.seats[0], 'a seat'))
    await expect(guest.getByText(LINES.outOfScope)).toBeVisible()
    await expect(guest.getByText(LINES.result)).toBeVisible()
    await guest.screenshot({ path: `${PICTURES}/plan-welcome-${name}.png`, fullPage: true })
    await expectAccessible(guest, `the welcome with a plan ${name}`)
    await expectNoOverflow(guest, `the welcome with a plan ${name}`)
  })

for (const look of OPPOSITE_LOOKS)
  test(`HNT-9 a plan that has nothing to do with its community is told so, until one tap (${nameOf(look)})`, async ({
    browser,
  }) => {
    const t = planText[look.locale]
    const name = nameOf(look)
    const community = {
      name: '引っ越しの会',
      purpose: '荷造りの知恵を分けあう',
      forWhom: '春に一人暮らしを始める学生',
    }
    const theme = { title: '議事録が読まれない理由', goal: '読まれる書き方が1つ決まる' }
    const opened = await house.open({ ...theme, community })
    const page = await (await contextFor(browser, look)).newPage()
    await house.toDesk(page, opened, 'plan')
    const told = page.getByText(t.purpose.strays(community.name))
    await expect(told).toBeVisible()
    await expect(page.getByText(community.forWhom)).toBeVisible()
    await page.screenshot({ path: `${PICTURES}/plan-strays-${name}.png` })
    await expectAccessible(page, `a plan that strays ${name}`)
    await expectNoOverflow(page, `a plan that strays ${name}`)
    await expectWords(page, look, `a plan that strays ${name}`, [
      ...Object.values(community),
      ...Object.values(theme),
    ])

    // a word in common is enough, and without it one tap is, for good
    const goal = page.getByLabel(t.fields.goal.label, { exact: true })
    await goal.fill('荷造りの申し送りが1つ決まる')
    await expect(told).toBeHidden()
    await goal.fill(theme.goal)
    await expect(told).toBeVisible()
    await page.getByRole('button', { name: t.theme.ignore, exact: true }).click()
    await expect(told).toBeHidden()
    await page.reload()
    await expect(goal).toHaveValue(theme.goal)
    await page.waitForLoadState('networkidle')
    await expect(told).toBeHidden()
  })
