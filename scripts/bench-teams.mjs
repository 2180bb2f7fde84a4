/** `npm run bench:teams`: how long forming teams takes, and how good the plans are (tests/load/teams). */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './lib/prepare.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await ensureDependencies()
const child = spawn(process.execPath, ['--import', 'tsx', 'tests/load/teams/main.ts'], { stdio: 'inherit' })
child.on('close', (code) => process.exit(code ?? 1))
