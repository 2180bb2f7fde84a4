import { expect, test } from '@playwright/test'
import { io, type Socket } from 'socket.io-client'
import type { OpenedWorkshop, TakenSeat } from '#shared/protocol/http.ts'
import { formingText } from '../../client/i18n/forming.ts'
import { formingDayText } from '../../client/i18n/forming-day.ts'
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
    people: ['朝倉', '伊吹', '宇佐美', '江波', '小野寺', '香月', '桐谷', '久我'],
    challenges: ['議事録が読まれない', '返事がだれの番かわからない'],
  },
  en: {
    theme: 'No more lost handovers',
    people: ['Avery', 'Blair', 'Casey', 'Devon', 'Emery', 'Finley', 'Gray', 'Harper'],
    challenges: ['Nobody reads the minutes', 'Nobody knows whose turn it is'],
  },
} as const

const house = House.forThisFile()
const links: Socket[] = []
test.afterEach(() => links.splice(0).forEach((link) => link.disconnect()))

/** Somebody comes, without a browser. */
async function comes({ workshopId }: OpenedWorkshop, { seatToken }: TakenSeat): Promise<void> {
  const link = io(house.url, {
    query: { w: workshopId },
    auth: { token: seatToken },
    transports: ['websocket'],
  })
  links.push(link)
  await new Promise<void>((resolve) => link.once('workshop:snapshot', () => resolve()))
}

for (const look of OPPOSITE_LOOKS)
  test(`TFM-13 TFM-15 who did not come is set aside with one tap, and a mentor is stepped in for (${nameOf(look)})`, async ({
    browser,
  }) => {
    const { locale } = look
    const words = WORDS[locale]
    const t = formingText[locale]
    const d = formingDayText[locale]
    const name = nameOf(look)
    const opened = await house.open({
      title: words.theme,
      goal: words.theme,
      locale,
    })
    const state = () => house.state(opened)
    // two teams of four with a challenge each; the first one's mentor does not come, the second in it has solved it too
    const seats: TakenSeat[] = []
    for (const [index, person] of words.people.entries()) {
      const challenge = words.challenges[index < 4 ? 0 : 1]
      const mentor = index === 0 || index === 4
      seats.push(
        await house.seat(opened, {
          name: person,
          consent: true,
          answers: { challenge, ...(mentor && { mentor }), solved: mentor || index === 1 ? [challenge] : [] },
        }),
      )
    }
    const ids = seats.map(({ participantId }) => participantId)
    await house.give(opened, {
      type: 'team.form',
      by: 'answers',
      plan: [0, 4].map((first) => ({
        members: ids.slice(first, first + 4),
        challenge: words.challenges[first === 0 ? 0 : 1],
      })),
    })
    for (const seat of seats.slice(1)) await comes(opened, seat)

    const page = await (await contextFor(browser, look)).newPage()
    await house.toDesk(page, opened, 'teams')
    const reflect = page.getByRole('button', { name: d.reflect, exact: true })
    await expect(reflect).toBeVisible()
    await expect(page.locator('.day')).toContainText(words.people[0])
    await reflect.click()
    const change = page.getByRole('region', { name: d.title })
    await expect(change).toContainText(d.set(1))
    await expect(change).toContainText(d.nobodyMoves)
    const [team] = (await state()).teams
    const stepsIn = d.stepsIn(team?.name ?? '', words.people[0], words.people[1])
    await expect(change).toContainText(stepsIn)
    // and the tile says the same
    const tile = page.getByRole('region', { name: team?.name ?? '', exact: true })
    await expect(tile).toContainText(t.team.mentor(words.people[1], true))
    await expect(tile).not.toContainText(t.unmet['no-mentor'])
    await change.scrollIntoViewIfNeeded()
    await page.screenshot({ path: `${PICTURES}/day-of-${name}.png` })
    await expectAccessible(page, `the absent set aside ${name}`)
    await expectNoOverflow(page, `the absent set aside ${name}`)
    await expectWords(page, look, `the absent set aside ${name}`, [...words.people])

    // taken back, and again
    await change.getByRole('button', { name: d.back }).click()
    await expect(change).toHaveCount(0)
    await reflect.click()
    await page.getByRole('button', { name: t.take, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: t.take, exact: true }).click()
    await expect
      .poll(async () =>
        (await state()).teams
          .flatMap(({ members }) => members)
          .filter(({ role }) => role === 'mentor')
          .map(({ participantId }) => participantId)
          .sort(),
      )
      .toEqual([ids[1], ids[4]].toSorted())
    expect((await state()).participants.find(({ id }) => id === ids[0])?.teamId).toBe(null)

    // then they do come: placed where there is room, nobody else moves
    const before = (await state()).teams.map(({ members }) => members.map((one) => one.participantId))
    await comes(opened, seats[0]!)
    await page.getByRole('button', { name: t.placeLate, exact: true }).click()
    await page.getByRole('button', { name: t.take, exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: t.take, exact: true }).click()
    await expect
      .poll(async () => (await state()).participants.find(({ id }) => id === ids[0])?.teamId)
      .not.toBe(null)
    const after = (await state()).teams.map(({ members }) => members.map((one) => one.participantId))
    for (const [index, members] of before.entries())
      expect(after[index]).toEqual(expect.arrayContaining(members))
  })
