import { ANSWER_LIMITS, type Answers } from '../domain/answers.ts'
import { firstGraphemes, hasAtMost, LIMITS, normaliseLine, normaliseText } from '../text.ts'
import { readSize, readYesNo, type Read, type YesNoField } from './answer-words.ts'
import type { CellReader } from './cells.ts'
import type { Field } from './fields.ts'
import type { Importer } from './importers/importer.ts'
import type { IncomingPerson } from './incoming-person.ts'
import { ROW_TROUBLES, type RowTrouble, type RowTroubleCode } from './row-trouble.ts'
import { challengeKey } from './spelling.ts'
import { severalIn } from './several.ts'
import type { Row } from './table.ts'

/** formats.md 2.1 */
const CANCELLED = /キャンセル|取消|辞退|払い戻し|返金|期限切れ|cancel|refund/i
/** Looked for first: キャンセル待ち is nobody who cancelled. */
const WAITING = /補欠|キャンセル待ち|waiting|waitlist/i
/** Graphemes of a cell that a list of troubles shows. */
const SHOWN = 40
/** RFC 5321: the longest address there is. */
const EMAIL = 254

export interface Reading {
  /** of the heading, in cells */
  readonly width: number
  readonly read: CellReader
  readonly importer: Importer
  /** keys of challenges that are one answer whatever is in them */
  readonly known: ReadonlySet<string>
  /** keys of the challenges the form offers; of none nobody chose */
  readonly offered: ReadonlySet<string>
}

/** What one row says. */
export interface Said {
  readonly person: IncomingPerson | null
  readonly cancelled: boolean
  readonly troubles: readonly RowTrouble[]
}

export function readPerson(row: Row, { width, read, importer, known, offered }: Reading): Said {
  const troubles: RowTrouble[] = []
  const tell = (code: RowTroubleCode, field: Field | null, found: string) => {
    const { leftOut, remedy } = ROW_TROUBLES[code]
    const beginning = firstGraphemes(normaliseLine(found), SHOWN)
    troubles.push({ line: row.line, code, remedy, leftOut, field, found: beginning })
  }
  const leftOut = { person: null, cancelled: false, troubles }

  const beyond = row.cells.slice(width).some((cell) => cell.trim() !== '')
  if (row.cells.length < width || beyond) {
    tell('row_ragged', null, `${row.cells.length} / ${width}`)
    return leftOut
  }
  const status = read.cell(row, 'status')
  const waiting = WAITING.test(status)
  if (!waiting && CANCELLED.test(status)) return { person: null, cancelled: true, troubles }

  const name = read.line(row, 'name')
  if (name === null || importer.nobody?.test(name) === true) {
    tell('name_missing', 'name', name ?? '')
    return leftOut
  }
  if (!hasAtMost(name, LIMITS.name)) {
    tell('name_too_long', 'name', name)
    return leftOut
  }
  const lossy = row.cells.find((cell) => cell.includes('\ufffd'))
  if (lossy !== undefined) tell('letters_lost', null, lossy)
  const tickets = read.line(row, 'tickets')
  if (tickets !== null && Number(tickets.normalize('NFKC')) > 1) tell('several_tickets', 'tickets', tickets)

  const cut = (text: string | null, limit: number, field: Field): string | null => {
    if (text === null || hasAtMost(text, limit)) return text
    tell('answer_shortened', field, text)
    return firstGraphemes(text, limit).trim()
  }
  const line = (field: Field, limit: number = ANSWER_LIMITS.line) => cut(read.line(row, field), limit, field)
  const several = (field: 'alsoChallenges' | 'solved'): readonly string[] => {
    const all = severalIn(read.cell(row, field), importer.joiners, known)
    if (all.length > ANSWER_LIMITS.several) tell('answer_shortened', field, all.join(' '))
    return all
      .slice(0, ANSWER_LIMITS.several)
      .flatMap((one) => cut(normaliseLine(one) || null, ANSWER_LIMITS.line, field) ?? [])
  }
  const certain = <T extends number | boolean>(answer: Read<T>, field: Field): T | null => {
    if (answer !== 'unreadable') return answer
    tell(field === 'size' ? 'size_unreadable' : 'yes_no_unreadable', field, read.cell(row, field))
    return null
  }
  const yesNo = (field: YesNoField) => certain(readYesNo(read.cell(row, field), field), field)

  const answers: Answers = {
    challenge: line('challenge'),
    alsoChallenges: several('alsoChallenges'),
    solved: several('solved'),
    mentor: yesNo('mentor'),
    size: certain(readSize(read.cell(row, 'size')), 'size'),
    industry: line('industry'),
    job: line('job'),
    company: line('company'),
    companyGroup: line('companyGroup'),
    firstTime: yesNo('firstTime'),
    onSite: yesNo('onSite'),
    wish: line('wish', ANSWER_LIMITS.wish),
    freeText: cut(normaliseText(read.cell(row, 'freeText')) || null, ANSWER_LIMITS.freeText, 'freeText'),
  }
  const challenges = { challenge: [answers.challenge ?? []].flat(), alsoChallenges: answers.alsoChallenges }
  for (const field of ['challenge', 'alsoChallenges'] as const) {
    const strange = challenges[field].filter((one) => offered.size > 0 && !offered.has(challengeKey(one)))
    for (const one of strange) tell('challenge_not_offered', field, one)
  }
  return {
    person: {
      line: row.line,
      name,
      reading: line('reading', LIMITS.name),
      email: line('email', EMAIL),
      answers,
      waiting,
      sameAs: null,
    },
    cancelled: false,
    troubles,
  }
}
