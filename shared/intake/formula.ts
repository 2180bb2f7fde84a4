/**
 * A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV injection), a Japanese one the
 * full-width letters as well; some skip spaces and quotes before it.
 */
const FORMULA = /^[\s'"]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/

/** The text with one `'` before it where a spreadsheet might run it. */
export function guardFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** Takes that one `'` off again, and no other. */
export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell
}
