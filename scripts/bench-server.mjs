/**
 * `npm run bench:server`: our built server and its peers on the same work (tests/load). Installs the peers on demand,
 * builds what is missing, and binds the load to core 1; the servers go to core 0.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { ensureBuild, ensureDependencies } from './lib/prepare.mjs'
import { run } from './lib/run.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await ensureDependencies()
await ensureBuild()
await ensurePeers()

const canPin = cpus().length >= 2 && spawnSync('taskset', ['-V']).status === 0
const bench = [process.execPath, '--import', 'tsx', 'tests/load/main.ts', ...process.argv.slice(2)]
const [program, ...args] = canPin ? ['taskset', '-c', '1', ...bench] : bench
const child = spawn(program, args, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('close', (code) => process.exit(code ?? 1))

async function ensurePeers() {
  const folder = 'tests/load/peers'
  const marker = `${folder}/node_modules/.package-lock.json`
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync(`${folder}/package-lock.json`).mtimeMs)
    return
  console.log('Installing the peers into tests/load/peers (once).')
  if ((await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder })) !== 0)
    throw new Error('npm ci failed in tests/load/peers')
}
