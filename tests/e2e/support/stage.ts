import { io, type Socket } from 'socket.io-client'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import { Doc } from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { NamesShown, WorkshopState } from '#shared/domain/state.ts'
import type { BoardName, TeamId } from '#shared/ids.ts'
import { FRAME } from '#shared/protocol/board-frames.ts'
import type { OpenedWorkshop, TakenSeat } from '#shared/protocol/http.ts'
import type { ClientToServerEvents, ServerToClientEvents, WritingKind } from '#shared/protocol/socket.ts'
import { workshopFixture } from '../../fixtures/workshop.ts'

/** A workshop prepared through the public interface, so that a browser finds a room as full as it needs. */
export interface Stage {
  readonly opened: OpenedWorkshop
  readonly seats: readonly TakenSeat[]
  facilitate(command: CommandInput): Promise<void>
  /** by index of `seats` */
  as(seat: number, command: CommandInput): Promise<void>
  /** signs that a seat writes something hidden */
  say(seat: number, kind: WritingKind | null): void
  state(): Promise<WorkshopState>
  /** edits a team's board over the board protocol, as `seat` would; resolves when it is on the server's disk */
  edit(seat: number, teamId: TeamId, board: BoardName, change: (board: BoardDoc) => void): Promise<void>
  /** moves on until a phase of this kind is on */
  moveTo(kind: WorkshopState['agenda']['phases'][number]['kind']): Promise<void>
  close(): void
}

type Link = Socket<ServerToClientEvents, ClientToServerEvents>

/** `people` of the fixture take seats and are present. */
export async function setStage(
  base: string,
  { people, names = 'start' }: { people: number; names?: NamesShown },
): Promise<Stage> {
  const { title, goal } = workshopFixture
  const opened = await post<OpenedWorkshop>(`${base}/api/workshops`, {
    title,
    goal,
    names,
    locale: 'ja',
  })
  const seats: TakenSeat[] = []
  const links: Link[] = []
  const connect = async (token: string): Promise<Link> => {
    const link: Link = io(base, {
      query: { w: opened.workshopId },
      auth: { token },
      transports: ['websocket'],
    })
    links.push(link)
    await new Promise<void>((resolve) => link.once('workshop:snapshot', () => resolve()))
    return link
  }
  for (const { name, consent } of workshopFixture.people.slice(0, people)) {
    seats.push(await post<TakenSeat>(`${base}/api/workshops/${opened.workshopId}/seats`, { name, consent }))
  }
  const chairs = await Promise.all(seats.map(({ seatToken }) => connect(seatToken)))
  const desk = await connect(opened.facilitatorToken)
  let sent = 0
  const give = async (link: Link | undefined, command: CommandInput) => {
    const reply = await link?.emitWithAck('workshop:command', { commandId: `stage-${++sent}`, command })
    if (!reply?.ok) throw new Error(`${command.type}: ${reply?.error.code}`)
  }
  const state = async () => {
    const answer = await fetch(`${base}/api/workshops/${opened.workshopId}/state`, {
      headers: { authorization: `Bearer ${opened.facilitatorToken}` },
    })
    return ((await answer.json()) as { state: WorkshopState }).state
  }
  return {
    opened,
    seats,
    facilitate: (command) => give(desk, command),
    as: (seat, command) => give(chairs[seat], command),
    say: (seat, kind) => void chairs[seat]?.emit('workshop:writing', kind),
    state,
    async moveTo(kind) {
      for (;;) {
        const { phases, current } = (await state()).agenda
        const on = phases.find(({ id }) => id === current?.phaseId)
        if (!on || on.kind === kind) return
        await give(desk, {
          type: 'agenda.advance',
          expectedPhaseId: on.id,
          force: true,
          reason: '次の画面へ',
        })
      }
    },
    edit: (seat, teamId, board, change) =>
      editBoard(base, `${opened.workshopId}/${teamId}/${board}`, seats[seat]?.seatToken ?? '', change),
    close: () => links.forEach((link) => link.disconnect()),
  }
}

async function post<Body>(url: string, body: unknown): Promise<Body> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Body
}

/** A stock provider; our own frames are heard only for the acknowledgement. */
async function editBoard(
  base: string,
  path: string,
  token: string,
  change: (board: BoardDoc) => void,
): Promise<void> {
  const doc = new Doc()
  const provider = new WebsocketProvider(`${base.replace(/^http/, 'ws')}/boards`, path, doc, {
    params: { w: path.split('/')[0] ?? '', token },
    disableBc: true,
    connect: false,
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
  })
  let acknowledged: (frames: number) => void = () => {}
  const ignored = () => {}
  provider.messageHandlers[FRAME.welcome] = ignored
  provider.messageHandlers[FRAME.refused] = ignored
  provider.messageHandlers[FRAME.acknowledged] = (_answer, frame) => acknowledged(decoding.readVarUint(frame))
  provider.connect()
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()))
  // the first frame is the provider's offer on connecting, the second is the change
  const saved = new Promise<void>((resolve) => (acknowledged = (frames) => frames >= 2 && resolve()))
  doc.transact(() => change(boardDoc(doc)))
  await saved
  provider.destroy()
}
