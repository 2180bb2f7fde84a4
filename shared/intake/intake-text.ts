import type { Locale } from '../domain/state.ts'
import type { PersonField, TicketField } from './fields.ts'
import type { FileTrouble } from './file-trouble.ts'
import { ownHeadings } from './importers/own.ts'
import type { RowTrouble, RowTroubleCode } from './row-trouble.ts'

/** Why nobody can be taken out of a file. */
export type IntakeTrouble = FileTrouble | { readonly kind: 'name_column_missing' }

type Say<T> = Readonly<Record<Locale, (facts: T) => string>>

const MEGABYTE = 1024 * 1024
const megabytes = (bytes: number) => (Math.ceil((bytes * 10) / MEGABYTE) / 10).toString()
const thousands = (count: number) => count.toLocaleString('en')

const fileTexts: { readonly [Kind in IntakeTrouble['kind']]: Say<Extract<IntakeTrouble, { kind: Kind }>> } = {
  too_large: {
    ja: ({ limit, found }) =>
      `ファイルが大きすぎるようです(${megabytes(found)} MB)。${megabytes(limit)} MBまでに分けてください。`,
    en: ({ limit, found }) =>
      `This file is a little too large (${megabytes(found)} MB). Please split it into parts of up to ${megabytes(limit)} MB.`,
  },
  too_many_rows: {
    ja: ({ limit, found }) =>
      `${thousands(found)}行ありました。一度に読めるのは${thousands(limit)}行までです。ファイルを分けてください。`,
    en: ({ limit, found }) =>
      `There are ${thousands(found)} rows. We can read ${thousands(limit)} at once; please split the file.`,
  },
  archive: {
    ja: () => 'ZIPかExcelのファイルのようです。開いて、CSVで保存したものを選んでください。',
    en: () => 'This looks like a ZIP or Excel file. Please open it, save it as CSV and choose that.',
  },
  not_text: {
    ja: () => '文字のファイルではないようです。申込サイトから、CSVを書き出してください。',
    en: () => 'This does not look like text. Please export a CSV where people signed up.',
  },
  empty: {
    ja: () => 'ファイルに何も入っていません。書き出し直してみてください。',
    en: () => 'The file is empty. Please try to export it again.',
  },
  no_rows: {
    ja: () => '見出しだけで、まだどなたもいません。申込が入ってから、もう一度どうぞ。',
    en: () => 'There is a heading, and nobody under it yet. Please try again when people have signed up.',
  },
  quote_open: {
    ja: ({ line }) =>
      `引用符(")が閉じられていません(${line}行目まで読みました)。ファイルを直すか、書き出し直してください。`,
    en: ({ line }) =>
      `A quotation mark is never closed (we read up to line ${line}). Please mend the file or export it again.`,
  },
  name_column_missing: {
    ja: () => '名前の列が決まっていません。どの列が名前かを選んでください。',
    en: () => 'No column says what people are called. Please choose the one with their names.',
  },
}

/** What is the matter with a file, and what to do about it. */
export function fileTroubleText(trouble: IntakeTrouble, locale: Locale): string {
  // each arm of the union has its own table entry, which the compiler cannot follow through the index
  const say = fileTexts[trouble.kind][locale] as (facts: IntakeTrouble) => string
  return say(trouble)
}

const rowTexts = {
  row_ragged: {
    ja: 'セルの数が見出しと合いません。引用符(")とカンマを確かめてください。この行は取り込みません。',
    en: 'The cells do not match the heading. Please check quotes and commas. This row is left out.',
  },
  name_missing: {
    ja: '名前がありません。名前を入れると取り込めます。',
    en: 'There is no name. Fill it in to take this row in.',
  },
  name_too_long: {
    ja: '名前が長すぎるようです。短くすると取り込めます。',
    en: 'The name is a little long. Shorten it to take this row in.',
  },
  letters_lost: {
    ja: '読めない文字がありました。UTF-8のCSVで保存し直すと直ります。',
    en: 'Some letters could not be read. Saving the file as UTF-8 helps.',
  },
  size_unreadable: {
    ja: '会社の規模を読み取れません。「51〜300名」のように書くか、あとで選べます。',
    en: 'We cannot read the company size. Write it like “51–300”, or choose it later.',
  },
  yes_no_unreadable: {
    ja: '「はい」か「いいえ」かを読み取れません。あとで選べます。',
    en: 'We cannot tell yes from no here. You can choose it later.',
  },
  answer_shortened: {
    ja: '長い回答なので、はじめの部分だけを取り込みます。',
    en: 'This answer is long; its beginning is taken in.',
  },
  challenge_not_offered: {
    ja: '申込フォームの選択肢にない課題です。このまま取り込みます。同じ課題なら、選択肢と同じ言葉に直してください。',
    en: 'The form does not offer this challenge. It is taken as it stands; if it is one of the choices, please use its words.',
  },
  several_tickets: {
    ja: '複数枚の申込です。同行する方の名前を聞いて、足してください。',
    en: 'This is more than one place. Please ask for the names of the others and add them.',
  },
} satisfies Record<RowTroubleCode, Readonly<Record<Locale, string>>>

/** What is the matter with a row, and what becomes of it. */
export function rowTroubleText({ code }: Pick<RowTrouble, 'code'>, locale: Locale): string {
  return rowTexts[code][locale]
}

const ticketLabels: Readonly<Record<TicketField, Readonly<Record<Locale, string>>>> = {
  status: { ja: '申込の状況', en: 'Booking status' },
  tickets: { ja: '枚数', en: 'Places' },
}

/** What a mapping screen calls a field. */
export function fieldLabel(field: PersonField | TicketField, locale: Locale): string {
  return { ...ownHeadings, ...ticketLabels }[field][locale]
}
