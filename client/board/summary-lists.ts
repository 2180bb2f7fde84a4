import { Extension, wrappingInputRule } from '@tiptap/core'
import { BulletList, ListItem, OrderedList } from '@tiptap/extension-list'
import { Fragment, Slice, type Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { ySyncPluginKey } from '@tiptap/y-tiptap'
import { LIST_DEPTH } from '#shared/boards/board-shape.ts'

/** Tiptap's lists without attributes: what the board's document may not hold, the editor does not know. */
export const summaryLists = [
  BulletList.extend({
    addInputRules() {
      return [wrappingInputRule({ find: /^\s*[-*・]\s$/, type: this.type })]
    },
  }),
  OrderedList.extend({
    addAttributes: () => ({}),
    // lists count from one, so only that begins one
    addInputRules() {
      return [wrappingInputRule({ find: /^\s*[1１][.)．）]\s$/, type: this.type })]
    },
  }),
  ListItem.extend({
    // Two people's edits may leave an item without a paragraph before its list; a stricter rule would delete it.
    content: 'block+',
    // Tab goes on to the next control, as everywhere on the page
    addKeyboardShortcuts() {
      return {
        Enter: () => this.editor.commands.splitListItem(this.name),
        'Mod-]': () => this.editor.commands.sinkListItem(this.name),
        'Mod-[': () => this.editor.commands.liftListItem(this.name),
      }
    },
  }),
  Extension.create({
    name: 'listDepth',
    addProseMirrorPlugins: () => [
      new Plugin({
        // deeper lists would be refused by the server, and everything else in the same update with them
        filterTransaction: (tr) =>
          !tr.docChanged || tr.getMeta(ySyncPluginKey) !== undefined || deepest(tr.doc, 0) <= LIST_DEPTH,
        props: {
          transformPasted: (slice, view) => {
            const { $from } = view.state.selection
            let around = 0
            for (let depth = 1; depth <= $from.depth; depth++) if (isList($from.node(depth))) around++
            return deepest(slice.content, around) <= LIST_DEPTH
              ? slice
              : new Slice(withoutLists(slice.content), 0, 0)
          },
        },
      }),
    ],
  }),
]

function isList(node: Node): boolean {
  return node.type.name === 'bulletList' || node.type.name === 'orderedList'
}

function deepest(content: Node | Fragment, around: number): number {
  let most = around
  content.forEach((child) => {
    most = Math.max(most, deepest(child, around + (isList(child) ? 1 : 0)))
  })
  return most
}

/** Every word stays, as paragraphs. */
function withoutLists(content: Fragment): Fragment {
  const blocks: Node[] = []
  content.forEach((child) => {
    if (child.isTextblock || child.isInline) blocks.push(child)
    else withoutLists(child.content).forEach((inner) => blocks.push(inner))
  })
  return Fragment.fromArray(blocks)
}
