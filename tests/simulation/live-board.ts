import * as Y from 'yjs'
import { WebsocketProvider } from 'y-websocket'
import type { FixtureBoard } from '../fixtures/workshop-types.ts'
import { askJson, eventually, tappedWebSocket, type Target } from './wire.ts'

/** A board as `GET …/boards/:teamId/:board` answers it. */
export interface Snapshot {
  readonly cards: readonly {
    readonly id: string
    readonly text: string
    readonly clusterId: string | null
    readonly likes: number
    readonly votes: number
    readonly links: readonly string[]
    readonly part?: string
  }[]
  readonly clusters: readonly { readonly id: string; readonly title: string }[]
  readonly summary: string
}

export interface BoardAddress {
  readonly workshopId: string
  readonly teamId: string
  readonly board: string
}

/** Frames of our own, which a stock provider leaves aside with a line on the console each; this keeps the console clean. */
const OUR_FRAMES = [100, 101, 102]

/** A stock y-websocket provider on one board, writing the document as ARCHITECTURE.md section 4 describes it. */
export class LiveBoard {
  readonly #doc = new Y.Doc()
  readonly #provider: WebsocketProvider
  readonly #cards: Y.Map<Y.Map<unknown>> = this.#doc.getMap('cards')

  private constructor(
    target: Target,
    { workshopId, teamId, board }: BoardAddress,
    who: string,
    token: string,
  ) {
    this.#provider = new WebsocketProvider(
      `${target.baseUrl.replace(/^http/, 'ws')}/boards`,
      `${workshopId}/${teamId}/${board}`,
      this.#doc,
      {
        params: { w: workshopId, token },
        WebSocketPolyfill: tappedWebSocket(target, who),
        disableBc: true,
      },
    )
    for (const type of OUR_FRAMES) this.#provider.messageHandlers[type] = () => {}
  }

  static async open(target: Target, at: BoardAddress, who: string, token: string): Promise<LiveBoard> {
    const live = new LiveBoard(target, at, who, token)
    try {
      await eventually(`${who} to be in sync`, () => (live.#provider.synced ? true : null))
      return live
    } catch (error) {
      live.close()
      throw error
    }
  }

  get cardIds(): readonly string[] {
    return [...this.#cards.keys()]
  }

  /** Waits until the server has put these cards on the board. */
  async waitFor(cardIds: readonly string[]): Promise<void> {
    await eventually(`${cardIds.length} cards on the board`, () =>
      cardIds.every((id) => this.#cards.has(id)) ? true : null,
    )
  }

  /** Clusters, links and the summary, each as one edit. */
  arrange({ clusters, cards, summary }: FixtureBoard): void {
    const clusterMap = this.#doc.getMap<Y.Map<unknown>>('clusters')
    for (const [index, { key, title }] of clusters.entries()) {
      this.#doc.transact(() => {
        const cluster = new Y.Map<unknown>()
        cluster.set('title', new Y.Text(title))
        cluster.set('order', index + 1)
        clusterMap.set(key, cluster)
      })
    }
    for (const [order, { key, cluster }] of cards.entries()) {
      if (cluster !== undefined) this.#cards.get(key)?.set('place', { cluster, order: order + 1 })
    }
    const links = this.#doc.getMap<true>('links')
    for (const { key, links: targets } of cards)
      for (const to of targets ?? []) links.set(`${key}>${to}`, true)
    const paragraphs = summary.split('\n').map((line) => {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(line)])
      return paragraph
    })
    if (summary !== '') this.#doc.getXmlFragment('summary').insert(0, paragraphs)
  }

  close(): void {
    this.#provider.destroy()
    this.#doc.destroy()
  }
}

/** Waits until the server's own reading of a board says what was written. */
export async function waitUntilStored(
  target: Target,
  { workshopId, teamId, board }: BoardAddress,
  token: string,
  written: FixtureBoard,
): Promise<void> {
  await eventually(`the ${board} of ${teamId} to be stored`, async () => {
    const path = `/api/workshops/${workshopId}/boards/${teamId}/${board}`
    const stored = await askJson<Snapshot>(target, path, { who: 'facilitator', token })
    const found = new Map(stored.cards.map((card) => [card.id, card]))
    const arranged = written.cards.every(({ key, cluster, links }) => {
      const card = found.get(key)
      return card?.clusterId === (cluster ?? null) && (links ?? []).every((to) => card.links.includes(to))
    })
    return arranged && stored.summary === written.summary ? true : null
  })
}
