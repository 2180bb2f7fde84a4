import { afterEach, describe, expect, it } from 'vitest'
import type { IntakeAnswers } from '#shared/domain/answers.ts'
import { MemoryStorage } from '../../server/storage/memory/memory-storage.ts'
import { TestApp } from '../support/server-app.ts'

const running: TestApp[] = []

async function start(): Promise<TestApp> {
  const app = await TestApp.start()
  running.push(app)
  return app
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()))
})

const INTRO = '窓口を3人で回しています'

describe('words before the start', () => {
  it('OWN-2 reach one’s own team and facilitators, never the log, the others or the answers', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const [aoi, ren, mei] = await Promise.all(
      ['あおい', 'れん', 'めい'].map((name) => app.seat(workshopId, name)),
    )
    const facilitator = await app.join(workshopId, facilitatorToken)
    await facilitator.give({
      type: 'team.form',
      by: 'answers',
      plan: [{ members: [aoi!.participantId, ren!.participantId] }, { members: [mei!.participantId] }],
    })
    const one = await app.join(workshopId, aoi!.seatToken)
    await one.give({ type: 'intro.write', text: INTRO })
    await one.give({ type: 'checkin.say', mood: 'listen', text: '' })
    const path = `/api/workshops/${workshopId}/introductions`
    const read = async (token?: string) => app.request('GET', path, token === undefined ? {} : { token })
    const mine = { intro: INTRO, job: null, industry: null, mood: 'listen', today: '' }
    expect((await read(ren!.seatToken)).json.people).toEqual({ [aoi!.participantId]: mine })
    expect((await read(mei!.seatToken)).json.people).toEqual({})
    expect((await read(facilitatorToken)).json.people).toEqual({ [aoi!.participantId]: mine })
    expect((await read()).status).toBe(401)
    await facilitator.until(() => facilitator.types.filter((type) => type === 'words.given').length === 2)
    expect(facilitator.bytes).not.toContain(INTRO)
    const state = await app.request('GET', `/api/workshops/${workshopId}/state`, { token: facilitatorToken })
    expect(state.text).not.toContain(INTRO)
    // who is forgotten takes them along
    await one.give({ type: 'seat.forget', participantId: aoi!.participantId })
    expect((await read(facilitatorToken)).json.people).toEqual({})
  })

  it('OWN-1 are kept beside the name, where they can be erased with it', async () => {
    const storage = new MemoryStorage()
    const app = await TestApp.start({ storage })
    running.push(app)
    const { workshopId } = await app.open()
    const { participantId, seatToken } = await app.seat(workshopId, 'あおい')
    const one = await app.join(workshopId, seatToken)
    await one.give({ type: 'intro.write', text: INTRO })
    const answers: IntakeAnswers = await storage.people.answers(workshopId)
    expect(answers[participantId]).toMatchObject({ words: { intro: INTRO } })
  })

  it('S-07 the date is a calendar file for who has a seat, and nothing before there is one', async () => {
    const app = await start()
    const { workshopId, facilitatorToken } = await app.open()
    const { seatToken } = await app.seat(workshopId, 'あおい')
    const path = `/api/workshops/${workshopId}/event.ics`
    expect((await app.request('GET', path, { token: seatToken })).status).toBe(404)
    const facilitator = await app.join(workshopId, facilitatorToken)
    await facilitator.give({ type: 'plan.edit', startsAt: Date.UTC(2026, 10, 26, 10) })
    const file = await app.request('GET', path, { token: seatToken })
    expect(file.text).toContain('DTSTART:20261126T100000Z')
    expect(file.text).not.toContain(seatToken)
    expect((await app.request('GET', path)).status).toBe(401)
  })
})
