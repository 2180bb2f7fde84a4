import type { BoardDoc } from './board-doc.ts'

/** A board as plain data, in display order, before it is joined with what the state knows of each card. */
export interface BoardContent {
  readonly cards: readonly ContentCard[]
  readonly clusters: readonly ContentCluster[]
  readonly links: readonly { readonly from: string; readonly to: string }[]
  /** plain text, paragraphs separated by `\n` */
  readonly summary: string
}

export interface ContentCard {
  readonly id: string
  readonly text: string
  /** `null`, or the id of a cluster that exists */
  readonly clusterId: string | null
  readonly order: number
  readonly part: string | null
}

export interface ContentCluster {
  readonly id: string
  readonly title: string
  readonly order: number
}

/** Reads a document defensively: values of the wrong type are left out, so a damaged board still opens. */
export declare function readBoard(board: BoardDoc): BoardContent
