import * as Y from 'yjs'
import { editByChance } from './model-edits.ts'
import { handsOn } from './model-hands.ts'
import { heal } from './model-history.ts'
import type { ModelBoard } from './model-board.ts'
import { judge } from './model-oracle.ts'
import { ModelWorld } from './model-world.ts'

export interface HonestReport {
  readonly wrong: readonly string[]
  readonly edits: number
  readonly refused: number
}

/** Longer, and the boards of a test would be larger than those of a workshop. */
const EDITS_A_WORLD = 2_000

/**
 * People who do nothing but honest work on one board: every kind of edit, undo and redo, offline for a while with all of
 * it coming back in one piece, reloads with a new client id each. None of it may be refused.
 */
export async function honestWork(seed: number): Promise<HonestReport> {
  const world = new ModelWorld(seed)
  const { time, ledger, people } = world
  await world.open({ people: 3, teamSize: 3, phase: 'deepen-ideals', auto: false, cards: 6 })
  await time.pass(700)
  for (const person of people) person.follow()
  await time.pass(2_000)
  const undo = new WeakMap<Y.Doc, Y.UndoManager>()
  while (ledger.ops.length < EDITS_A_WORLD) {
    for (const person of people) {
      const { board } = person
      if (!board?.mayWrite) continue
      const dice = time.below(1_000)
      if (dice < 3) board.reload()
      else if (dice < 8) {
        person.setOnline(false, 0)
        time.after(time.between(500, 5_000), () => person.setOnline(true, 0))
      } else if (dice < 60) undoOf(board, undo)[time.chance(0.6) ? 'undo' : 'redo']()
      else {
        undoOf(board, undo)
        const hand = { name: person.name, boardKey: board.key, time, ledger }
        board.edit((doc) => (time.chance(0.5) ? editByChance(doc, hand) : handsOn(doc, time)))
      }
    }
    // fifteen edits a second each: fast hands, far from the limits
    await time.pass(time.chance(0.7) ? 0 : 220)
  }
  const refused = ledger.ops.filter(({ fate }) => fate === 'refused').length
  if (!(await heal(world))) return { wrong: ['did not come to rest'], edits: ledger.ops.length, refused }
  // The texts of undone work go back and forth; what is looked at here is what was refused, lost or is not the same.
  ledger.typed.clear()
  const wrong = await judge(world)
  if (refused > 0) wrong.push(`${refused} honest edits were refused`)
  return { wrong, edits: ledger.ops.length, refused }
}

function undoOf({ board }: ModelBoard, known: WeakMap<Y.Doc, Y.UndoManager>): Y.UndoManager {
  const { doc, cards, clusters, links, summary } = board
  const manager =
    known.get(doc) ??
    new Y.UndoManager([cards, clusters, links, summary], {
      trackedOrigins: new Set(['own']),
      captureTimeout: 0,
    })
  known.set(doc, manager)
  return manager
}
