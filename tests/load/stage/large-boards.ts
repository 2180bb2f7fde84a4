import * as Y from 'yjs'
import { encodeRecord, encodeSnapshot } from '../../../server/boards/board-record.ts'
import { SERVER } from '../../../server/boards/client-ids.ts'
import { boardStream } from '../../../server/storage/ports.ts'
import { openSqliteStorage } from '../../../server/storage/sqlite/sqlite-storage.ts'
import type { BoardName, TeamId, WorkshopId } from '#shared/ids.ts'
import { CONTESTANTS, type BoardServer } from '../contestants.ts'
import { ServerProcess } from '../server-process.ts'
import type { Stages } from './boards.ts'
import { inLanes } from './lanes.ts'
import { putCards } from './seed.ts'
import { bring } from './visit.ts'
import { stageWorkshop, type StagedTeam } from './workshop.ts'

const TEAM = 6
const TEXT = '理想は、だれもが安心して話せて、来月も来たくなる集まりをみんなで続けていくこと。'

/** One large document; every board of the test gets the same. */
export interface LargeBoard {
  readonly update: Uint8Array
  readonly cards: number
}

export function largeBoard(cards: number): LargeBoard {
  const doc = new Y.Doc()
  putCards(
    doc,
    Array.from({ length: cards }, (_, index) => `${TEXT}${index}`),
  )
  return { update: Y.encodeStateAsUpdate(doc), cards }
}

export interface LargeStage {
  readonly server: ServerProcess
  readonly dir: string
  readonly teams: readonly StagedTeam[]
}

/** The last of what a peer was sent is in its store by then (Hocuspocus waits 2 s, LevelDB does not say). */
const STORED_MS = 4_000

const prepared = new WeakMap<Stages, { readonly dir: string; readonly teams: readonly StagedTeam[] }>()

/** A server whose `boards` boards all hold the large document. */
export async function openLarge(
  name: BoardServer,
  stages: Stages,
  large: LargeBoard,
  boards: number,
): Promise<LargeStage> {
  const contestant = CONTESTANTS[name]
  if (name === 'ours') {
    const kept = prepared.get(stages) ?? (await prepareOurs(stages, large, boards))
    prepared.set(stages, kept)
    const dir = stages.copyOf(kept.dir)
    return {
      dir,
      teams: kept.teams,
      server: await ServerProcess.start((port) => contestant.launch(dir, port)),
    }
  }
  const dir = stages.folder()
  const server = await ServerProcess.start((port) => contestant.launch(dir, port))
  const seats = Array.from({ length: TEAM }, (_, index) => ({ personId: `person-${index}`, token: null }))
  const teams = Array.from({ length: boards }, (_, index) => ({ board: `large-${index}`, seats }))
  await inLanes(boards, 4, async (index) => {
    const at = { port: server.port, contestant, board: teams[index]?.board ?? '', token: null }
    await bring(at, large.update, (doc) => doc.getMap('cards').size >= large.cards)
  })
  if (contestant.durable) await new Promise((resolve) => setTimeout(resolve, STORED_MS))
  return { server, dir, teams }
}

/**
 * Our server holds 600 cards a board at most and takes them from people one by one, so that these boards are put into its
 * store by its own storage code, as it leaves them itself: one snapshot. The rooms know nothing of the cards.
 */
async function prepareOurs(stages: Stages, large: LargeBoard, boards: number) {
  const dir = stages.folder()
  const server = await ServerProcess.start((port) => CONTESTANTS.ours.launch(dir, port))
  const { teams } = await stageWorkshop(server.port, { teams: boards, cardsEach: 0 })
  await server.stop()
  const clocks = Y.parseUpdateMeta(large.update).to
  const owners = [...clocks.keys()].map((client) => [client, SERVER] as const)
  const record = encodeRecord(SERVER, large.update)
  const snapshot = encodeSnapshot({ update: large.update, clocks, owners })
  const storage = await openSqliteStorage({ dir })
  try {
    for (const { board } of teams) {
      const [workshopId = '', teamId = '', name = ''] = board.split('/')
      const stream = boardStream(workshopId as WorkshopId, teamId as TeamId, name as BoardName)
      await storage.journal.append({ stream, expectedSeq: 0, records: [record] })
      await storage.snapshots.save(stream, 1, snapshot)
      await storage.journal.trim(stream, 1)
    }
  } finally {
    await storage.close()
  }
  return { dir, teams }
}
