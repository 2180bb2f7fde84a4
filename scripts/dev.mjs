/** `npm run dev`: the server from its sources, started again when they change; the pages reload by themselves. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './lib/prepare.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await ensureDependencies()

const watcher = spawn(
  process.execPath,
  ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts'],
  { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'development' } },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => watcher.kill(signal))
watcher.on('close', (code) => process.exit(code ?? 1))
