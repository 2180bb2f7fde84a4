import type { BoardName, TeamId, WorkshopId } from '#shared/ids.ts'
import type { RefusalReason } from '#shared/protocol/board-frames.ts'
import type { As } from '../connection/api.ts'

/** `unsaved`: for 12 s now. `offline`: what is typed stays on this device. `shut`: only a reload helps. */
export type BoardStatus = 'connecting' | 'saved' | 'saving' | 'unsaved' | 'offline' | 'shut'

/** Why text went to the drawer. `restored`: the server's data is another than it was. */
export type PutAway = RefusalReason | 'restored'

export interface BoardOptions {
  readonly workshopId: WorkshopId
  readonly teamId: TeamId
  readonly board: BoardName
  readonly as: As
  /** who the others see here; `null` for a facilitator without a seat */
  readonly person: { readonly id: string; readonly name: string } | null
  /** told when text of this board went to the drawer */
  readonly onPutAway?: (why: PutAway) => void
  /** `ws://…` or `wss://…` of the server; this page's own when left out */
  readonly base?: string
}

/** A board's address, in the parts that y-websocket asks for. */
export function boardAddress({ workshopId, teamId, board, as, base }: BoardOptions) {
  return {
    base: `${base ?? location.origin.replace(/^http/, 'ws')}/boards`,
    path: `${workshopId}/${teamId}/${board}`,
    params: { w: workshopId, as },
  }
}

/** The same as y-websocket joins them. */
export function boardUrl(options: BoardOptions): string {
  const { base, path, params } = boardAddress(options)
  return `${base}/${path}?${new URLSearchParams(params)}`
}
