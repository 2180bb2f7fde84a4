import { searchKey } from '#shared/domain/hints/search-key.ts'
import type { WriterHint } from '#shared/domain/hints/writer-hints.ts'
import { readLocal, readLocalJson, writeLocal } from '../connection/local-store.ts'

const OFF = 'yoriai.hints-off'
const LEFT = 'yoriai.hints-left'
/** Texts of more workshops than anybody attends in a week; the oldest are forgotten first. */
const REMEMBERED = 60

type Kind = WriterHint['kind']

/** Whether this person wants hints on this device, and which texts they left as they are. Neither leaves the device. */
class HintSwitch {
  #on = $state(readLocal(OFF) !== '1')
  #left = $state.raw<readonly string[]>(readLeft())

  get on(): boolean {
    return this.#on
  }

  set(on: boolean): void {
    this.#on = on
    writeLocal(OFF, on ? null : '1')
  }

  isLeft(kind: Kind, text: string): boolean {
    return this.#left.includes(keyOf(kind, text))
  }

  leave(kind: Kind, text: string): void {
    const key = keyOf(kind, text)
    this.#left = [...this.#left.filter((one) => one !== key), key].slice(-REMEMBERED)
    writeLocal(LEFT, JSON.stringify(this.#left))
  }
}

export const hintSwitch = new HintSwitch()

/** A split that was left is a tool that was left: both are about the same words. */
function keyOf(kind: Kind, text: string): string {
  return `${kind === 'people' ? 'people' : 'tool'}:${searchKey(text)}`
}

function readLeft(): readonly string[] {
  const kept = readLocalJson(LEFT)
  return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : []
}
