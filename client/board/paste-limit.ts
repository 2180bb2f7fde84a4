import { graphemeCount } from '#shared/text.ts'

/** The server takes twice a text's limit, because two people may fill one text at once; beyond that it refuses. */
const SLACK = 2
/** UTF-16 units of the longest thing worth counting as one grapheme; family emoji have eleven. */
const UNITS_PER_GRAPHEME = 16

/** Whether a text would be refused as a whole. Cheap however long it is: somebody may paste a book. */
export function wouldBeRefused(text: string, limit: number): boolean {
  const most = limit * SLACK
  if (text.length <= most) return false
  return text.length > most * UNITS_PER_GRAPHEME || graphemeCount(text) > most
}
