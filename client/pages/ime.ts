/** Whether this key ends a conversion. Safari reports it after the composition, with key code 229: both signs count. */
function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229
}

/** For a single-line field's `onkeydown`: Enter that ends a conversion must not submit the form. */
export function holdEnterWhileComposing(event: KeyboardEvent): void {
  if (composing(event) && (event.key === 'Enter' || event.keyCode === 229)) event.preventDefault()
}

/** For a field that wraps but holds one line of text: Enter submits its form, as in the fields around it. */
export function submitOnEnter(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || composing(event)) return
  event.preventDefault()
  if (event.currentTarget instanceof HTMLTextAreaElement) event.currentTarget.form?.requestSubmit()
}
