/** What we use of csv-stringify. Its own types name Node's, which `shared` compiles without (see tsconfig.json). */
export interface Options {
  readonly bom: boolean
  readonly quoted: boolean
  readonly quoted_empty: boolean
  readonly record_delimiter: string
}

export declare function stringify(input: readonly (readonly string[])[], options: Options): string
