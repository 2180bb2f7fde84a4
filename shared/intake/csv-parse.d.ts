/** What we use of csv-parse. Its own types name Node's, which `shared` compiles without (see tsconfig.json). */
export interface RecordContext {
  /** the line of the text, from 1, in which the record ends */
  readonly lines: number
}

export interface Options {
  readonly delimiter: string
  readonly record_delimiter: string
  readonly relax_column_count: boolean
  readonly relax_quotes: boolean
  readonly skip_empty_lines: boolean
  /** stops after so many records */
  readonly to: number
  /** what is returned stands in the result; `null` drops it */
  readonly on_record: (record: string[], context: RecordContext) => null
}

/** Throws where a quote is never closed. */
export declare function parse(input: string, options: Options): unknown[]
