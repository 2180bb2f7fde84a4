import { normaliseText } from '../../text.ts'
import { cutAtAddresses } from './web-address.ts'

/**
 * People's words as Markdown that reads exactly as they were typed (S-20): nothing in them can become a heading, a
 * list, a link, a table, HTML or front matter. Web addresses stay alive as `<https://…>`; no other scheme does.
 * Escapes are CommonMark backslashes, which GitHub, Zenn, Qiita and HackMD all read.
 */

/** `&` is special only before what looks like an entity, `:` only where it would make a scheme, `{` in templates. */
const SPECIAL = /[\\`*_[\]<|~$]|&(?=#?[A-Za-z0-9]+;)|:(?=\/\/)|\{(?=[{%])/g

/** A heading ends before closing `#` marks. */
const SPECIAL_IN_HEADING = new RegExp(`#|${SPECIAL.source}`, 'g')

/** What begins a block when it stands first on a line. */
const BLOCK_START = /^(?:[#+\-=>:]|\d+(?=[.)]))/

/** One line, for headings and for the middle of a line; line breaks become spaces. */
export function escapeLine(text: string): string {
  return inline(cleaned(text).replace(/\s+/g, ' '), SPECIAL_IN_HEADING)
}

/** As `escapeLine`, but addresses do not become links: for words that may have been cut off in the middle of one. */
export function escapeExcerpt(text: string): string {
  return cleaned(text).replace(/\s+/g, ' ').replace(SPECIAL_IN_HEADING, '\\$&')
}

/**
 * The lines of a text; blank ones are `''`, blank edges are gone. Each is safe at the beginning of a line, except the
 * first when it `follows` something on its line.
 */
export function escapeLines(text: string, follows = false): readonly string[] {
  return cleaned(text)
    .split('\n')
    .map((line, index) => {
      const safe = inline(line.replace(/^[ \t]+/, '').trimEnd(), SPECIAL)
      return follows && index === 0 ? safe : blockSafe(safe)
    })
}

/** Words beside which others stand on the same line: what is special only together with its neighbours is escaped too. */
const SPECIAL_BESIDE = /[\\`*_[\]<>|~$&:{#]/g

/** A part of a line, spaces and all; inside a link no other address comes alive. */
export function escapeRun(text: string, linked: boolean): string {
  const edge = (found: RegExp) => (found.test(text) ? ' ' : '')
  const line = `${edge(/^\s/)}${cleaned(text).replace(/\s+/g, ' ')}${/\S/.test(text) ? edge(/\s$/) : ''}`
  return linked ? line.replace(SPECIAL_BESIDE, '\\$&') : inline(line, SPECIAL_BESIDE)
}

/** An escaped line that can stand at the beginning of a line. */
export function startSafe(line: string): string {
  return blockSafe(line)
}

/** Lone surrogates cannot be written as UTF-8; the Unicode line separators are line breaks to some readers. */
function cleaned(text: string): string {
  return normaliseText(text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[\u2028\u2029]/g, '\n'))
}

function inline(line: string, special: RegExp): string {
  return cutAtAddresses(line)
    .map(({ kind, text }) => (kind === 'address' ? `<${text}>` : text.replace(special, '\\$&')))
    .join('')
}

function blockSafe(line: string): string {
  return line.replace(BLOCK_START, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`))
}
