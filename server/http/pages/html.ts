const MADE = Symbol('markup')

/** Markup that is safe as it stands: made by `html` alone, so that whatever people typed has been escaped on the way. */
export interface Html {
  readonly [MADE]: string
}

/** What a template may hold. Nothing is written for `null` and `false`, so that parts can be left out. */
export type Part = Html | string | number | null | false | readonly Part[]

/** Builds markup. Every part is escaped for text and for quoted attributes, unless it is markup from here. */
export function html(pieces: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { [MADE]: pieces.reduce((text, piece, index) => text + written(parts[index - 1] ?? null) + piece) }
}

/** The bytes of a page. */
export function textOf(markup: Html): string {
  return markup[MADE]
}

function written(part: Part): string {
  if (part === null || part === false) return ''
  if (typeof part !== 'object') return escaped(String(part))
  return MADE in part ? part[MADE] : part.map(written).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)
}
