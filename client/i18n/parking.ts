import { catalogue } from './catalogue.ts'

/** The parking lot, and the private hints to writers. */
export const parkingText = catalogue({
  ja: {
    hint: {
      tool: (names: string) => `「${names}」はツールの話かもしれません。打ち手の時間まで取っておけます。`,
      split: (problem: string, tool: string) =>
        `2つの話に見えます。課題「${problem}」と、駐車場の「${tool}」に分けられます。`,
      people: '人の話に見えます。どんな仕組みならそうならない?',
      private: 'あなただけに見えています',
      park: '駐車場へ',
      split2: '2枚に分ける',
      leave: 'そのまま',
      menu: '書くときのヒント',
    },
    lot: {
      name: '駐車場',
      count: (n: number) => `駐車場 ${n}`,
      what: '打ち手が始まると、ここから打ち手のボードに戻ります。それまで、ことばは書いた人にだけ見えます。',
      mine: 'あなたが置いたもの',
      others: (n: number) => `ほかの人のもの ${n}件`,
      place: 'ボードに出す',
      drop: '捨てる',
      sending: '送信待ち',
      parked: '駐車場に置きました。打ち手が始まると戻ります。',
      placed: 'ボードに出しました',
      dropped: '駐車場から捨てました',
      back: (n: number) => `駐車場から${n}枚が戻りました`,
      from: (board: string) => `駐車場から · ${board}`,
      fromAt: (board: string, time: string) => `駐車場から · ${board} ${time}`,
    },
    setup: {
      hints: '書くときのヒントを出す',
      hintsHint: 'ツールの話や、人の話になったとき、書いた本人にだけ見えます。',
      tools: 'ツール名',
      toolsHint: '1行に1つ。打ち手の前に出てきたら、駐車場をすすめます。',
      toolsFault: (count: number, length: number) => `${count}件まで、1件${length}文字までにしてください。`,
      reset: 'はじめの一覧に戻す',
    },
  },
  en: {
    hint: {
      tool: (names) => `“${names}” may be about a tool. It can wait for the solutions.`,
      split: (problem, tool) =>
        `Two things in one? “${problem}” as a challenge, and “${tool}” in the parking lot.`,
      people: 'This may be about people. Which system would keep it from happening?',
      private: 'Only you see this',
      park: 'Park it',
      split2: 'Split in two',
      leave: 'Leave it',
      menu: 'Hints while writing',
    },
    lot: {
      name: 'Parking lot',
      count: (n) => `Parked ${n}`,
      what: 'When the solutions begin, all this goes to their board. Until then only its author can read it.',
      mine: 'Parked by you',
      others: (n) => (n === 1 ? '1 from others' : `${n} from others`),
      place: 'Put on the board',
      drop: 'Drop',
      sending: 'Waiting to be sent',
      parked: 'Parked. It comes back with the solutions.',
      placed: 'Put on the board',
      dropped: 'Dropped from the parking lot',
      back: (n) =>
        n === 1 ? '1 card is back from the parking lot' : `${n} cards are back from the parking lot`,
      from: (board) => `Was parked · ${board}`,
      fromAt: (board, time) => `Was parked · ${board} ${time}`,
    },
    setup: {
      hints: 'Hints while writing',
      hintsHint: 'When a card turns to tools or to people. Only its writer sees them.',
      tools: 'Tool names',
      toolsHint: 'One a line. Before the solutions, a card with one can be parked.',
      toolsFault: (count, length) => `At most ${count}, of ${length} characters each.`,
      reset: 'Back to the usual list',
    },
  },
})
