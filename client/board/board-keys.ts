import type { CardId } from '#shared/ids.ts'
import { groupingText } from '../i18n/grouping.ts'
import { pick } from '../i18n/language.svelte.ts'
import { isImeKey } from '../ui/ime.ts'
import { ARROWS, isArrow } from './arrow-step.ts'
import type { BoardDesk } from './board-desk.svelte.ts'
import { singleKeys } from './single-keys.svelte.ts'
import type { WallCard } from './wall.ts'
import type { WallFocus } from './wall-focus.svelte.ts'

/** The letters of a card's own keys, as the list of keys shows them. */
export const LETTERS = {
  edit: 'E',
  select: 'X',
  move: 'M',
  group: 'G',
  link: 'L',
  vote: 'V',
} as const
type Letter = keyof typeof LETTERS

/** More dots on one card would let one person decide alone. */
const MOST_DOTS = 2

/** Whether a key is the board's at all: not the input method's, nothing is being written, nothing lies in front. */
export function isForBoard(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || isImeKey(event)) return false
  const { target } = event
  if (target instanceof Element && target.closest(TEXT_FIELDS)) return false
  return document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') === null
}

const TEXT_FIELDS =
  'textarea, select, [contenteditable=true], [contenteditable=""], input:not([type=checkbox], [type=radio], [type=button])'

/** Keys that work wherever the focus is. Answers whether the key was used. */
export function boardKey(event: KeyboardEvent, desk: BoardDesk): boolean {
  const { moves, writable } = desk
  if (event.altKey) return false
  const key = event.key.toLowerCase()
  if (event.ctrlKey || event.metaKey) {
    if (!writable || (key !== 'z' && key !== 'y')) return false
    if (key === 'y' || event.shiftKey) moves.redo()
    else moves.undo()
    return true
  }
  if (event.key === 'Escape' && moves.selected.size > 0) {
    moves.clearSelection()
    return true
  }
  if (!singleKeys.on) return false
  if (event.key === '?') {
    desk.ask({ kind: 'keys' })
    return true
  }
  if (key !== 'g' || !writable || desk.board === 'solutions' || moves.selected.size === 0) return false
  moves.group([...moves.selected])
  return true
}

/** Keys of the card that has the focus. Answers whether the key was used. */
export function cardKey(event: KeyboardEvent, card: WallCard, desk: BoardDesk, focus: WallFocus): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  const { key } = event
  if (desk.moves.lifted === card.id) return carryKey(key, desk)
  if (isArrow(key)) focus.step(card.id, ARROWS[key])
  else if (key === 'Home' || key === 'End') focus.edge(key === 'Home' ? 'first' : 'last')
  else if (!desk.writable || card.stage !== 'there') return false
  else if (key === ' ' && event.shiftKey) desk.moves.lift(card.id)
  else if (key === ' ') desk.moves.toggle(card.id)
  else if (key === 'Enter') desk.edit(card.id)
  else return letterKey(event, card, desk)
  return true
}

function carryKey(key: string, { moves }: BoardDesk): boolean {
  if (key === ' ' || key === 'Enter') moves.drop()
  else if (key === 'Escape') moves.giveUp()
  else if (isArrow(key)) moves.carry(ARROWS[key])
  else return false
  return true
}

function letterKey(event: KeyboardEvent, card: WallCard, desk: BoardDesk): boolean {
  const letter = (Object.keys(LETTERS) as Letter[]).find((one) => LETTERS[one] === event.key.toUpperCase())
  if (letter === undefined || !singleKeys.on) return false
  const { moves } = desk
  const { id } = card
  switch (letter) {
    case 'edit':
      desk.edit(id)
      return true
    case 'select':
      moves.toggle(id)
      return true
    case 'move':
      return askMove(id, desk)
    case 'group':
      if (desk.board === 'solutions') return false
      if (moves.selected.size > 0) return false // the board's own key
      moves.toggle(id)
      moves.tell(pick(groupingText).selectMore)
      return true
    case 'link':
      if (desk.board !== 'challenges' && desk.board !== 'solutions') return false
      desk.ask({ kind: 'link', cardId: id })
      return true
    case 'vote':
      return vote(card, event.shiftKey ? -1 : 1, desk)
  }
}

function askMove(id: CardId, desk: BoardDesk): boolean {
  const { selected } = desk.moves
  const cardIds = desk.moves.takeable(selected.has(id) ? [...selected] : [id])
  if (cardIds.length > 0) desk.ask({ kind: 'move', cardIds })
  return true
}

function vote({ id, dots }: WallCard, by: 1 | -1, desk: BoardDesk): boolean {
  if (desk.voting !== 'open') return false
  const count = dots + by
  if (count < 0 || count > MOST_DOTS || (by > 0 && desk.votesLeft === 0)) return true
  desk.vote(id, count)
  return true
}
