import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { bundleText, roomBundle } from './bundle.ts'
import { measureBoard, PARTS, type BoardFigures, type Part } from './figures.ts'
import { boardReport } from './report.ts'
import { setBoardStage } from './stage.ts'

const USAGE = `npm run bench:board -- [options]
  --only bundle,join     ${PARTS.join(' ')}
  --slowdown 1           of the CPU; 1,4 when left out
  --report               writes tests/load/BOARD.md
`
const say = (what: string): void => void process.stderr.write(`${what}\n`)

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: PARTS.join(',') },
    slowdown: { type: 'string', default: '1,4' },
    report: { type: 'boolean', default: false },
  },
})
const wanted = values.only.split(',')
const parts = new Set(PARTS.filter((part) => wanted.includes(part)))
const slowdowns = values.slowdown.split(',').map(Number)
if (parts.size < new Set(wanted).size || slowdowns.some((one) => !(one >= 1))) {
  say(USAGE)
  process.exit(1)
}

const bundle = roomBundle()
if (parts.has('bundle')) process.stdout.write(`${bundleText(bundle)}\n`)
parts.delete('bundle')
if (parts.size > 0) await measureAll(parts)

async function measureAll(asked: ReadonlySet<Part>): Promise<void> {
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
    for (const slowdown of slowdowns)
      all.push(await measureBoard({ browser, stage, slowdown, parts: asked, say }))
    const text = boardReport(all, stage.cards, bundle)
    process.stdout.write(`${text}\n`)
    if (values.report) writeFileSync('tests/load/BOARD.md', text)
  } finally {
    await browser.close()
    await stage.close()
  }
}
