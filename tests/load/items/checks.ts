import * as Y from 'yjs'
import type { Contestant } from '../contestants.ts'
import { FullPerson } from '../people/full-person.ts'
import type { Ledger } from '../people/ledger.ts'
import type { Person } from '../people/person.ts'
import { inLanes, sleep } from '../stage/lanes.ts'
import type { Stage } from '../stage/boards.ts'
import type { StagedBoard } from '../stage/staged-board.ts'
import { visit } from '../stage/visit.ts'

/** Everything sent has long arrived by then, or never will. */
const SETTLE_MS = 10_000
const LANES = 8

/** Waits until everybody has everything and every edit is acknowledged; what is still wrong then comes back in words. */
export async function settle(people: readonly Person[], ledger: Ledger, contestant: Contestant) {
  const deadline = performance.now() + SETTLE_MS
  const faults = () => {
    const missing = people.reduce((sum, person) => sum + person.missing(), 0)
    const waiting =
      contestant.name === 'ours'
        ? people.reduce((sum, { link }) => sum + Math.max(0, link.edits - link.acknowledged), 0)
        : 0
    return [
      ...(missing > 0 ? [`${missing} deliveries missing`] : []),
      ...(waiting > 0 ? [`${waiting} edits not acknowledged`] : []),
    ]
  }
  while (faults().length > 0 && performance.now() < deadline) await sleep(50)
  const broken = new Set(people.flatMap(({ link }) => link.fault ?? []))
  return [...faults(), ...(ledger.gaps > 0 ? [`${ledger.gaps} edits passed over`] : []), ...broken]
}

/** State vectors and content of all of a team are equal, and what the server gives a newcomer is the same. */
export async function converged(
  stage: Stage,
  people: readonly Person[],
  ledger: Ledger,
  contestant: Contestant,
) {
  const faults: string[] = []
  await inLanes(stage.boards.length, LANES, async (index) => {
    const board = stage.boards[index]
    if (!board) return
    const full = people.filter(
      (person): person is FullPerson => person instanceof FullPerson && person.team === board,
    )
    const prints = new Set(full.map(({ doc }) => fingerprint(doc)))
    if (prints.size > 1) faults.push(`${board.board}: the documents differ`)
    if (!contestant.remembers) return
    try {
      const doc = await newcomer(stage, board, ledger, contestant)
      if (full.length > 0 && !prints.has(fingerprint(doc)))
        faults.push(`${board.board}: a newcomer's document differs`)
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error))
    }
  })
  return faults
}

/** A newcomer's document, once it holds everything this team has typed. */
function newcomer(
  { server }: Stage,
  board: StagedBoard,
  ledger: Ledger,
  contestant: Contestant,
): Promise<Y.Doc> {
  const token = board.seats[0]?.token ?? null
  return visit({ port: server.port, contestant, board: board.board, token }, (doc) =>
    board.clients.every((client) => Y.getState(doc.store, client) >= ledger.endOf(client)),
  )
}

function fingerprint(doc: Y.Doc): string {
  const clocks = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([one], [other]) => one - other)
  return JSON.stringify([clocks, sorted(doc.getMap('cards').toJSON())])
}

/** The same content written the same way, whatever order it came in. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)])
}
