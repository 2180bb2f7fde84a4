import { afterEach, describe, expect, it } from 'vitest'
import type { TeamId } from '#shared/ids.ts'
import { TestApp } from '../support/server-app.ts'

let app: TestApp
afterEach(() => app.close())

const ALL = 'https://call.example/everybody'
const linkOf = (team: number) => `https://call.example/team-${team}-alone`

/** Two teams of two who are connected, each team with a link of its own. */
async function twoTeams() {
  app = await TestApp.start()
  const opened = await app.open()
  const { workshopId, facilitatorToken } = opened
  const seats = []
  for (const name of ['青木', '井上', '上田', '遠藤']) seats.push(await app.seat(workshopId, name))
  const sockets = await Promise.all(seats.map(({ seatToken }) => app.join(workshopId, seatToken)))
  const facilitator = await app.join(workshopId, facilitatorToken)
  const give = async (command: Parameters<typeof facilitator.give>[0]) =>
    expect(await facilitator.give(command)).toMatchObject({ ok: true })
  await give({ type: 'team.form', by: 'headcount', size: 2, seed: 1 })
  const { teams } = (await app.state(workshopId, facilitatorToken)).state
  const ids = teams.map(({ id }) => id) as [TeamId, TeamId]
  await give({
    type: 'plan.edit',
    callLink: ALL,
    teamLinks: Object.fromEntries(ids.map((id, index) => [id, linkOf(index)])),
  })
  const people = seats.map((seat, index) => ({
    ...seat,
    socket: sockets[index]!,
    team: teams.findIndex(({ members }) =>
      members.some(({ participantId }) => participantId === seat.participantId),
    ),
  }))
  return { ...opened, give, ids, people, facilitator }
}

describe('the call link of a team', () => {
  it('S-03 crosses the wire to its team and to facilitators alone, live, in a snapshot and over HTTP', async () => {
    const { workshopId, facilitatorToken, people, facilitator } = await twoTeams()
    expect(people.map(({ team }) => team).toSorted()).toEqual([0, 0, 1, 1])
    for (const { socket, seatToken, team } of people) {
      await socket.caughtUp()
      const again = await app.join(workshopId, seatToken)
      const state = JSON.stringify(await app.state(workshopId, seatToken))
      for (const seen of [socket.bytes, again.bytes, state]) {
        expect(seen).toContain(linkOf(team))
        expect(seen).not.toContain(linkOf(1 - team))
      }
    }
    await facilitator.caughtUp()
    const state = JSON.stringify(await app.state(workshopId, facilitatorToken))
    for (const seen of [facilitator.bytes, state])
      for (const link of [linkOf(0), linkOf(1)]) expect(seen).toContain(link)
  })

  it('S-03 goes to who is moved into the team, to nobody else’s connection, and out of the hands of who left it', async () => {
    const { workshopId, people, give, ids } = await twoTeams()
    const [moved, left] = people.filter(({ team }) => team === 0)
    const { socket, participantId, seatToken } = moved!
    await give({ type: 'team.move', participantId, teamId: ids[1] })
    await Promise.all(people.map((one) => one.socket.caughtUp()))
    expect(socket.bytes).toContain(linkOf(1))
    expect(left!.socket.bytes).not.toContain(linkOf(1))
    const { state } = await app.state(workshopId, seatToken)
    expect(state.ownLinks).toEqual({ [participantId]: linkOf(1) })
    expect(JSON.stringify(state)).not.toContain(linkOf(0))
    // who was away meanwhile catches up on what is theirs
    left!.socket.close()
    await give({ type: 'plan.edit', teamLinks: { [ids[1]]: `${linkOf(1)}-later` } })
    const back = await app.join(workshopId, left!.seatToken, left!.socket.snapshots.at(-1)?.seq)
    expect(back.bytes).not.toContain(linkOf(1))
    expect(back.bytes).toContain(linkOf(0))
  })

  it('S-16 is on no public page and in no outcome, and not for a participant to give', async () => {
    const { workshopId, code, facilitatorToken, give, people, ids } = await twoTeams()
    await give({ type: 'plan.edit', lines: { inScope: '荷造り', outOfScope: '家さがし' } })
    await give({ type: 'form.publish' })
    const seat = people[0]!
    const refused = await seat.socket.give({ type: 'plan.edit', teamLinks: { [ids[0]]: ALL } })
    expect(refused).toMatchObject({ ok: false, error: { code: 'not_allowed' } })
    for (const [path, token] of [
      [`/a/${code}`, ''],
      [`/api/workshops/by-code/${code}`, ''],
      [`/api/workshops/${workshopId}/outcome.json`, facilitatorToken],
      [`/api/workshops/${workshopId}/outcome.md`, facilitatorToken],
    ] as const) {
      const answer = await fetch(
        app.url + path,
        token ? { headers: { authorization: `Bearer ${token}` } } : {},
      )
      expect(answer.status, path).toBe(200)
      expect(await answer.text(), path).not.toContain('call.example')
    }
  })
})
