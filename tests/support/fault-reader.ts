import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { boardDoc, type BoardDoc } from '#shared/boards/board-doc.ts'
import { FRAME, SYNC } from '#shared/protocol/board-frames.ts'
import { askFrame } from '../../server/boards/frames.ts'
import type { FaultJournal } from './fault-journal.ts'
import type { FaultStage } from './fault-stage.ts'
import { textsOf, type Typist } from './fault-typist.ts'

const PATIENCE_MS = 30_000

/** The board as the server gives it to somebody who has nothing yet. */
export async function readWhole(base: string, path: string, token: string): Promise<BoardDoc> {
  const workshopId = path.split('/')[0] ?? ''
  const address = `${base.replace(/^http/, 'ws')}/boards/${path}?w=${workshopId}&token=${token}`
  const socket = new WebSocket(address, { perMessageDeflate: false })
  const doc = new Y.Doc()
  try {
    return await new Promise<BoardDoc>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${path} could not be read`)), PATIENCE_MS)
      timer.unref()
      socket.on('error', reject)
      socket.on('close', (code) => reject(new Error(`${path} was closed with ${code}`)))
      socket.on('open', () => socket.send(askFrame(Uint8Array.of(0))))
      socket.on('message', (data) => {
        const decoder = decoding.createDecoder(new Uint8Array(data as Buffer))
        if (decoding.readVarUint(decoder) !== FRAME.sync) return
        const kind = decoding.readVarUint(decoder)
        if (kind === SYNC.step1) return
        // The answer is the last of what a newcomer gets; edits may come before it.
        Y.applyUpdate(doc, decoding.readVarUint8Array(decoder))
        if (kind !== SYNC.step2) return
        clearTimeout(timer)
        resolve(boardDoc(doc))
      })
    })
  } finally {
    socket.removeAllListeners('close')
    socket.terminate()
  }
}

/** What is wrong with the boards of a stage, read afresh. Nobody may have come back to heal them yet. */
export async function judgeBoards(base: string, stage: FaultStage, journal: FaultJournal): Promise<string[]> {
  const wrong = await Promise.all(
    stage.boards.map(async ({ path }) => {
      const board = await readWhole(base, path, stage.facilitatorToken)
      const verdict = journal.judge(path, textsOf(board))
      board.doc.destroy()
      return verdict
    }),
  )
  return wrong.flat()
}

/** Which replicas of a settled board are not what the server has. */
export async function judgeReplicas(
  base: string,
  stage: FaultStage,
  typists: ReadonlyMap<string, readonly Typist[]>,
): Promise<string[]> {
  const wrong: string[] = []
  for (const { path } of stage.boards) {
    const texts = sorted(textsOf(await readWhole(base, path, stage.facilitatorToken)))
    for (const typist of typists.get(path) ?? []) {
      if (sorted(typist.texts) !== texts) wrong.push(`${typist.name} has another text than the server`)
    }
  }
  return wrong
}

function sorted(texts: ReadonlyMap<string, string>): string {
  return JSON.stringify([...texts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Waits until something holds; `false` when it does not in time. */
export async function holdsWithin(ms: number, holds: () => boolean): Promise<boolean> {
  const deadline = performance.now() + ms
  while (!holds()) {
    if (performance.now() > deadline) return false
    await pause(10)
  }
  return true
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
