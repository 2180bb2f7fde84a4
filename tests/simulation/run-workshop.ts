import { pathToFileURL } from 'node:url'
import { workshopFixture } from '../fixtures/workshop.ts'
import type { FixtureBoard, FixtureCard, FixtureWorkshop, PersonKey } from '../fixtures/workshop-types.ts'
import { faultsOf } from './check-outcome.ts'
import { LiveBoard, waitUntilStored, type BoardAddress } from './live-board.ts'
import { ask, askJson, RoomLink, type Tap, type Target } from './wire.ts'

/**
 * A whole workshop without a browser, against any running Yoriai: it opens one, seats eleven people, forms teams, goes
 * through every phase, writes, clusters, links, votes, and takes the outcome home. Only public contracts are used, so it
 * is also the example to start from when writing a program for Yoriai:
 *
 *     npx tsx tests/simulation/run-workshop.ts http://127.0.0.1:3000
 */
export interface Run {
  readonly workshopId: string
  readonly markdown: string
  readonly json: string
  /** what is wrong with the outcome, one sentence each */
  readonly faults: readonly string[]
}

export interface RunOptions {
  readonly fixture?: FixtureWorkshop
  readonly say?: (line: string) => void
  readonly tap?: Tap
  /** called when everything of a hidden phase has been written and nothing is revealed, and again when it is */
  readonly onHidden?: (phase: HiddenPhase) => void | Promise<void>
  readonly onRevealed?: (phase: HiddenPhase) => void | Promise<void>
}

export interface HiddenPhase {
  readonly kind: string
  readonly cards: readonly FixtureCard[]
}

interface Opened {
  readonly workshopId: string
  readonly facilitatorToken: string
}

interface Seat {
  readonly participantId: string
  readonly seatToken: string
}

interface Phase {
  readonly id: string
  readonly kind: string
  readonly board: string | null
  readonly hidden: boolean
  readonly votes: number
}

interface State {
  readonly agenda: {
    readonly phases: readonly Phase[]
    readonly current: { readonly phaseId: string } | null
  }
  readonly teams: readonly {
    readonly id: string
    readonly members: readonly { readonly participantId: string }[]
  }[]
}

export async function runWorkshop(baseUrl: string, options: RunOptions = {}): Promise<Run> {
  const simulation = new Simulation(baseUrl, options)
  try {
    return await simulation.run()
  } finally {
    simulation.close()
  }
}

class Simulation {
  readonly #target: Target
  readonly #options: RunOptions
  readonly #fixture: FixtureWorkshop
  readonly #seats = new Map<PersonKey, Seat & { readonly link: RoomLink }>()
  /** by path; somebody of each team, on the boards of the phase */
  readonly #boards = new Map<string, LiveBoard>()
  #workshopId = ''
  #facilitatorToken = ''
  #facilitator: RoomLink | null = null

  constructor(baseUrl: string, options: RunOptions) {
    this.#target = { baseUrl, tap: options.tap ?? (() => {}) }
    this.#options = options
    this.#fixture = options.fixture ?? workshopFixture
  }

  async run(): Promise<Run> {
    await this.#open()
    await this.#takeSeats()
    await this.#formTeams()
    await this.#facilitate({ type: 'agenda.open' })
    const { phases } = (await this.#state()).agenda
    for (const phase of phases) {
      this.#say(`phase ${phase.kind}`)
      await this.#runPhase(phase)
      if (phase !== phases.at(-1)) {
        await this.#facilitate({ type: 'agenda.advance', expectedPhaseId: phase.id })
        if (phase.hidden) await this.#options.onRevealed?.(await this.#whenOnTheBoards(phase))
      }
    }
    await this.#facilitate({ type: 'agenda.end' })
    return this.#takeHome()
  }

  close(): void {
    this.#leaveBoards()
    for (const { link } of this.#seats.values()) link.close()
    this.#facilitator?.close()
  }

  async #open(): Promise<void> {
    const { title, goal, template, locale } = this.#fixture
    const opened = await askJson<Opened>(this.#target, '/api/workshops', {
      who: 'facilitator',
      body: { title, goal, template, locale },
    })
    this.#workshopId = opened.workshopId
    this.#facilitatorToken = opened.facilitatorToken
    this.#facilitator = await RoomLink.open(
      this.#target,
      opened.workshopId,
      'facilitator',
      opened.facilitatorToken,
    )
    this.#say(`opened ${opened.workshopId}`)
  }

  async #takeSeats(): Promise<void> {
    for (const { key, name, reading, consent, answers } of this.#fixture.people) {
      const seat = await askJson<Seat>(this.#target, `/api/workshops/${this.#workshopId}/seats`, {
        who: key,
        body: { name, reading, consent, answers },
      })
      const link = await RoomLink.open(this.#target, this.#workshopId, key, seat.seatToken)
      this.#seats.set(key, { ...seat, link })
    }
    this.#say(`${this.#seats.size} people are seated`)
  }

  /** The server deals; then people are moved to the teams of the fixture. */
  async #formTeams(): Promise<void> {
    await this.#facilitate({ type: 'team.form', by: 'headcount', size: 5, seed: 1 })
    const { teams } = await this.#state()
    if (teams.length !== this.#fixture.teams.length) throw new Error(`${teams.length} teams were formed`)
    for (const [index, { name, members }] of this.#fixture.teams.entries()) {
      const team = teams[index]
      if (!team) continue
      await this.#facilitate({ type: 'team.rename', teamId: team.id, name })
      for (const { person } of members) {
        const { participantId } = this.#seat(person)
        if (team.members.some((member) => member.participantId === participantId)) continue
        await this.#facilitate({ type: 'team.move', participantId, teamId: team.id })
      }
    }
    const roles = this.#fixture.teams.flatMap(({ members }) => members)
    for (const { person } of roles) {
      const { participantId } = this.#seat(person)
      await this.#facilitate({ type: 'team.role', participantId, role: 'member' })
    }
    for (const { person, role } of roles) {
      await this.#facilitate({ type: 'team.role', participantId: this.#seat(person).participantId, role })
    }
  }

  async #runPhase(phase: Phase): Promise<void> {
    if (phase.kind === 'share') {
      for (const _ of this.#fixture.teams) await this.#facilitate({ type: 'share.next' })
    }
    if (phase.board === null) return
    if (!phase.kind.startsWith('deepen-')) await this.#write(phase, phase.board)
    if (phase.votes > 0) await this.#arrangeAndPrize(phase.board)
  }

  /** Somebody of each team watches the board from the first moment, as a client does. */
  async #write(phase: Phase, board: string): Promise<void> {
    const places = await this.#places(board)
    for (const { at, watcher } of places) await this.#liveBoard(at, watcher)
    const cards = places.flatMap(({ written }) => written.cards)
    await this.#everyone(async (key, link) => {
      for (const { key: cardId, text, part } of cards.filter(({ by }) => by === key)) {
        await link.must({ type: 'card.add', cardId, board, text, part: part ?? null })
      }
    })
    if (!phase.hidden) return
    await this.#everyone(async (key) => {
      const { seatToken } = this.#seat(key)
      await ask(this.#target, `/api/workshops/${this.#workshopId}/state`, { who: key, token: seatToken })
      for (const { at, members } of places) {
        if (members.includes(key)) await ask(this.#target, boardPath(at), { who: key, token: seatToken })
      }
    })
    await this.#options.onHidden?.({ kind: phase.kind, cards })
  }

  async #whenOnTheBoards({ kind, board }: Phase): Promise<HiddenPhase> {
    const places = board === null ? [] : await this.#places(board)
    for (const { at, watcher, written } of places) {
      await (await this.#liveBoard(at, watcher)).waitFor(written.cards.map(({ key }) => key))
    }
    return { kind, cards: places.flatMap(({ written }) => written.cards) }
  }

  async #arrangeAndPrize(board: string): Promise<void> {
    const places = await this.#places(board)
    for (const { at, watcher, written } of places) {
      const live = await this.#liveBoard(at, watcher)
      await live.waitFor(written.cards.map(({ key }) => key))
      live.arrange(written)
      await waitUntilStored(this.#target, at, this.#facilitatorToken, written)
    }
    const cards = places.flatMap(({ written }) => written.cards)
    await this.#everyone(async (key, link) => {
      for (const { key: cardId, likes, votes } of cards) {
        if (likes?.includes(key)) await link.must({ type: 'like.toggle', cardId })
        const count = votes?.[key]
        if (count !== undefined) await link.must({ type: 'vote.cast', cardId, count })
      }
    })
    this.#leaveBoards()
  }

  #leaveBoards(): void {
    for (const board of this.#boards.values()) board.close()
    this.#boards.clear()
  }

  async #liveBoard(at: BoardAddress, watcher: PersonKey): Promise<LiveBoard> {
    const path = boardPath(at)
    const known = this.#boards.get(path)
    if (known) return known
    const live = await LiveBoard.open(this.#target, at, watcher, this.#seat(watcher).seatToken)
    this.#boards.set(path, live)
    return live
  }

  /** Where a board of the fixture lies in this workshop, with somebody who may write there. */
  async #places(board: string): Promise<readonly Place[]> {
    const { teams } = await this.#state()
    if (board === 'topics') {
      return [
        {
          at: { workshopId: this.#workshopId, teamId: 'all', board },
          written: this.#fixture.topics,
          watcher: 'haru',
          members: [...this.#seats.keys()],
        },
      ]
    }
    return this.#fixture.teams.map((team, index) => {
      const members = team.members.map(({ person }) => person)
      return {
        at: { workshopId: this.#workshopId, teamId: teams[index]?.id ?? '', board },
        written: team.boards[board as keyof typeof team.boards],
        watcher: team.members.find(({ role }) => role === 'scribe')?.person ?? 'haru',
        members,
      }
    })
  }

  async #takeHome(): Promise<Run> {
    const file = (format: string) =>
      ask(this.#target, `/api/workshops/${this.#workshopId}/outcome.${format}`, {
        who: 'facilitator',
        token: this.#facilitatorToken,
      })
    const [markdown, json] = await Promise.all([file('md'), file('json')])
    const faults = faultsOf(this.#fixture, markdown, json)
    this.#say(`outcome: ${markdown.length} characters of Markdown, ${faults.length} faults`)
    return { workshopId: this.#workshopId, markdown, json, faults }
  }

  async #state(): Promise<State> {
    const path = `/api/workshops/${this.#workshopId}/state`
    const request = { who: 'facilitator', token: this.#facilitatorToken }
    return (await askJson<{ state: State }>(this.#target, path, request)).state
  }

  async #facilitate(command: Parameters<RoomLink['must']>[0]): Promise<void> {
    if (this.#facilitator === null) throw new Error('no facilitator')
    await this.#facilitator.must(command)
  }

  /** Everybody at once, each one thing after the other. */
  async #everyone(act: (key: PersonKey, link: RoomLink) => Promise<void>): Promise<void> {
    await Promise.all([...this.#seats].map(([key, { link }]) => act(key, link)))
  }

  #seat(key: PersonKey): Seat & { readonly link: RoomLink } {
    const seat = this.#seats.get(key)
    if (!seat) throw new Error(`${key} has no seat`)
    return seat
  }

  #say(line: string): void {
    this.#options.say?.(line)
  }
}

interface Place {
  readonly at: BoardAddress
  readonly written: FixtureBoard
  readonly watcher: PersonKey
  readonly members: readonly PersonKey[]
}

function boardPath({ workshopId, teamId, board }: BoardAddress): string {
  return `/api/workshops/${workshopId}/boards/${teamId}/${board}`
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const baseUrl = process.argv[2] ?? 'http://127.0.0.1:3000'
  const tell = (line: string) => process.stderr.write(`${line}\n`)
  const { faults, markdown } = await runWorkshop(baseUrl, { say: tell })
  for (const fault of faults) tell(fault)
  process.stdout.write(markdown)
  process.exitCode = faults.length === 0 ? 0 : 1
}
