import { Editor } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret'
import { Link } from '@tiptap/extension-link'
import { StarterKit } from '@tiptap/starter-kit'
import type { WebsocketProvider } from 'y-websocket'
import type { BoardDoc } from '#shared/boards/board-doc.ts'
import { isLinkAddress } from '#shared/boards/link-address.ts'
import { heldAwareness } from './held-awareness.ts'
import { formatOf, runFormat, runLink, type SummaryFormat, type SummaryHandle } from './summary-format.ts'
import { holdWhileComposing } from './summary-composing.ts'
import { summaryLists } from './summary-lists.ts'
import { SummaryMirror } from './summary-mirror.ts'

interface Options {
  readonly element: HTMLElement
  readonly board: BoardDoc
  readonly provider: WebsocketProvider
  readonly label: string
  readonly person: { readonly name: string; readonly colour: string }
  readonly onText: (text: string) => void
  /** what the caret stands in, whenever that changes; never during a composition */
  readonly onFormat: (format: SummaryFormat) => void
  /** the person wants to link what is selected */
  readonly onLinkKey: () => void
  /** a paste of this text on top of what is there; true: it is not taken */
  readonly refusesPaste: (text: string) => boolean
}

/** An address and nothing else: how a link looks and opens is ours to say, not that of the page it was copied from. */
const SummaryLink = Link.extend({
  addAttributes: () => ({
    href: { default: null, parseHTML: (element: HTMLElement) => element.getAttribute('href') },
  }),
}).configure({
  autolink: false,
  openOnClick: false,
  isAllowedUri: isLinkAddress,
  HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer nofollow' },
})

/**
 * The editor of a team's summary, bound to the shared document. It is the largest part of the client, so this file
 * is only ever imported when somebody may write a summary. The caller closes the editor.
 */
export function openSummaryEditor(options: Options): SummaryHandle {
  const { element, board, provider, label, person, onText, onFormat, onLinkKey, refusesPaste } = options
  const mirror = new SummaryMirror(board)
  const told = (editor: Editor) => {
    if (!editor.view.composing) onFormat(formatOf(editor))
  }
  const editor = new Editor({
    element,
    // Our policy allows no `<style>` and no parsing of text as markup: the styles stand in SummaryEditor.svelte, and the
    // beginning is a node, until the shared document takes its place.
    injectCSS: false,
    content: { type: 'doc', content: [{ type: 'paragraph' }] },
    editorProps: {
      attributes: { 'aria-label': label, 'aria-multiline': 'true', role: 'textbox', class: 'summary-text' },
      handlePaste: (_view, event) => refusesPaste(event.clipboardData?.getData('text/plain') ?? ''),
      handleKeyDown: (_view, event) => {
        // Safari confirms a conversion by an Enter that nothing but its code tells from another
        if (event.key === 'Enter' && event.keyCode === 229) return true
        if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.isComposing)
          return false
        onLinkKey()
        return true
      },
    },
    extensions: [
      // paragraphs, lists, links and emphasis are all the outcome can carry; undo is the shared document's
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
        orderedList: false,
        trailingNode: false,
        underline: false,
      }),
      SummaryLink,
      ...summaryLists,
      Collaboration.configure({ fragment: mirror.summary }),
      CollaborationCaret.configure({
        provider: { awareness: heldAwareness(provider.awareness, () => mirror.holding) },
        user: { name: person.name, color: person.colour },
        render: caretOf,
      }),
    ],
    onCreate: (made) => onText(textOf(made.editor)),
    onUpdate: (changed) => onText(textOf(changed.editor)),
    onTransaction: (changed) => told(changed.editor),
  })
  const stopHolding = holdWhileComposing(editor.view, mirror)
  return {
    format: (command) => runFormat(editor, command),
    link: (href) => runLink(editor, href),
    focus: () => void editor.commands.focus('end'),
    close: () => {
      stopHolding()
      editor.destroy()
      mirror.close()
    },
  }
}

function textOf(editor: Editor): string {
  return editor.getText({ blockSeparator: '\n' })
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
