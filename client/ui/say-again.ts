/** What a live region is to hold so that `text` is read although it was the last thing said: the mark has no sound. */
export function sayAgain(last: string, text: string): string {
  return last === text ? `${text}\u200b` : text
}
