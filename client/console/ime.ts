/**
 * Whether a key belongs to an input method converting text, so that it must trigger nothing else. 229 is what Safari
 * reports for the Enter that confirms a conversion, after the composition has ended.
 */
export function isImeKey(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229
}
