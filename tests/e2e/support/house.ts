import { mkdirSync } from 'node:fs'
import { test, type Page } from '@playwright/test'
import type { CommandInput } from '#shared/domain/commands.ts'
import type { WorkshopState } from '#shared/domain/state.ts'
import type { OpenedWorkshop, TakenSeat } from '#shared/protocol/http.ts'
import { closePages } from './looks.ts'
import { startServer, type TestServer } from './server.ts'

/** Where pictures of screens go, to be looked at. */
export const PICTURES = '.cache/screens'

/** A server for all tests of a file, and what they ask of it without a browser. */
export class House {
  #server: TestServer | null = null
  #commands = 0

  /** To be called once, outside of tests. */
  static forThisFile(): House {
    const house = new House()
    test.beforeAll(async () => {
      mkdirSync(PICTURES, { recursive: true })
      house.#server = await startServer()
    })
    test.afterEach(({ browser }) => closePages(browser))
    test.afterAll(() => house.#server?.close())
    return house
  }

  /** For tests that stop it and start it again. */
  get server(): TestServer {
    if (this.#server === null) throw new Error('no server outside of tests')
    return this.#server
  }

  get url(): string {
    return this.server.url
  }

  async post<Body>(path: string, body: unknown, token?: string): Promise<Body> {
    const answer = await fetch(this.url + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Body
  }

  open(body: object): Promise<OpenedWorkshop> {
    return this.post('/api/workshops', body)
  }

  seat({ workshopId }: OpenedWorkshop, body: object): Promise<TakenSeat> {
    return this.post(`/api/workshops/${workshopId}/seats`, body)
  }

  /** As the facilitator. */
  give({ workshopId, facilitatorToken }: OpenedWorkshop, command: CommandInput): Promise<unknown> {
    const commandId = `house-${++this.#commands}`
    return this.post(`/api/workshops/${workshopId}/commands`, { commandId, command }, facilitatorToken)
  }

  /** As the facilitator knows it. */
  async state({ workshopId, facilitatorToken }: OpenedWorkshop): Promise<WorkshopState> {
    const answer = await fetch(`${this.url}/api/workshops/${workshopId}/state`, {
      headers: { authorization: `Bearer ${facilitatorToken}` },
    })
    return ((await answer.json()) as { state: WorkshopState }).state
  }

  /** Goes to a facilitator's screen by their link. */
  async toDesk(page: Page, { facilitatorUrl }: OpenedWorkshop, screen: string): Promise<void> {
    const { pathname, hash } = new URL(facilitatorUrl)
    await page.goto(this.url + pathname.replace('console', screen) + hash)
  }

  /** Goes to one's own seat by its link. */
  async toSeat(page: Page, { seatUrl }: Pick<TakenSeat, 'seatUrl'>): Promise<void> {
    const { pathname, hash } = new URL(seatUrl)
    await page.goto(this.url + pathname + hash)
  }
}
