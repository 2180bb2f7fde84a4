import type { CommandInput } from '#shared/domain/commands.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { BoardName, TeamId } from '#shared/ids.ts'
import type { OpenedWorkshop, TakenSeat } from '#shared/protocol/http.ts'
import { BuiltServer } from './fault-server.ts'
import { RoomLink } from '../simulation/wire.ts'

/** A board with those who may write on it. */
export interface StageBoard {
  /** `<workshopId>/<teamId>/<board>` */
  readonly path: string
  readonly teamId: TeamId
  readonly board: BoardName
  readonly seats: readonly TakenSeat[]
  readonly cardIds: readonly string[]
}

/** A workshop in an open writing phase. */
export interface FaultStage {
  readonly workshopId: string
  readonly code: string
  readonly facilitatorToken: string
  readonly boards: readonly StageBoard[]
}

interface Cast {
  readonly teams: number
  /** in each team; at least two */
  readonly members: number
  readonly cards: number
}

/** What the first card reads; people's words are put behind it. */
export const CARD_TEXT = '札:'

/** A server of its own with a stage on it; whoever asks closes the server. */
export async function startStaged(
  cast: Cast,
  options: Parameters<typeof BuiltServer.start>[0] = {},
): Promise<{ readonly server: BuiltServer; readonly stage: FaultStage }> {
  const server = await BuiltServer.start(options)
  try {
    return { server, stage: await openStage(server.url, cast) }
  } catch (error) {
    await server.close()
    throw error
  }
}

/** Opens a workshop over the public interface, up to a writing phase that hides nothing, with some cards on each board. */
async function openStage(base: string, { teams, members, cards }: Cast): Promise<FaultStage> {
  const { workshopId, code, facilitatorToken } = await postJson<OpenedWorkshop>(`${base}/api/workshops`, {
    title: '壊れても続く会',
    goal: '書いたことが残るかを見る',
    locale: 'ja',
  })
  const facilitate = mustCommand(base, workshopId, facilitatorToken)
  const seats: TakenSeat[] = []
  for (let person = 0; person < teams * members; person++) {
    const body = { name: `参加者${person + 1}`, consent: true }
    seats.push(await postJson<TakenSeat>(`${base}/api/workshops/${workshopId}/seats`, body))
  }
  await formTeams(base, workshopId, seats, facilitate)
  const formed = (await readState(base, workshopId, facilitatorToken)).teams
  const wanted = formed.slice(0, teams)
  for (const [index, { participantId }] of seats.entries()) {
    const teamId = wanted[index % wanted.length]?.id
    if (teamId) await facilitate({ type: 'team.move', participantId, teamId } as CommandInput)
  }
  const phase = { kind: 'list-ideals', minutes: 180, hidden: false, gate: false } as const
  await facilitate({ type: 'agenda.edit', phases: [phase, { kind: 'close', minutes: 5 }] })
  await facilitate({ type: 'agenda.open' })
  const boards: StageBoard[] = []
  for (const [index, { id: teamId }] of wanted.entries()) {
    const own = seats.filter((_, seat) => seat % wanted.length === index)
    const give = mustCommand(base, workshopId, own[0]?.seatToken ?? '')
    const cardIds = Array.from({ length: cards }, (_, card) => `card-${index}-${card}`)
    for (const cardId of cardIds) {
      await give({ type: 'card.add', cardId, board: 'ideals', text: CARD_TEXT } as CommandInput)
    }
    const path = `${workshopId}/${teamId}/ideals`
    boards.push({ path, teamId, board: 'ideals', seats: own, cardIds })
  }
  return { workshopId, code, facilitatorToken, boards }
}

/** Only who is connected is dealt a team. */
async function formTeams(
  base: string,
  workshopId: string,
  seats: readonly TakenSeat[],
  facilitate: (command: CommandInput) => Promise<void>,
): Promise<void> {
  const target = { baseUrl: base, tap: () => {} }
  const links = await Promise.all(
    seats.map(({ seatToken }, index) => RoomLink.open(target, workshopId, `seat ${index}`, seatToken)),
  )
  await facilitate({ type: 'team.form', by: 'headcount', size: 2, seed: 1 })
  for (const link of links) link.close()
}

let commands = 0

/** Gives commands over HTTP; throws when one is refused. */
export function mustCommand(base: string, workshopId: string, token: string) {
  return async (command: CommandInput): Promise<void> => {
    const commandId = `stage-${process.pid}-${++commands}`
    await postJson(`${base}/api/workshops/${workshopId}/commands`, { commandId, command }, token)
  }
}

export async function readState(base: string, workshopId: string, token: string): Promise<WorkshopState> {
  const answer = await fetch(`${base}/api/workshops/${workshopId}/state`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (!answer.ok) throw new Error(`state: ${answer.status} ${await answer.text()}`)
  return ((await answer.json()) as { state: WorkshopState }).state
}

export async function postJson<Body>(url: string, body: unknown, token?: string): Promise<Body> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Body
}
