import type { FormationRequest } from '#shared/domain/formation/entrant.ts'
import workerUrl from './search-worker.ts?worker&url'
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

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL: (url: string) => string
  }
}

/** The page's policy lets a name make one policy only; it knows one address. */
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

/** The worker's address as the browser wants it: those that guard what becomes script (server/http/security.ts) ask for a policy. */
function trustedUrl(): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (trustedTypes === undefined) return workerUrl
  policy ??= trustedTypes.createPolicy('yoriai-worker', {
    createScriptURL: (url) => {
      if (url !== workerUrl) throw new TypeError('the worker of teams only')
      return url
    },
  })
  return policy.createScriptURL(workerUrl)
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
    const worker = new Worker(trustedUrl(), { type: 'module' })
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
