import BoardBars from './BoardBars.svelte'
import BoardHands from './BoardHands.svelte'
import LotList from './LotList.svelte'
import OwnCardHint from './OwnCardHint.svelte'
import ReplyField from './ReplyField.svelte'
import RevealCount from './RevealCount.svelte'
import SplitOffer from './SplitOffer.svelte'
import SuggestBadge from './SuggestBadge.svelte'
import WriterHint from './WriterHint.svelte'

/** What a board needs for work on it, but not for its first picture; fetched together. */
export const boardExtras = {
  BoardBars,
  BoardHands,
  LotList,
  OwnCardHint,
  ReplyField,
  RevealCount,
  SplitOffer,
  SuggestBadge,
  WriterHint,
} as const
