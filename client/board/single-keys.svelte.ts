import { readLocal, writeLocal } from '../connection/local-store.ts'

const KEY = 'yoriai.single-keys-off'

/** Whether single letters are keys here. Speech input types letters nobody meant; so they can be switched off (WCAG 2.1.4). */
class SingleKeys {
  #on = $state(readLocal(KEY) !== '1')

  get on(): boolean {
    return this.#on
  }

  set(on: boolean): void {
    this.#on = on
    writeLocal(KEY, on ? null : '1')
  }
}

export const singleKeys = new SingleKeys()
