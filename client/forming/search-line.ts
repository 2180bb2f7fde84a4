import type { FormationRequest } from '#shared/domain/formation/entrant.ts'
import workerUrl from './search-worker.ts?worker&url'
import { ownWorker } from '../workshop/own-worker.ts'
import { FINDINGS, type Finding } from './findings.ts'

export interface Listener {
  readonly found: (finding: Finding) => void
  /** nothing more is coming: the search could not be loaded, or broke */
  readonly failed: () => void
}

/** Where plans are sought. */
export interface SearchLine {
  /** A new question ends the one before: nothing more is heard of that. */
  ask(request: FormationRequest, listener: Listener): void
  close(): void
}

export function openSearch(): SearchLine {
  return new WorkerSearch()
}

/** Searches on a thread of this browser; the same request gives what the server would find. */
class WorkerSearch implements SearchLine {
  #worker: Worker | undefined

  ask(request: FormationRequest, { found, failed }: Listener): void {
    this.close()
    // a search knows no interruption but the end of its thread
    const worker = ownWorker(workerUrl)
    this.#worker = worker
    let awaited = FINDINGS
    worker.onmessage = ({ data }: MessageEvent<Finding>) => {
      awaited--
      if (awaited === 0) this.close()
      found(data)
    }
    worker.onerror = () => {
      this.close()
      failed()
    }
    worker.postMessage(request)
  }

  close(): void {
    this.#worker?.terminate()
    this.#worker = undefined
  }
}
