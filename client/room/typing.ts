/** Whether the person is writing something right now; then nothing moves them. */
export function isWriting(root: Document = document): boolean {
  const active = root.activeElement
  return (
    active !== null &&
    active.matches('textarea, input:not([type]), input[type="text"], [contenteditable="true"]')
  )
}
