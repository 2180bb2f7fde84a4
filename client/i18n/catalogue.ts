/** A text, a text with parts to fill in, or a group of them. */
export interface Messages {
  readonly [key: string]: Message
}
type Message = string | ((...parts: never[]) => string) | Messages

/** The same keys with any wording. */
type Wording<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...parts: infer Parts) => string
      ? (...parts: Parts) => string
      : Wording<T[Key]>
}

/** One wording for each language. */
export interface Catalogue<T> {
  readonly ja: T
  readonly en: T
}

/** One area's texts in both languages. A key or a part that only one language has does not compile. */
export function catalogue<T extends Messages>(texts: {
  readonly ja: T
  readonly en: Wording<NoInfer<T>>
}): Catalogue<Wording<T>>
export function catalogue(texts: Catalogue<Messages>): Catalogue<Messages> {
  return texts
}
