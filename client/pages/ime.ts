/**
 * For a single-line field's `onkeydown`: Enter that ends a conversion must not submit. Safari reports it after the composition
 * with key code 229, so both signs count.
 */
export function holdEnterWhileComposing(event: KeyboardEvent): void {
  if (event.key !== 'Enter' && event.keyCode !== 229) return
  if (event.isComposing || event.keyCode === 229) event.preventDefault()
}
