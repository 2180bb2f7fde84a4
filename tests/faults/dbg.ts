import * as Y from 'yjs'
import { boardDoc } from '#shared/boards/board-doc.ts'
import { addCard } from '#shared/boards/edit-board.ts'
import { seededRandom } from '#shared/random.ts'
import { FORGERIES } from './fuzz-boards.ts'
import { BoardRegistry } from '../../server/boards/board-registry.ts'
import { HeldStorage } from '../support/board-storage.ts'
import { systemRuntime } from '../../server/runtime.ts'
import { readFrame } from '../../server/boards/frames.ts'
const storage = new HeldStorage()
const rights = { access: () => 'write' as const, viewerFor: async () => null }
const log = {
  debug() {},
  info() {},
  warn() {},
  error(...a: any[]) {
    console.log(a)
  },
}
const reg = new BoardRegistry({
  storage,
  runtime: systemRuntime(),
  log,
  rights: rights as any,
  generation: 'g',
})
const at = { workshopId: 'w', teamId: 't', board: 'ideals' } as any
await reg.addCards(at, [
  { id: 'c1', text: 'もと', part: null },
  { id: 'c2', text: 'もと', part: null },
])
const conn = {
  viewer: { role: 'participant', participantId: 'm' },
  send() {},
  close(c: number) {
    console.log('closed', c)
  },
} as any
const random = seededRandom(5)
const host = await reg.join(at, conn)
let n = 0
for (const [name, forge] of Object.entries(FORGERIES)) {
  const board = boardDoc(new Y.Doc())
  for (const s of storage.disk.snapshots.values()) {
  }
  const state = (host as any).answer
    ? await new Promise<Uint8Array>((r) => {
        conn.send = (f: Uint8Array) => {
          const fr = readFrame(f) as any
          if (fr?.kind === 'edit') r(new Uint8Array(fr.update))
        }
        host.answer(conn, new Uint8Array([0]))
      })
    : null!
  conn.send = () => {}
  let a = performance.now()
  const frame = forge({ state, victims: [77] }, random)
  const forged = performance.now() - a
  const fr = readFrame(frame) as any
  a = performance.now()
  let res: any = fr?.kind
  if (fr?.kind === 'edit') res = host.receive(conn, { ...fr, count: ++n })
  else if (fr?.kind === 'awareness') res = host.hear(conn, fr.payload)
  else if (fr?.kind === 'ask') res = host.answer(conn, fr.stateVector)
  await new Promise((r) => setTimeout(r, 30))
  console.log(
    name.padEnd(36),
    frame.length,
    'forge',
    forged.toFixed(0),
    'server',
    (performance.now() - a - 30).toFixed(0),
    JSON.stringify(res),
  )
}
process.exit(0)
