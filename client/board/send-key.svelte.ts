import { readLocal, writeLocal } from '../connection/local-store.ts'

const KEY = 'yoriai.enter-sends'

/** Whether this person's plain Enter posts a card. Off at first: with an input method Enter has other work to do. */
class SendKey {
  #enterSends = $state(readLocal(KEY) === '1')

  get enterSends(): boolean {
    return this.#enterSends
  }

  set(enterSends: boolean): void {
    this.#enterSends = enterSends
    writeLocal(KEY, enterSends ? '1' : null)
  }
}

export const sendKey = new SendKey()

/** Whether a key posts. Ctrl or Cmd with Enter always does; Shift with Enter never does. */
export function posts(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  enterSends: boolean,
): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false
  return event.ctrlKey || event.metaKey || enterSends
}

/** What this device's keyboard calls the key. */
export function commandKeyName(platform: string = navigator.platform): string {
  return /mac|iphone|ipad/i.test(platform) ? '⌘' : 'Ctrl'
}
