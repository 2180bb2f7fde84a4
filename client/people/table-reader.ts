import type { IntakeWay } from '#shared/intake/people.ts'
import { ownWorker } from '../workshop/own-worker.ts'
import type { TableAnswers, TableQuestion } from './table-desk.ts'
import workerAddress from './table-worker.ts?worker&url'

/** Reads files beside the page. Rejects when the part that reads could not be fetched. */
export interface TableReader {
  open(bytes: Uint8Array): Promise<TableAnswers['open']>
  read(way: IntakeWay): Promise<TableAnswers['read']>
  close(): void
}

/** Where answers come from: a worker, or something that behaves like one. */
export type TableLine = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>

/** One file at a time, in a worker that is made when the first file is there and lives until `close`. */
export function tableReader(makeLine: () => TableLine = () => ownWorker(workerAddress)): TableReader {
  type Waiting = { readonly resolve: (answer: never) => void; readonly reject: (error: unknown) => void }
  let line: TableLine | null = null
  let waiting: Waiting[] = []

  function fail(error: unknown): void {
    line?.terminate()
    line = null
    for (const { reject } of waiting.splice(0)) reject(error)
  }

  function opened(): TableLine {
    if (line) return line
    const made = makeLine()
    // answers come in the order of the questions
    made.addEventListener('message', ({ data }: MessageEvent) => waiting.shift()?.resolve(data as never))
    made.addEventListener('error', (event: ErrorEvent) => {
      event.preventDefault()
      fail(new Error(event.message))
    })
    return (line = made)
  }

  function ask<Kind extends keyof TableAnswers>(
    question: Extract<TableQuestion, { kind: Kind }>,
  ): Promise<TableAnswers[Kind]> {
    return new Promise((resolve, reject) => {
      const to = opened()
      waiting.push({ resolve, reject })
      to.postMessage(question)
    })
  }

  return {
    open: (bytes) => ask<'open'>({ kind: 'open', bytes }),
    read: (way) => ask<'read'>({ kind: 'read', way }),
    close: () => {
      line?.terminate()
      line = null
      waiting = []
    },
  }
}
