import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Contestant, LaunchOptions } from '../contestants.ts'
import { ServerProcess } from '../server-process.ts'
import { inLanes } from './lanes.ts'
import { seedBoard } from './seed.ts'
import { described, type StagedBoard } from './staged-board.ts'
import { stageWorkshop, type StagedTeam } from './workshop.ts'
import { bring, visit } from './visit.ts'

export interface Stage {
  readonly server: ServerProcess
  readonly dir: string
  readonly boards: readonly StagedBoard[]
}

export interface Plan {
  readonly teams: number
  readonly cardsEach: number
}

const TEAM = 6
/** 300 people; a workshop holds 500 */
const TEAMS_A_WORKSHOP = 50
const LANES = 16

/** Where servers keep their files, and what has been staged once and is copied since. */
export class Stages {
  readonly #root: string
  readonly #kept = new Map<string, { readonly dir: string; readonly boards: readonly StagedBoard[] }>()
  #count = 0

  constructor(parent: string) {
    mkdirSync(parent, { recursive: true })
    this.#root = mkdtempSync(join(parent, 'yoriai-bench-'))
  }

  /** An empty folder, on the disk that is measured. */
  folder(): string {
    const dir = join(this.#root, String(this.#count++))
    mkdirSync(dir)
    return dir
  }

  /** A folder with the same in it. */
  copyOf(dir: string): string {
    const copy = this.folder()
    cpSync(dir, copy, { recursive: true })
    return copy
  }

  drop(dir: string): void {
    rmSync(dir, { recursive: true, force: true })
  }

  /** Takes away every file. */
  close(): void {
    rmSync(this.#root, { recursive: true, force: true })
  }

  /** A fresh server with `teams` boards of six people, `cardsEach` cards a person on each. */
  async open(contestant: Contestant, plan: Plan, options: LaunchOptions = {}): Promise<Stage> {
    if (contestant.name === 'ours') return this.#openOurs(contestant, plan, options)
    const dir = this.folder()
    const server = await ServerProcess.start((port) => contestant.launch(dir, port))
    const boards = Array.from({ length: plan.teams }, (_, index) =>
      seedBoard(`board-${index}`, TEAM, plan.cardsEach),
    )
    if (contestant.remembers)
      await inLanes(boards.length, LANES, async (index) => {
        const board = boards[index]
        if (board) await putOn(server.port, contestant, board)
      })
    return { server, dir, boards }
  }

  /** Our boards are prepared once by the public interface; each run gets a copy of the data and a new process. */
  async #openOurs(contestant: Contestant, plan: Plan, options: LaunchOptions): Promise<Stage> {
    const key = `${plan.teams}/${plan.cardsEach}`
    const kept = this.#kept.get(key) ?? (await this.#prepare(contestant, plan))
    this.#kept.set(key, kept)
    const dir = this.copyOf(kept.dir)
    const server = await ServerProcess.start((port) => contestant.launch(dir, port, options))
    return { server, dir, boards: kept.boards.map((board) => ({ ...board, clients: [] })) }
  }

  async #prepare(contestant: Contestant, { teams, cardsEach }: Plan) {
    const dir = this.folder()
    const server = await ServerProcess.start((port) => contestant.launch(dir, port))
    const staged: StagedTeam[] = []
    for (let left = teams; left > 0; left -= TEAMS_A_WORKSHOP) {
      const workshop = await stageWorkshop(server.port, {
        teams: Math.min(left, TEAMS_A_WORKSHOP),
        cardsEach,
      })
      staged.push(...workshop.teams)
    }
    const boards: StagedBoard[] = []
    await inLanes(staged.length, LANES, async (index) => {
      const team = staged[index]
      if (!team) return
      const at = { port: server.port, contestant, board: team.board, token: team.seats[0]?.token ?? null }
      const doc = await visit(at, (visited) => visited.getMap('cards').size >= TEAM * cardsEach)
      boards[index] = { ...team, ...described(doc), clients: [] }
    })
    await server.stop()
    return { dir, boards }
  }
}

async function putOn(port: number, contestant: Contestant, board: StagedBoard): Promise<void> {
  const at = { port, contestant, board: board.board, token: null }
  await bring(at, board.base, (doc) => doc.getMap('cards').size >= board.cardIds.length)
}
