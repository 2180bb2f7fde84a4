import { writeFileSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { describeMachine } from '../machine.ts'
import { measureBoard, type BoardFigures } from './figures.ts'
import type { Spread } from './measure.ts'
import { CLUSTERS, setBoardStage } from './stage.ts'

const report = process.argv.includes('--report')
const say = (what: string): void => void process.stderr.write(`${what}\n`)
say('writing 500 cards')
const stage = await setBoardStage()
const plain = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: plain })
try {
  const all: BoardFigures[] = []
  for (const slowdown of [1, 4]) {
    const one = await measureBoard(browser, stage, slowdown, say)
    say(JSON.stringify(one))
    all.push(one)
  }
  const text = tableOf(all)
  process.stdout.write(`${text}\n`)
  if (report) writeFileSync('tests/load/BOARD.md', text)
} finally {
  await browser.close()
  await stage.close()
}

function tableOf(all: readonly BoardFigures[]): string {
  const spread = ({ p50, p95 }: Spread) => `${ms(p50)} / ${ms(p95)}`
  const ms = (value: number) => `${value.toFixed(1)} ms`
  const rows: [string, (one: BoardFigures) => string, string][] = [
    ['key to paint in a card, p50 / p95', (one) => spread(one.card), 'p95 ≤ 16 ms at 1×, ≤ 50 ms at 4×'],
    ['key to paint in the composer, p50 / p95', (one) => spread(one.composer), 'the same'],
    ['of it in a card: the page at work, p50 / p95', (one) => spread(one.cardWork), ''],
    ['navigation to the board’s first paint, median of 3', (one) => ms(one.joinMs), '≤ 300 ms at 1×'],
    ['frames while dragging: a second, dropped, longest', (one) => frames(one.drag), '60 at 1×'],
    ['frames while scrolling: a second, dropped, longest', (one) => frames(one.scroll), ''],
    ['JavaScript heap after a collection', (one) => `${one.heapMb.toFixed(1)} MB`, ''],
  ]
  const frames = ({ perSecond, droppedPct, longest }: BoardFigures['drag']) =>
    `${perSecond.toFixed(0)}, ${droppedPct.toFixed(1)} %, ${ms(longest)}`
  const [one] = all
  return [
    '# The board in a browser',
    '',
    `\`npm run bench:board -- --report\`: Chromium, the built server on loopback, ${stage.cards} cards in ${CLUSTERS} clusters, six people typing`,
    '(five of them without a browser, 5 keys and 2 carets a second each), 1440×900. The browser, the server and the others share the machine.',
    '',
    describeMachine(),
    '',
    `| | ${all.map(({ slowdown }) => `${slowdown}× CPU`).join(' | ')} | bar |`,
    `|---|${all.map(() => '---').join('|')}|---|`,
    ...rows.map(([name, cell, bar]) => `| ${name} | ${all.map(cell).join(' | ')} | ${bar} |`),
    '',
    `JavaScript to reach the room and see its board, gzipped: **${one?.roomKb.toFixed(1)} KB** (bar 120); what is fetched afterwards, the summary’s editor and what a click opens: ${one?.laterKb.toFixed(1)} KB.`,
    '',
    'Key to paint: from the browser’s time stamp of the key to the first task after the frame that shows it (a message posted in',
    '`requestAnimationFrame`), on a screen of 60 Hz: up to 16.7 ms of it are waiting for the frame. The page at work: the key’s own',
    'task, and from the begin of the frame to after its paint.',
    '',
  ].join('\n')
}
