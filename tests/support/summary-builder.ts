import * as Y from 'yjs'

type Node = Y.XmlElement | Y.XmlText

/** Pieces of a summary, as the editor's binding writes them. */
export function element(name: string, ...children: readonly Node[]): Y.XmlElement {
  const made = new Y.XmlElement(name)
  made.insert(0, [...children])
  return made
}

export function linked(words: string, href: unknown): Y.XmlText {
  const text = new Y.XmlText()
  text.insert(0, words, { link: { href } })
  return text
}

/** Each item is its blocks; words are a paragraph. */
export function list(
  name: 'bulletList' | 'orderedList',
  ...items: readonly (readonly (string | Y.XmlElement)[])[]
): Y.XmlElement {
  const blocks = (item: readonly (string | Y.XmlElement)[]) =>
    item.map((block) => (typeof block === 'string' ? element('paragraph', new Y.XmlText(block)) : block))
  return element(name, ...items.map((item) => element('listItem', ...blocks(item))))
}
