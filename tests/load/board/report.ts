import { describeMachine } from '../machine.ts'
import type { Bundle } from './bundle.ts'
import type { BoardFigures } from './figures.ts'
import type { Frames, Spread } from './measure.ts'
import { CLUSTERS } from './stage.ts'

const ms = (value: number) => `${value.toFixed(1)} ms`
const spread = ({ p50, p95 }: Spread) => `${ms(p50)} / ${ms(p95)}`
const frames = ({ perSecond, droppedPct, longest }: Frames) =>
  `${perSecond.toFixed(0)}, ${droppedPct.toFixed(1)} %, ${ms(longest)}`

interface Row {
  readonly name: string
  /** absent where it was not measured */
  readonly cell: (one: BoardFigures) => string | undefined
  readonly bar: string
}

const ROWS: readonly Row[] = [
  {
    name: 'key to paint in a card, p50 / p95',
    cell: ({ card }) => card && spread(card.total),
    bar: 'p95 ≤ 16 ms at 1×, ≤ 50 ms at 4×',
  },
  {
    name: 'key to paint in the composer, p50 / p95',
    cell: ({ composer }) => composer && spread(composer.total),
    bar: 'the same',
  },
  {
    name: 'key to paint in a page that is nothing but a field, p50 / p95',
    cell: ({ bare }) => bare && spread(bare.total),
    bar: '',
  },
  {
    name: 'of it in a card: the page at work, p50 / p95',
    cell: ({ card }) => card && spread(card.work),
    bar: '',
  },
  {
    name: 'of it in the composer: the page at work, p50 / p95',
    cell: ({ composer }) => composer && spread(composer.work),
    bar: '',
  },
  {
    name: 'of it in a page that is nothing but a field, p50 / p95',
    cell: ({ bare }) => bare && spread(bare.work),
    bar: '',
  },
  {
    name: 'navigation to the board’s first paint, median of 3',
    cell: ({ join }) => (join === undefined ? undefined : ms(join)),
    bar: '≤ 300 ms at 1×',
  },
  {
    name: 'frames while dragging: a second, dropped, longest',
    cell: ({ drag }) => drag && frames(drag),
    bar: '60 at 1×',
  },
  {
    name: 'frames while scrolling: a second, dropped, longest',
    cell: ({ scroll }) => scroll && frames(scroll),
    bar: '',
  },
  {
    name: 'JavaScript heap after a collection',
    cell: ({ heap }) => (heap === undefined ? undefined : `${heap.toFixed(1)} MB`),
    bar: '',
  },
]

/** tests/load/BOARD.md, or as much of it as was measured. */
export function boardReport(all: readonly BoardFigures[], cards: number, bundle: Bundle): string {
  const rows = ROWS.flatMap(({ name, cell, bar }) => {
    const cells = all.map((one) => cell(one) ?? '')
    return cells.some(Boolean) ? [`| ${name} | ${cells.join(' | ')} | ${bar} |`] : []
  })
  const scripts = all[0]?.scripts
  return [
    '# The board in a browser',
    '',
    `\`npm run bench:board -- --report\`: Chromium, the built server on loopback, ${cards} cards in ${CLUSTERS} clusters, six people typing`,
    '(five of them without a browser, 5 keys and 2 carets a second each), 1440×900. The browser, the server and the others share the machine.',
    '',
    describeMachine(),
    '',
    `| | ${all.map(({ slowdown }) => `${slowdown}× CPU`).join(' | ')} | bar |`,
    `|---|${all.map(() => '---').join('|')}|---|`,
    ...rows,
    '',
    `JavaScript without which the room does not show its board, gzipped: **${bundle.totalKb.toFixed(1)} KB** (bar 120); with brotli, as browsers take it, ${bundle.brotliKb.toFixed(1)} KB.`,
    ...(scripts
      ? [
          `Of all scripts, ${scripts.before.toFixed(1)} KB had come when the board was painted, and ${scripts.after.toFixed(1)} KB came in the seconds after.`,
        ]
      : []),
    '',
    'Key to paint: from the browser’s time stamp of the key to the first task after the frame that shows it (a message posted in',
    '`requestAnimationFrame`), on a screen of 60 Hz: up to 16.7 ms of it are waiting for the frame. The page at work: the key’s own',
    'task, and from the begin of the frame to after its paint.',
    '',
  ].join('\n')
}
