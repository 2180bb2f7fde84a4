/**
 * A mistake somebody could make, as an exact change of one file. `vite.config.ts` makes it when the environment names it
 * (`SEEDED_BUG=…`), in test runs only; `seeded-bugs.test.ts` demands that the suite then fails.
 */
export interface SeededBug {
  readonly name: string
  /** the failure mode of reliability.md or the rule it brings about */
  readonly breaks: string
  readonly file: string
  /** stands in the file exactly once */
  readonly find: string
  readonly replace: string
  /** the smallest part of the suite that has to notice */
  readonly caughtBy: { readonly project: string; readonly file: string; readonly test: string }
}

const CONTRACTS = 'tests/faults/seeded-contracts.test.ts'

export const SEEDED_BUGS: readonly SeededBug[] = [
  {
    name: 'ack-before-commit',
    breaks: 'F-01: an edit is acknowledged before it is on disk',
    file: 'server/boards/board-log.ts',
    find: '      await storage.journal.append({ stream, expectedSeq: this.#seq, records })\n',
    replace:
      '      for (const { committed } of (batch as Entry[]).splice(0)) committed()\n' +
      '      await storage.journal.append({ stream, expectedSeq: this.#seq, records })\n',
    caughtBy: {
      project: 'server',
      file: 'tests/server/board-durability.test.ts',
      test: 'shows and acknowledges nothing before the commit',
    },
  },
  {
    name: 'broadcast-before-commit',
    breaks: 'F-01: others see an edit the server may yet forget',
    file: 'server/boards/board-host.ts',
    find: '    const settle = () => {\n      for (const update of written.updates) this.#show(updateFrame(update), from)\n',
    replace:
      '    for (const update of written.updates) this.#show(updateFrame(update), from)\n    const settle = () => {\n',
    caughtBy: {
      project: 'server',
      file: 'tests/server/board-durability.test.ts',
      test: 'shows and acknowledges nothing before the commit',
    },
  },
  {
    name: 'no-pending-check',
    breaks: 'F-03: an update that waits for something for ever poisons the board',
    file: 'server/boards/guarded-board.ts',
    find: "      if (isWaiting(doc)) fault = 'malformed'\n",
    replace: '',
    caughtBy: { project: 'faults', file: CONTRACTS, test: 'waits for something for ever' },
  },
  {
    name: 'client-ids-not-bound',
    breaks: 'F-17: somebody writes under another’s client id and cuts off what that other writes next',
    file: 'server/boards/admission.ts',
    find: '  return owner === undefined || owner === sender || wounded\n',
    replace: '  return owner === undefined || wounded || sender !== undefined\n',
    caughtBy: {
      project: 'server',
      file: 'tests/server/board-admission.test.ts',
      test: 'lets nobody write under a client id that another used first',
    },
  },
  {
    name: 'synchronous-off',
    breaks:
      'F-01: a commit does not reach the disk before it is acknowledged; no kill shows it, only a power cut',
    file: 'server/storage/sqlite/database.ts',
    find: "    db.pragma('synchronous = FULL')\n",
    replace: "    db.pragma('synchronous = OFF')\n",
    caughtBy: {
      project: 'server',
      file: 'tests/server/sqlite-writer.test.ts',
      test: 'the database syncs its log at every commit',
    },
  },
  {
    name: 'sequence-not-compared',
    breaks: 'two writers interleave in one journal, and neither hears of it',
    file: 'server/storage/memory/memory-storage.ts',
    find: '    if (stream.last !== expectedSeq) {\n',
    replace: '    if (stream.last > Number.MAX_SAFE_INTEGER) {\n',
    caughtBy: { project: 'contracts', file: 'tests/contracts/memory.test.ts', test: '' },
  },
  {
    name: 'expected-phase-not-compared',
    breaks: 'F-40: two facilitators who press Next skip a phase',
    file: 'shared/domain/slices/agenda-move.ts',
    find: "  if (command.expectedPhaseId !== phase.id) return refuse('stale_phase', { phaseId: phase.id })\n  //",
    replace: '  //',
    caughtBy: { project: 'simulation', file: 'tests/simulation/model-races.test.ts', test: 'G-14' },
  },
  {
    name: 'deadline-not-looked-at',
    breaks: 'AGD-18: a phase that was given more time at the last moment moves on all the same',
    file: 'shared/domain/slices/agenda-move.ts',
    find: '!(phase.auto && isOver(current, ctx.now))',
    replace: '!phase.auto',
    caughtBy: { project: 'domain', file: 'tests/domain/agenda.test.ts', test: 'AGD-18' },
  },
  {
    name: 'receipts-not-kept',
    breaks: 'F-41: a command that was sent again because its answer got lost takes effect twice',
    file: 'server/rooms/receipts.ts',
    find: '    book.set(commandId, seq)\n',
    replace: '',
    caughtBy: {
      project: 'server',
      file: 'tests/server/room.test.ts',
      test: 'answers the same seq to the same command id',
    },
  },
  {
    name: 'close-by-person',
    breaks: 'F-30: the late goodbye of a dead connection takes the living one of the same person with it',
    file: 'server/rooms/presence-book.ts',
    find: '    if (!page?.connections.delete(connection)) return\n',
    replace:
      '    const gone = JSON.stringify(page?.connections.get(connection))\n' +
      '    if (!page?.connections.delete(connection)) return\n' +
      '    for (const [other, viewer] of page.connections) if (JSON.stringify(viewer) === gone) page.connections.delete(other)\n',
    caughtBy: { project: 'faults', file: CONTRACTS, test: 'late goodbye' },
  },
  {
    name: 'origin-not-checked',
    breaks: 'S-01: another site’s page uses this browser’s cookies',
    file: 'server/origin.ts',
    find: '  if (from === null) return false\n',
    replace: '  if (from !== undefined) return true\n',
    caughtBy: {
      project: 'server',
      file: 'tests/server/realtime.test.ts',
      test: 'S-01 refuses connections that another site’s page opens',
    },
  },
  {
    name: 'refused-text-thrown-away',
    breaks: 'G-15: what was typed when the board was locked is gone',
    file: 'client/boards/unsaved-text.ts',
    find: "    return texts.filter((text) => text.trim() !== '')\n",
    replace: "    return texts.filter((text) => text === '')\n",
    caughtBy: { project: 'simulation', file: 'tests/simulation/model-races.test.ts', test: 'G-15' },
  },
]

/** The code with the mistake in it. Throws when the place is not found exactly once: the list has fallen behind. */
export function withBug(code: string, { name, find, replace, file }: SeededBug): string {
  const parts = code.split(find)
  if (parts.length !== 2)
    throw new Error(`Seeded bug ${name}: its place is in ${file} ${parts.length - 1} times.`)
  return parts.join(replace)
}
