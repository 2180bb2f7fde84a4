import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { addCluster } from '#shared/boards/edit-board.ts'
import { CONTESTANTS, launchOurs } from '../contestants.ts'
import { Ledger } from '../people/ledger.ts'
import { LightPerson } from '../people/light-person.ts'
import { ServerProcess } from '../server-process.ts'
import { described, type StagedBoard } from '../stage/staged-board.ts'
import { bring, visit } from '../stage/visit.ts'
import { stageWorkshop } from '../stage/workshop.ts'

/** Issue 4, point 12: 500 cards in 40 clusters, six people typing. Six times 84 is the first that is not less. */
export const CARDS_EACH = 84
export const CLUSTERS = 40
const TEXT = '理想は、だれもが安心して話せて、来月も来たくなる集まりをみんなで続けていくこと。'
/** what a quick typist of Japanese makes of it, by person */
const KEYS_A_SECOND = 5
const WAVES_A_SECOND = 2

/** A server with the board on it, and the five others. */
export interface BoardStage {
  readonly url: string
  readonly workshopId: string
  /** the seat of whoever sits in front of the measured browser */
  readonly token: string
  readonly cards: number
  /** the five others begin to type; the function it returns makes them stop */
  typing(): () => void
  close(): Promise<void>
}

export async function setBoardStage(): Promise<BoardStage> {
  const dir = mkdtempSync(join(tmpdir(), 'yoriai-bench-board-'))
  const server = await ServerProcess.start((port) => launchOurs(dir, port))
  const { port } = server
  const contestant = CONTESTANTS.ours
  const { workshopId, teams } = await stageWorkshop(port, { teams: 1, cardsEach: CARDS_EACH })
  const [team] = teams
  if (!team) throw new Error('no team')
  const at = { port, contestant, board: team.board, token: team.seats[1]?.token ?? null }
  const cards = team.seats.length * CARDS_EACH
  const doc = await visit(at, (visited) => visited.getMap('cards').size >= cards)
  await bring(at, arranged(doc), (visited) => visited.getMap('clusters').size >= CLUSTERS)
  const staged: StagedBoard = { ...team, ...described(doc), clients: [] }
  return {
    url: `http://127.0.0.1:${port}`,
    workshopId,
    token: team.seats[0]?.token ?? '',
    cards,
    typing: () => beginTyping(port, staged),
    async close() {
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** The cards get words of usual length and lie in clusters; every eleventh stays loose. One update. */
function arranged(doc: Y.Doc): Uint8Array {
  const before = Y.encodeStateVector(doc)
  const board = boardDoc(doc)
  const ids = [...board.cards.keys()].sort()
  doc.transact(() => {
    for (const [index, id] of ids.entries()) {
      const text = board.cards.get(id)?.get('text')
      if (text instanceof Y.Text) text.insert(text.length, TEXT.slice(0, 8 + ((index * 7) % 33)))
    }
    for (let cluster = 0; cluster < CLUSTERS; cluster++) {
      const members = ids.filter((_, index) => index % 11 !== 0 && index % CLUSTERS === cluster)
      addCluster(board, `cluster-${cluster}`, `まとまり${cluster + 1}`, members)
    }
  })
  return Y.encodeStateAsUpdate(doc, before)
}

function beginTyping(port: number, team: StagedBoard): () => void {
  const ledger = new Ledger()
  const people = team.seats
    .slice(1)
    .map(
      (_, index) => new LightPerson({ port, contestant: CONTESTANTS.ours, team, index: index + 1, ledger }),
    )
  const timers = people.flatMap((person) => [
    setInterval(() => person.type(), 1000 / KEYS_A_SECOND),
    setInterval(() => person.wave(), 1000 / WAVES_A_SECOND),
  ])
  return () => {
    timers.forEach(clearInterval)
    for (const person of people) person.leave()
  }
}
