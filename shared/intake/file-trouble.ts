/** What we take at once; more is refused before it is read. */
export const INTAKE_LIMITS = {
  bytes: 10 * 1024 * 1024,
  /** people, the heading not counted; forty times what a room holds, so a list of all members still opens */
  rows: 20_000,
} as const

/** Why a file as a whole cannot be read. Each has a sentence with a remedy in `intake-text.ts`. */
export type FileTrouble =
  /** bytes */
  | { readonly kind: 'too_large'; readonly limit: number; readonly found: number }
  | { readonly kind: 'too_many_rows'; readonly limit: number; readonly found: number }
  /** a .zip or an Excel workbook */
  | { readonly kind: 'archive' }
  | { readonly kind: 'not_text' }
  /** nothing in it at all */
  | { readonly kind: 'empty' }
  /** a heading, and nobody under it */
  | { readonly kind: 'no_rows' }
  /** a quotation mark opens in or before this line and is never closed */
  | { readonly kind: 'quote_open'; readonly line: number }
