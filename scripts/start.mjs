/**
 * `npm start`: installs and builds what is missing or older than its sources, then runs the server in the foreground.
 * Settings come from the environment (server/config.ts); signals reach the server.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { ensureBuild, ensureDependencies } from './lib/prepare.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await ensureDependencies()
await ensureBuild()

const server = spawn(process.execPath, ['--enable-source-maps', 'dist/server/main.js'], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production' },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal))
server.on('close', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
