import { mkdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { OpenedCommunity } from '#shared/protocol/communities.ts'
import type { OpenedWorkshop, TakenSeat } from '#shared/protocol/http.ts'
import { teamsText } from '../../client/i18n/console-teams.ts'
import { knownText } from '../../client/i18n/console-known.ts'
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

const PICTURES = '.cache/screens'

const WORDS = {
  ja: {
    community: '引っ越しの知恵の会',
    spring: '荷造りの順番、だれが何を先に箱へ入れるか',
    summer: '荷ほどきの順番、最初の夜に要るもの',
    before: ['朝倉 伊吹', '宇佐美', '江波', '小野寺', '香月', '桐谷', '久我', '毛利', '佐伯', '志摩'],
    now: ['朝倉　伊吹', '瀬川'],
  },
  en: {
    community: 'People who move house',
    spring: 'What goes into the boxes first, and who decides it',
    summer: 'What the first night needs',
    before: [
      'Avery Bell',
      'Blair',
      'Casey',
      'Devon',
      'Emery',
      'Finley',
      'Gray',
      'Harper',
      'Indigo',
      'Jordan',
    ],
    now: ['avery bell', 'Kit'],
  },
} as const

let server: TestServer
test.beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  server = await startServer()
})
test.afterEach(({ browser }) => closePages(browser))
test.afterAll(() => server.close())

async function post<Body>(path: string, body: unknown, token?: string): Promise<Body> {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Body
}

for (const look of OPPOSITE_LOOKS)
  test(`COM-7 a facilitator confirms from the person’s menu who came before, and takes it back (${nameOf(look)})`, async ({
    browser,
  }) => {
    const { locale } = look
    const words = WORDS[locale]
    const t = knownText[locale]
    const name = nameOf(look)
    const kept = await post<OpenedCommunity>('/api/communities', { name: words.community })
    const further = (title: string) =>
      post<OpenedWorkshop>(
        `/api/communities/${kept.communityId}/workshops`,
        { title, goal: title, locale },
        kept.keeperToken,
      )
    const seat = ({ workshopId }: OpenedWorkshop, person: string) =>
      post<TakenSeat>(`/api/workshops/${workshopId}/seats`, { name: person, consent: true })

    const spring = await further(words.spring)
    for (const person of words.before) await seat(spring, person)
    for (const command of [
      { type: 'team.form', by: 'answers' },
      { type: 'agenda.open' },
      { type: 'agenda.end' },
    ] satisfies CommandInput[])
      await post(
        `/api/workshops/${spring.workshopId}/commands`,
        { commandId: `${name}-${command.type.replace('.', '-')}`, command },
        spring.facilitatorToken,
      )
    const summer = await further(words.summer)
    for (const person of words.now) await seat(summer, person)

    const page = await (await contextFor(browser, look)).newPage()
    const { pathname, hash } = new URL(summer.facilitatorUrl)
    await page.goto(server.url + pathname + hash)
    const [again] = words.now
    const row = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: teamsText[locale].person.menu(again) }) })
    const dialog = page.getByRole('dialog', { name: t.title(again) })
    const ask = async () => {
      await row.getByRole('button', { name: teamsText[locale].person.menu(again) }).click()
      await page.getByRole('menuitem', { name: t.item }).click()
      await expect(dialog.getByRole('listitem').first()).toBeVisible()
    }
    const inspect = async (what: string) => {
      await page.screenshot({ path: `${PICTURES}/known-${what}-${name}.png` })
      await expectAccessible(page, `${what} ${name}`)
      await expectNoOverflow(page, `${what} ${name}`)
      await expectWords(page, look, `${what} ${name}`)
    }

    // nobody is known by their name, and the same name only stands first
    await expect(row).toBeVisible()
    await expect(page.getByText(t.steps.second, { exact: true })).toHaveCount(0)
    await ask()
    await expect(dialog.getByRole('heading', { name: t.sameName })).toBeVisible()
    await expect(dialog.getByRole('button', { name: t.undo })).toHaveCount(0)
    await inspect('choose')
    await dialog.getByRole('searchbox').fill(words.before[3])
    await expect(dialog.getByRole('listitem')).toHaveCount(1)
    await dialog.getByRole('searchbox').fill('zzz')
    await expect(dialog.getByText(t.notFound)).toBeVisible()
    await dialog.getByRole('searchbox').fill('')

    const [first] = words.before
    await dialog.getByRole('button', { name: t.chooseOf(first, words.spring) }).click()
    const undo = dialog.getByRole('button', { name: t.undoOf(first, words.spring) })
    await expect(undo).toBeFocused()
    await expect(dialog.getByText(t.confirmed)).toBeVisible()
    await inspect('confirmed')
    await page.keyboard.press('Escape')
    await expect(row.getByText(t.steps.second, { exact: true })).toBeVisible()
    await inspect('badge')

    await ask()
    await undo.press('Enter')
    await expect(dialog.getByRole('heading', { name: t.sameName })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByText(t.steps.second, { exact: true })).toHaveCount(0)
  })
