import type { Editor } from '@tiptap/core'

/** What the caret stands in, for the buttons above the text. */
export interface SummaryFormat {
  readonly bold: boolean
  readonly bullets: boolean
  readonly numbers: boolean
  /** the address of the link the caret stands in */
  readonly href: string | null
  readonly canIndent: boolean
  readonly canOutdent: boolean
}

export const NO_FORMAT: SummaryFormat = {
  bold: false,
  bullets: false,
  numbers: false,
  href: null,
  canIndent: false,
  canOutdent: false,
}

export type FormatCommand = 'bold' | 'bullets' | 'numbers' | 'indent' | 'outdent'

/** An open editor, as far as the page needs to know it. */
export interface SummaryHandle {
  format(command: FormatCommand): void
  /** links what is selected, or the link the caret stands in, or writes the address; `null` unlinks */
  link(href: string | null): void
  focus(): void
  close(): void
}

export function formatOf(editor: Editor): SummaryFormat {
  const list = innermostList(editor)
  const href: unknown = editor.getAttributes('link')['href']
  return {
    bold: editor.isActive('bold'),
    bullets: list === 'bulletList',
    numbers: list === 'orderedList',
    href: typeof href === 'string' ? href : null,
    canIndent: editor.can().sinkListItem('listItem'),
    canOutdent: list !== null,
  }
}

/** Of lists in lists the one whose item the caret stands in. */
function innermostList({ state }: Editor): string | null {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    const { name } = $from.node(depth).type
    if (name === 'bulletList' || name === 'orderedList') return name
  }
  return null
}

export function runFormat(editor: Editor, command: FormatCommand): void {
  const chain = editor.chain().focus()
  switch (command) {
    case 'bold':
      return void chain.toggleBold().run()
    case 'bullets':
      return void chain.toggleBulletList().run()
    case 'numbers':
      return void chain.toggleOrderedList().run()
    case 'indent':
      return void chain.sinkListItem('listItem').run()
    case 'outdent':
      return void chain.liftListItem('listItem').run()
  }
}

export function runLink(editor: Editor, href: string | null): void {
  const chain = editor.chain().focus()
  if (href === null) return void chain.extendMarkRange('link').unsetLink().run()
  const { from, to } = editor.state.selection
  // a selection may hold no more than the end of a line
  if (editor.state.doc.textBetween(from, to).trim() !== '' || editor.isActive('link'))
    return void chain.extendMarkRange('link').setLink({ href }).run()
  chain.insertContentAt(from, { type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run()
}
