/** ms without a key before what was typed is saved: a sentence goes in a few pieces, and closing the page rarely comes before it. */
export const TYPING_PAUSE_MS = 700
