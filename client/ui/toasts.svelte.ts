import { getContext, setContext } from 'svelte'

export interface ToastInput {
  readonly text: string
  readonly tone?: 'plain' | 'warn'
  readonly action?: { readonly label: string; readonly run: () => void }
  /** how long it stays; 6 when left out, longer with an action so that it can be reached */
  readonly seconds?: number
}

export interface Toast extends ToastInput {
  readonly id: number
}

/** More at once would cover the work; the oldest goes first. */
const MOST = 3
const SECONDS = 6
const SECONDS_WITH_ACTION = 10

/** Short notices at the edge of the screen. They leave by themselves, but not while one is pointed at or focused. */
export class ToastList {
  #toasts = $state.raw<readonly Toast[]>([])
  #timers = new Map<number, ReturnType<typeof setTimeout>>()
  #nextId = 1

  get all(): readonly Toast[] {
    return this.#toasts
  }

  show(input: ToastInput): number {
    const toast: Toast = { ...input, id: this.#nextId++ }
    for (const old of this.#toasts.slice(0, Math.max(0, this.#toasts.length - MOST + 1))) this.dismiss(old.id)
    this.#toasts = [...this.#toasts, toast]
    this.#arm(toast)
    return toast.id
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    this.#toasts = this.#toasts.filter((toast) => toast.id !== id)
  }

  /** Nothing leaves while someone reads. */
  hold(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  release(): void {
    this.hold()
    for (const toast of this.#toasts) this.#arm(toast)
  }

  close(): void {
    this.hold()
    this.#toasts = []
  }

  #arm(toast: Toast): void {
    const seconds = toast.seconds ?? (toast.action ? SECONDS_WITH_ACTION : SECONDS)
    this.#timers.set(
      toast.id,
      setTimeout(() => this.dismiss(toast.id), seconds * 1000),
    )
  }
}

const KEY = Symbol('toasts')

export function provideToasts(list: ToastList): void {
  setContext(KEY, list)
}

/** The list of the app this component stands in; outside of one, notices go nowhere. */
export function getToasts(): ToastList {
  return getContext<ToastList | undefined>(KEY) ?? new ToastList()
}
