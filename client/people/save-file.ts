/** Hands a text to the browser to be saved as a file. Some apps' own browsers do nothing here: offer to copy as well. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // the browser has begun to read by the next turn, and some read later than that
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
