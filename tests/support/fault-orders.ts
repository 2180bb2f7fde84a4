import type { WorkshopState } from '#shared/domain/state.ts'
import type { FaultStage } from './fault-stage.ts'
import { readState } from './fault-stage.ts'

interface Order {
  readonly commandId: string
  readonly token: string
  readonly command: { readonly type: string } & Readonly<Record<string, unknown>>
  settled: 'given' | 'done' | 'refused'
}

/** Each adds so much to the phase, so that an order that counts twice, or not at all, shows. */
const STEP_MS = 1_000
const PATIENCE_MS = 2_000
const BREATH_MS = 40

/**
 * Somebody who keeps giving commands over HTTP, one after another, each with its own id until it is answered: cards that
 * must be there once, and seconds for the phase that must add up.
 */
export class Orders {
  readonly #base: () => string
  readonly #stage: FaultStage
  readonly #endedAt: number
  readonly #given: Order[] = []
  /** ms by the end of the outage */
  readonly #givenBack = new Map<number, number>()
  #running: Promise<void> | null = null
  #held = false
  #stopping = false

  private constructor(base: () => string, stage: FaultStage, endsAt: number) {
    this.#base = base
    this.#stage = stage
    this.#endedAt = endsAt
  }

  static async start(base: () => string, stage: FaultStage): Promise<Orders> {
    const state = await readState(base(), stage.workshopId, stage.facilitatorToken)
    const orders = new Orders(base, stage, endOf(state))
    orders.#running = orders.#give()
    return orders
  }

  get count(): number {
    return this.#given.length
  }

  /** Waits with the next try until `release`. */
  hold(): void {
    this.#held = true
  }

  release(): void {
    this.#held = false
  }

  /** Resolves when the last order given has been answered. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#running
  }

  /** What the workshop's state says against the answers given. */
  async judge(): Promise<string[]> {
    const { workshopId, facilitatorToken } = this.#stage
    const state = await readState(this.#base(), workshopId, facilitatorToken)
    const wrong: string[] = []
    for (const { command, settled, commandId } of this.#given) {
      if (settled === 'refused') wrong.push(`${commandId} (${command.type}) was refused`)
      if (command.type !== 'card.add') continue
      const there = state.cards.filter(({ id }) => id === command.cardId).length
      if (settled === 'done' && there !== 1)
        wrong.push(`${commandId} was acknowledged; its card is there ${there} times`)
    }
    const steps = this.#given.filter(({ command }) => command.type === 'agenda.extend')
    const done = steps.filter(({ settled }) => settled === 'done').length
    const open = steps.filter(({ settled }) => settled === 'given').length
    // An outage that people notice is given back to the phase (AGD-20); between two looks there is one at most.
    const { outage } = state.agenda
    if (outage) this.#givenBack.set(outage.until, outage.until - outage.from)
    const givenBack = [...this.#givenBack.values()].reduce((sum, ms) => sum + ms, 0)
    const counted = (endOf(state) - givenBack - this.#endedAt) / STEP_MS
    if (counted < done || counted > done + open) {
      wrong.push(`${done} extensions were acknowledged, ${open} not answered, ${counted} counted`)
    }
    return wrong
  }

  async #give(): Promise<void> {
    for (let turn = 0; !this.#stopping; turn++) {
      const board = this.#stage.boards[turn % this.#stage.boards.length]
      const seat = board?.seats[turn % (board.seats.length || 1)]
      const few = turn < 150 * this.#stage.boards.length
      const order: Order =
        turn % 2 === 0 && seat && few
          ? this.#order(turn, seat.seatToken, {
              type: 'card.add',
              cardId: `order-${turn}`,
              board: 'ideals',
              text: '命令の札',
            })
          : this.#order(turn, this.#stage.facilitatorToken, { type: 'agenda.extend', ms: STEP_MS })
      this.#given.push(order)
      while (order.settled === 'given') {
        if (!this.#held) await this.#try(order)
        await new Promise((resolve) => setTimeout(resolve, BREATH_MS))
      }
    }
  }

  #order(turn: number, token: string, command: Order['command']): Order {
    return { commandId: `order-${process.pid}-${turn}`, token, command, settled: 'given' }
  }

  async #try(order: Order): Promise<void> {
    const { commandId, token, command } = order
    try {
      const answer = await fetch(`${this.#base()}/api/workshops/${this.#stage.workshopId}/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ commandId, command }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      const body = (await answer.json()) as { ok?: boolean }
      if (answer.ok && body.ok === true) order.settled = 'done'
      // 5xx and 429 say "later"; anything else is a word about the command itself.
      else if (answer.status < 500 && answer.status !== 429) order.settled = 'refused'
    } catch {
      // Nobody there, or gone in the middle: the same order again.
    }
  }
}

function endOf({ agenda }: WorkshopState): number {
  const timer = agenda.current?.timer
  if (timer?.kind !== 'running') throw new Error('the phase does not run')
  return timer.endsAt
}
