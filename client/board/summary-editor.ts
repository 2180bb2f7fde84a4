import { Editor } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { StarterKit } from '@tiptap/starter-kit'
import type { WebsocketProvider } from 'y-websocket'
import type { XmlFragment } from 'yjs'

interface Options {
  readonly element: HTMLElement
  readonly summary: XmlFragment
  readonly provider: WebsocketProvider
  readonly label: string
  readonly person: { readonly name: string; readonly colour: string }
  readonly onText: (text: string) => void
  /** a paste of this text on top of what is there; true: it is not taken */
  readonly refusesPaste: (text: string) => boolean
}

/**
 * The editor of a team's summary, bound to the shared document. It is the largest part of the client, so this file
 * is only ever imported when somebody may write a summary. The caller destroys the editor.
 */
export function openSummaryEditor({
  element,
  summary,
  provider,
  label,
  person,
  onText,
  refusesPaste,
}: Options): Editor {
  return new Editor({
    element,
    // Our policy allows no `<style>` and no parsing of text as markup: the styles stand in SummaryEditor.svelte, and the
    // beginning is a node, until the shared document takes its place.
    injectCSS: false,
    content: { type: 'doc', content: [{ type: 'paragraph' }] },
    editorProps: {
      attributes: { 'aria-label': label, 'aria-multiline': 'true', role: 'textbox', class: 'summary-text' },
      handlePaste: (_view, event) => refusesPaste(event.clipboardData?.getData('text/plain') ?? ''),
    },
    extensions: [
      // the outcome is plain text: paragraphs and emphasis are all it can carry; undo is the shared document's
      StarterKit.configure({
        undoRedo: false,
        blockquote: false,
        bulletList: false,
        code: false,
        codeBlock: false,
        heading: false,
        horizontalRule: false,
        link: false,
        listItem: false,
        listKeymap: false,
        orderedList: false,
        trailingNode: false,
        underline: false,
      }),
      Collaboration.configure({ fragment: summary }),
      CollaborationCaret.configure({
        provider,
        user: { name: person.name, color: person.colour },
        render: caretOf,
      }),
    ],
    onCreate: ({ editor }) => onText(editor.getText({ blockSeparator: '\n' })),
    onUpdate: ({ editor }) => onText(editor.getText({ blockSeparator: '\n' })),
  })
}

/** The name comes from another browser, so it is only ever set as text. */
function caretOf(user: Record<string, unknown>): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'summary-caret'
  if (typeof user['color'] === 'string') caret.style.setProperty('--hue', user['color'])
  const flag = document.createElement('span')
  flag.textContent = typeof user['name'] === 'string' ? user['name'] : ''
  caret.append(flag)
  return caret
}
