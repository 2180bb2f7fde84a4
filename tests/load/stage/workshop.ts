import { randomBytes } from 'node:crypto'
import { inLanes, sleep } from './lanes.ts'
import { SocketIoLink } from '../wire/socket-io-link.ts'

/** A person's place on a board. `token` is null where nobody asks for one. */
export interface Seat {
  readonly personId: string
  readonly token: string | null
}

export interface StagedTeam {
  /** the board's address, in the words of the server */
  readonly board: string
  readonly seats: readonly Seat[]
}

export interface StagedWorkshop {
  readonly workshopId: string
  readonly code: string
  readonly facilitatorToken: string
  readonly seats: readonly Seat[]
  readonly teams: readonly StagedTeam[]
}

interface State {
  readonly agenda: {
    readonly phases: readonly { readonly id: string; readonly kind: string }[]
    readonly current: { readonly phaseId: string } | null
  }
  readonly teams: readonly {
    readonly id: string
    readonly members: readonly { readonly participantId: string }[]
  }[]
}

const BOARD = 'ideals'
const TEAM = 6
/** requests at once: a class, not a queue */
const LANES = 16
const TOO_FAST_MS = 250

/** Speaks to our server's public HTTP interface. */
export async function ask<Reply>(
  port: number,
  path: string,
  { token, body }: { readonly token?: string; readonly body?: unknown } = {},
): Promise<Reply> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Reply
}

/** Whoever is told to be slower waits and says it again; the server takes it once. */
export async function command(port: number, workshopId: string, token: string, what: object): Promise<void> {
  const body = { commandId: randomBytes(12).toString('base64url'), command: what }
  for (;;) {
    try {
      return void (await ask(port, `/api/workshops/${workshopId}/commands`, { token, body }))
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('too_fast'))) throw error
      await sleep(TOO_FAST_MS)
    }
  }
}

/** Opens a workshop and seats people, over HTTP. */
export async function seatPeople(port: number, people: number): Promise<Omit<StagedWorkshop, 'teams'>> {
  const { workshopId, code, facilitatorToken } = await ask<{
    workshopId: string
    code: string
    facilitatorToken: string
  }>(port, '/api/workshops', {
    body: { title: '計測', goal: '速さを確かめる', locale: 'ja', template: 'ideals-challenges-solutions-60' },
  })
  const seats: Seat[] = []
  await inLanes(people, LANES, async (index) => {
    const body = { name: `架空 ${index + 1}` }
    const taken = await ask<{ participantId: string; seatToken: string }>(
      port,
      `/api/workshops/${workshopId}/seats`,
      { body },
    )
    seats.push({ personId: taken.participantId, token: taken.seatToken })
  })
  return { workshopId, code, facilitatorToken, seats }
}

/**
 * A workshop in the phase that deepens ideals: teams of six, each person's cards written by command while the phase
 * before was hidden, revealed, and put on the boards by the server. The timer is paused.
 */
export async function stageWorkshop(
  port: number,
  { teams: teamCount, cardsEach }: { readonly teams: number; readonly cardsEach: number },
): Promise<StagedWorkshop> {
  const seated = await seatPeople(port, teamCount * TEAM)
  const { workshopId, facilitatorToken, seats } = seated
  const facilitate = (what: object) => command(port, workshopId, facilitatorToken, what)
  const state = async () =>
    (await ask<{ state: State }>(port, `/api/workshops/${workshopId}/state`, { token: facilitatorToken }))
      .state

  await withEverybodyHere(port, workshopId, seats, () =>
    facilitate({ type: 'team.form', by: 'headcount', size: TEAM, seed: 1 }),
  )
  await facilitate({ type: 'agenda.open' })
  const advanceTo = async (kind: string) => {
    for (;;) {
      const { phases, current } = (await state()).agenda
      if (phases.find(({ id }) => id === current?.phaseId)?.kind === kind) return
      await facilitate({
        type: 'agenda.advance',
        expectedPhaseId: current?.phaseId,
        force: true,
        reason: '計測のため',
      })
    }
  }
  await advanceTo('list-ideals')
  await inLanes(seats.length * cardsEach, LANES, async (index) => {
    const seat = seats[index % seats.length]
    await command(port, workshopId, seat?.token ?? '', {
      type: 'card.add',
      cardId: `card-${index}-${randomBytes(4).toString('hex')}`,
      board: BOARD,
      text: `理想のはじまり${index}`,
    })
  })
  await advanceTo('deepen-ideals')
  await facilitate({ type: 'agenda.pause' })

  const teams = (await state()).teams.map((team): StagedTeam => {
    const members = new Set(team.members.map(({ participantId }) => participantId))
    return {
      board: `${workshopId}/${team.id}/${BOARD}`,
      seats: seats.filter(({ personId }) => members.has(personId)),
    }
  })
  if (teams.length !== teamCount) throw new Error(`${teams.length} teams were formed, not ${teamCount}`)
  await inLanes(teams.length, LANES, async (index) => {
    const board = teams[index]?.board ?? ''
    const path = `/api/workshops/${board.replace('/', '/boards/')}`
    for (;;) {
      const { cards } = await ask<{ cards: readonly unknown[] }>(port, path, { token: facilitatorToken })
      if (cards.length >= TEAM * cardsEach) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })
  return { ...seated, teams }
}

/** Teams are formed of those who are here. */
async function withEverybodyHere(
  port: number,
  workshopId: string,
  seats: readonly Seat[],
  act: () => Promise<void>,
): Promise<void> {
  const links: SocketIoLink[] = []
  await inLanes(seats.length, LANES, async (index) => {
    const link = new SocketIoLink({
      port,
      query: { w: workshopId },
      auth: { token: seats[index]?.token ?? '' },
    })
    links.push(link)
    await link.joined
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  await act()
  for (const link of links) link.close()
}
