/** More cards at once is a pasted document, not a list of thoughts. */
const MOST_CARDS = 30

/** Bullets people put before lines: ・ • ‣ - * – — □ ■ ●, or `1.` `1)` `(1)`, with the space behind them. */
const BULLET = /^(?:[・•‣\-*–—□■●○◆◇▪]|[(（]?\d{1,2}[.)）．])\s*/

/** The lines of a text as separate cards, without bullets and blanks; one or none where splitting makes no sense. */
export function cardLines(text: string): readonly string[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim().replace(BULLET, '').trim())
    .filter((line) => line !== '')
  return lines.length > MOST_CARDS ? [] : lines
}
