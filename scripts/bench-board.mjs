/**
 * `npm run bench:board`: the board in real Chromium (tests/load/board). Installs and builds what is missing; `-- --report`
 * writes tests/load/BOARD.md, `-- --only bundle` weighs the room's JavaScript alone.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureBuild, ensureChromium, ensureDependencies } from './lib/prepare.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await ensureDependencies()
await ensureBuild()
const CHROMIUM = await ensureChromium()

const bench = ['--import', 'tsx', 'tests/load/board/main.ts', ...process.argv.slice(2)]
const child = spawn(process.execPath, bench, { stdio: 'inherit', env: { ...process.env, CHROMIUM } })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('close', (code) => process.exit(code ?? 1))
